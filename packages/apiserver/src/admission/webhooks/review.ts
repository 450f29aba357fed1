// What a webhook is sent, and what it may answer.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/request/admissionreview.go

import { userInfo } from '../../access/user.ts';
import {
  arrayAt,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  stringAt,
  stringsAt,
  textAt,
  valueAt,
  without,
} from '../../json/json.ts';
import { present, type ServedResource } from '../../registry/served-resource.ts';
import { newUid } from '../../server-context.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { callOf } from './client-config.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookCall } from './webhook-call.ts';

const spoken = ['v1', 'v1beta1'];

/** One call of a webhook about a write. */
export interface Invocation {
  readonly webhook: Webhook;
  /** In whose version it is asked. */
  readonly matched: ServedResource;
  readonly uid: string;
  /** Of the AdmissionReview. */
  readonly version: string;
  readonly call: WebhookCall;
}

export function invocationOf(
  webhook: Webhook,
  matched: ServedResource,
  attributes: AdmissionAttributes,
): Invocation | undefined {
  const version = webhook.reviewVersions.find((one) => spoken.includes(one));
  if (version === undefined) return undefined;
  const uid = newUid(attributes.server);
  const review = {
    kind: 'AdmissionReview',
    apiVersion: `admission.k8s.io/${version}`,
    request: requestOf(attributes, matched, uid),
  };
  return { webhook, matched, uid, version, call: callOf(webhook.client, webhook.timeoutSeconds, review) };
}

/** The part of a review that asks. */
function requestOf(attributes: AdmissionAttributes, matched: ServedResource, uid: string): JsonObject {
  const { object, old, dryRun, options } = attributes;
  return {
    uid,
    ...without(askedAbout(attributes, { kind: matched, resource: matched }), 'dryRun', 'options'),
    object: shown(matched, attributes, object),
    oldObject: shown(matched, attributes, old),
    dryRun,
    options: options() ?? null,
  };
}

/** What is asked about, the objects excepted: in the version of which kind, and of which resource. */
export function askedAbout(
  attributes: AdmissionAttributes,
  matched: { readonly kind: ServedResource; readonly resource: ServedResource },
): JsonObject {
  const { served, subresource, name, operation, requester, dryRun, options } = attributes;
  const namespace = requestNamespace(attributes);
  const [kind] = kindAndResource(matched.kind, attributes);
  const [, resource] = kindAndResource(matched.resource, attributes);
  const [requestKind, requestResource] = kindAndResource(served, attributes);
  return {
    kind,
    resource,
    ...(subresource !== '' && { subResource: subresource }),
    requestKind,
    requestResource,
    ...(subresource !== '' && { requestSubResource: subresource }),
    ...(name !== '' && { name }),
    ...(namespace !== '' && { namespace }),
    operation,
    userInfo: userInfo(requester.user),
    dryRun,
    options: options() ?? null,
  };
}

/** That of a namespace is its own name. */
export function requestNamespace({ namespace, name, served }: AdmissionAttributes): string {
  const isNamespace = served.resource.group === '' && served.resource.plural === 'namespaces';
  return isNamespace ? name : namespace;
}

function kindAndResource(
  { resource }: ServedResource,
  { shownKind }: AdmissionAttributes,
): [JsonObject, JsonObject] {
  const { group, version, plural } = resource;
  const kind = shownKind ?? resource;
  return [
    { group: kind.group, version: kind.version, kind: kind.kind },
    { group, version, resource: plural },
  ];
}

/** An object of admission in the version of a resource. */
export function shown(
  matched: ServedResource,
  { shownKind, seen, old }: AdmissionAttributes,
  object: JsonObject | undefined,
): Json {
  if (object === undefined) return null;
  if (shownKind) return object;
  const converted = seen?.get(matched);
  return present(matched, (object === old ? converted?.old : converted?.object) ?? object);
}

export interface Verdict {
  readonly allowed: boolean;
  readonly result: JsonObject | undefined;
  readonly warnings: readonly string[];
  /** Operations of a JSON patch, in base64. */
  readonly patch: string;
  readonly patchType: string;
}

/** A text: why the answer is none. */
export function verdictOf(
  { uid, version }: Pick<Invocation, 'uid' | 'version'>,
  review: JsonObject,
  mutating: boolean,
): Verdict | string {
  const response = valueAt(review, 'response');
  if (!isJsonObject(response)) return 'webhook response was absent';
  const patch = textAt(response, 'patch');
  const given = stringAt(response, 'patchType');
  if (version === 'v1') {
    const told = textAt(response, 'uid');
    if (told !== uid) return `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(told)}`;
    const found = `${textAt(review, 'apiVersion')}, Kind=${textAt(review, 'kind')}`;
    const expected = 'admission.k8s.io/v1, Kind=AdmissionReview';
    if (found !== expected) return `expected webhook response of ${expected}, got ${found}`;
    const fault = mutating ? patchFault(patch, given) : needlessPatch(patch, given);
    if (fault !== undefined) return fault;
  }
  return {
    allowed: valueAt(response, 'allowed') === true,
    result: isJsonObject(valueAt(response, 'status')) ? objectAt(response, 'status') : undefined,
    warnings: stringsAt(arrayAt(response, 'warnings')),
    patch: mutating ? patch : '',
    patchType: version === 'v1' ? (given ?? '') : 'JSONPatch',
  };
}

function patchFault(patch: string, type: string | undefined): string | undefined {
  if (patch !== '' && type === undefined) return 'webhook returned response.patch but not response.patchType';
  if (patch === '' && type !== undefined) return 'webhook returned response.patchType but not response.patch';
  return type === '' ? 'webhook returned invalid response.patchType of ""' : undefined;
}

function needlessPatch(patch: string, type: string | undefined): string | undefined {
  if (patch !== '') return 'validating webhook may not return response.patch';
  return type === undefined ? undefined : 'validating webhook may not return response.patchType';
}
