// Webhooks that change objects: one after the other, each sees what those before it have made of the object.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/mutating/dispatcher.go

import { objectOfRequest, seenAs } from '../../conversion/converted-attributes.ts';
import {
  isJsonArray,
  type Json,
  type JsonObject,
  jsonEquals,
  parseJsonText,
  valueAt,
} from '../../json/json.ts';
import { jsonSyntaxFault } from '../../json/syntax-fault.ts';
import { JsonPatchError, jsonPatch } from '../../patch/json-patch.ts';
import { internalError, refusing } from '../../status-error.ts';
import { UndecodableError } from '../../types/complaints.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { isExempt } from '../exempt.ts';
import { matchedResource } from '../matching.ts';
import { patchedObject } from '../patched-object.ts';
import { AdmissionWork } from '../work.ts';
import { askedResource } from './conditions.ts';
import { callFailure, denial, judged, noKnownReview, requireDryRun } from './refusal.ts';
import type { Reinvocation } from './reinvocation.ts';
import { type Invocation, invocationOf, shown, type Verdict } from './review.ts';
import { webhooksOf } from './webhook.ts';
import type { WebhookCalls } from './webhook-call.ts';

/** The object as the webhooks leave it. */
export function* askMutating(
  attributes: AdmissionAttributes,
  reinvocation: Reinvocation,
): WebhookCalls<JsonObject | undefined> {
  const { server, served, dryRun, warnings } = attributes;
  let { object } = attributes;
  const webhooks = webhooksOf(server, 'mutatingwebhookconfigurations');
  if (webhooks.length === 0 || isExempt(served)) return object;
  const work = new AdmissionWork();
  reinvocation.see(object);
  for (const webhook of webhooks) {
    const plain = { ...attributes, object };
    const current = served.converter
      ? yield* seenAs(matchedResource(webhook, plain, work.steps), plain)
      : plain;
    const matched = askedResource(webhook, current, work);
    if (!matched || !reinvocation.asks(webhook.key)) continue;
    requireDryRun(webhook, dryRun);
    const invocation = invocationOf(webhook, matched, current);
    if (!invocation) throw callFailure(webhook.name, noKnownReview);
    const [answer] = yield [invocation.call];
    const verdict = judged(invocation, answer, true);
    if (verdict) {
      warnings.push(...verdict.warnings);
      if (!verdict.allowed) throw denial(webhook.name, verdict.result);
      const patched = patchedBy(current, invocation, verdict);
      const next =
        patched && patched !== object ? yield* objectOfRequest(matched, current, patched) : patched;
      if (next && object && next !== object && isChange(attributes, object, next)) reinvocation.changed();
      object = next;
    }
    if (webhook.reinvoked) reinvocation.asked(webhook.key);
  }
  reinvocation.leave(object);
  return object;
}

// The real server compares times more exactly than they are written: to it, owners that are new are another change.
function isChange({ old }: AdmissionAttributes, object: JsonObject, next: JsonObject): boolean {
  const owners = (one: JsonObject | undefined): Json => valueAt(one, 'metadata', 'managedFields') ?? null;
  return !jsonEquals(owners(object), owners(old)) || !jsonEquals(next, object);
}

function patchedBy(
  attributes: AdmissionAttributes,
  { webhook, matched }: Invocation,
  { patch, patchType }: Verdict,
): JsonObject | undefined {
  const { object } = attributes;
  if (patch === '') return object;
  const operations = operationsOf(webhook.name, patch);
  if (operations.length === 0) return object;
  if (object === undefined)
    throw internalError(
      `admission webhook ${JSON.stringify(webhook.name)} attempted to modify the object, which is not supported for this operation`,
    );
  if (patchType !== 'JSONPatch')
    throw callFailure(webhook.name, `unsupported patch type ${JSON.stringify(patchType)}`);
  const patched = refusing(
    JsonPatchError,
    () => jsonPatch(shown(matched, attributes, object), operations),
    (why) => internalError(why),
  );
  return refusing(
    UndecodableError,
    () => patchedObject(matched, attributes, patched),
    (why) => internalError(why),
  );
}

const maxOperations = 10_000;

function operationsOf(name: string, patch: string): readonly Json[] {
  const undecodable = (why: string): Error =>
    callFailure(name, `received undecodable patch in webhook response: ${why}`);
  const text = Buffer.from(patch, 'base64').toString();
  let operations: Json;
  try {
    operations = parseJsonText(text);
  } catch {
    throw undecodable(jsonSyntaxFault(text));
  }
  if (operations === null) return [];
  if (!isJsonArray(operations))
    throw undecodable('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  if (operations.length > maxOperations)
    throw undecodable(`it has ${operations.length} operations, and may have ${maxOperations}`);
  return operations;
}
