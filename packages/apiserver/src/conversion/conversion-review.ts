// Has objects converted by the webhook of their kind: what it is sent, and what it may answer.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/conversion/webhook_converter.go

import { callOf } from '../admission/webhooks/client-config.ts';
import type { WebhookAnswer, WebhookCalls } from '../admission/webhooks/webhook-call.ts';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { newUid, type ServerContext } from '../server-context.ts';
import { unclassified } from '../status-error.ts';
import { notRegistered } from '../types/complaints.ts';
import { jsonName } from '../types/json-mismatch.ts';
import { kindIn } from '../types/type-names.ts';
import type { ConversionWebhook } from './conversion-webhook.ts';
import { requireSameIdentity, withOwnMetadata } from './converted-metadata.ts';

const timeoutSeconds = 30;
const spoken = ['v1', 'v1beta1'];

/**
 * The objects in another version, in one review; those that are in it already are given as they are.
 *
 * @throws StatusError where the webhook fails, or answers what it may not.
 */
export function* convertObjects(
  server: ServerContext,
  webhook: ConversionWebhook,
  { objects, apiVersion }: { readonly objects: readonly JsonObject[]; readonly apiVersion: string },
): WebhookCalls<JsonObject[]> {
  requireKnown(webhook, [...objects.map((object) => textAt(object, 'apiVersion')), apiVersion]);
  const asked = objects.filter((object) => textAt(object, 'apiVersion') !== apiVersion);
  const [first] = asked;
  if (!first) return [...objects];
  const version = webhook.reviewVersions.find((one) => spoken.includes(one));
  if (version === undefined) throw unclassified('no supported conversion review versions');
  const uid = newUid(server);
  const review = {
    kind: 'ConversionReview',
    apiVersion: `apiextensions.k8s.io/${version}`,
    request: { uid, desiredAPIVersion: apiVersion, objects: asked },
    response: { uid: '', convertedObjects: null, result: { metadata: {} } },
  };
  const [answer] = yield [callOf(webhook.client, timeoutSeconds, review)];
  const failed = `conversion webhook for ${gvk(first)}`;
  const answered = convertedIn(answer, { version, uid });
  if (typeof answered === 'string') throw unclassified(`${failed} failed: ${answered}`);
  if (answered.length !== asked.length)
    throw unclassified(`${failed} returned ${answered.length} objects, expected ${asked.length}`);
  const checked = asked.map((object, at) => checkedObject(object, answered[at], { apiVersion, failed }));
  let next = 0;
  return objects.map((object) => {
    if (textAt(object, 'apiVersion') === apiVersion) return object;
    next += 1;
    return checked[next - 1] ?? object;
  });
}

// An object may have been stored in a version that the definition has no more.
function requireKnown({ schemas }: ConversionWebhook, versions: readonly string[]): void {
  const unknown = versions.find((version) => !schemas.has(version));
  if (unknown !== undefined)
    throw unclassified(`request to convert CR from an invalid group/version: ${unknown}`);
}

function gvk(object: JsonObject): string {
  return `${textAt(object, 'apiVersion')}, Kind=${textAt(object, 'kind')}`;
}

const group = 'apiextensions.k8s.io';
const registered = new Set(['ConversionReview', 'CustomResourceDefinition', 'CustomResourceDefinitionList']);

/** Why the answer is no review of this version, in Go's words. */
function misfit(review: JsonObject, version: string): string | undefined {
  const [apiVersion, kind] = [textAt(review, 'apiVersion'), textAt(review, 'kind')];
  const expected = `${group}/${version}`;
  if (apiVersion === '' || kind === '') {
    // v1beta1 looks at neither.
    if (version !== 'v1') return undefined;
    const found = `${apiVersion || '/'}, Kind=${kind}`;
    return `expected webhook response of ${expected}, Kind=ConversionReview, got ${found}`;
  }
  if (apiVersion === expected && kind === 'ConversionReview') return undefined;
  const given = spoken.find((one) => apiVersion === `${group}/${one}`);
  if (given === undefined || !registered.has(kind)) return notRegistered(kind, apiVersion);
  return `converting (${given}.${kind}) to (${version}.ConversionReview): unknown conversion`;
}

/** A text: why there is none. */
function convertedIn(
  answer: WebhookAnswer | undefined,
  { version, uid }: { readonly version: string; readonly uid: string },
): readonly Json[] | string {
  if (!answer || answer.kind === 'failed') return answer?.why ?? 'it was not asked';
  const { review } = answer;
  const response = valueAt(review, 'response');
  const unfit = misfit(review, version);
  if (unfit !== undefined) return unfit;
  if (!isJsonObject(response)) return 'no response provided';
  const objects = valueAt(response, 'convertedObjects') ?? [];
  if (!isJsonArray(objects)) return unfitField(objects, 'convertedObjects', '[]runtime.RawExtension');
  const given = valueAt(response, 'result') ?? {};
  if (!isJsonObject(given)) return unfitField(given, 'result', 'v1.Status');
  const told = textAt(response, 'uid');
  if (version === 'v1' && told !== uid)
    return `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(told)}`;
  const result = objectAt(response, 'result');
  const status = textAt(result, 'status');
  if (status !== 'Success')
    return textAt(result, 'message') || `response.result.status was '${status}', not 'Success'`;
  return objects;
}

function unfitField(value: Json, field: string, type: string): string {
  return `json: cannot unmarshal ${jsonName(value)} into Go struct field ConversionResponse.response.${field} of type ${type}`;
}

interface Expected {
  readonly apiVersion: string;
  /** How a complaint begins. */
  readonly failed: string;
}

function checkedObject(
  original: JsonObject,
  converted: Json | undefined,
  { apiVersion, failed }: Expected,
): JsonObject {
  if (converted === undefined || converted === null) throw unclassified('unexpected end of JSON input');
  if (!isJsonObject(converted))
    throw unclassified(
      `json: cannot unmarshal ${jsonName(converted)} into Go value of type map[string]interface {}`,
    );
  const kind = textAt(converted, 'kind');
  if (kind === '') throw unclassified(`Object 'Kind' is missing in '${JSON.stringify(converted)}'`);
  const invalid = (why: string): Error =>
    unclassified(`${failed} returned invalid object at index 0: ${why}`);
  const given = textAt(converted, 'apiVersion');
  if (given !== apiVersion) throw invalid(`invalid groupVersion (expected ${apiVersion}, received ${given})`);
  const { kind: expected } = kindIn(apiVersion, textAt(original, 'kind'));
  if (kind !== expected) throw invalid(`invalid kind (expected ${expected}, received ${kind})`);
  requireSameIdentity(original, converted, `${failed} returned invalid object: `);
  return withOwnMetadata(original, converted, `${failed} returned invalid metadata: `);
}
