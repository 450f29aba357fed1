// What an object goes through before it is written, in the order of kube-apiserver. A write is a generator: it yields
// only where webhooks are to be called, so that one without is done at once, and nothing comes between.

import { type JsonObject, jsonEquals } from '../json/json.ts';
import { notImplemented } from '../status-error.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { Settlement } from './plugin.ts';
import { admissionPlugins, lastPlugins } from './plugins.ts';
import { hasPolicies } from './policies/hooks.ts';
import { mutatedByPolicies } from './policies/mutating.ts';
import { judgeByPolicies, seenByPolicies } from './policies/validating.ts';
import { askMutating } from './webhooks/mutating.ts';
import { Reinvocation } from './webhooks/reinvocation.ts';
import { askValidating } from './webhooks/validating.ts';
import { webhooksOf } from './webhooks/webhook.ts';
import type { WebhookCalls } from './webhooks/webhook-call.ts';

/** A step of a write that may have to wait for webhooks. */
export type Admission<T> = WebhookCalls<T>;

type ObjectAttributes = AdmissionAttributes & { readonly object: JsonObject };

/**
 * The object as all plugins, policies and webhooks that change objects leave it; the same one where none does.
 *
 * @throws StatusError where one of them refuses.
 */
export function* mutateObject(attributes: ObjectAttributes): Admission<JsonObject> {
  const { server } = attributes;
  if (webhooksOf(server, 'mutatingwebhookconfigurations').length === 0 && !hasPolicies(server, 'mutating'))
    return mutatedByPlugins(attributes);
  const again: Again = { policies: new Reinvocation(), webhooks: new Reinvocation() };
  const object = yield* mutateOnce(attributes, again);
  // What one of them changed may matter to those before it; once more is enough.
  if (!again.policies.wanted && !again.webhooks.wanted) return object;
  again.policies.begin();
  again.webhooks.begin();
  return yield* mutateOnce({ ...attributes, object }, again);
}

/** Which of them are asked a second time. */
interface Again {
  readonly policies: Reinvocation;
  readonly webhooks: Reinvocation;
}

function* mutateOnce(attributes: ObjectAttributes, again: Again): Admission<JsonObject> {
  const given = mutatedByPlugins(attributes);
  const object = mutatedByPolicies({ ...attributes, object: given }, again.policies) ?? given;
  const mutated = yield* askMutating({ ...attributes, object }, again.webhooks);
  return mutated === undefined || mutated === object || jsonEquals(mutated, object) ? object : mutated;
}

function mutatedByPlugins(attributes: ObjectAttributes): JsonObject {
  let current = attributes;
  const { plugins } = attributes.server;
  for (const { name, mutate } of admissionPlugins) {
    if (!mutate || !plugins.has(name)) continue;
    const object = mutate(current);
    if (object !== current.object) current = { ...current, object };
  }
  return current.object;
}

/**
 * Gives the judgement of those who count, which is to be asked when nothing is waited for any more, and then gives what
 * is to be done once the write is made.
 *
 * @throws StatusError where a plugin or a webhook refuses.
 */
export function* validateWrite(attributes: AdmissionAttributes): Admission<() => Settlement> {
  const { plugins } = attributes.server;
  for (const { name, validate } of admissionPlugins) if (plugins.has(name)) validate?.(attributes);
  judgeByPolicies(attributes.served.converter ? yield* seenByPolicies(attributes) : attributes);
  yield* askValidating(attributes);
  return () => judgeAtLast(attributes);
}

function judgeAtLast(attributes: AdmissionAttributes): Settlement {
  const { plugins } = attributes.server;
  const settlements: Settlement[] = [];
  for (const { name, validate } of lastPlugins) {
    const settle = plugins.has(name) ? validate(attributes) : undefined;
    if (settle) settlements.push(settle);
  }
  return (written) => {
    for (const settle of settlements) settle(written);
  };
}

/** The same about what has no object that is stored: a deletion, a connection, an order such as an eviction. */
export function* admitAction(attributes: AdmissionAttributes): Admission<void> {
  requireUnchanged(attributes, mutatedByPolicies(attributes, new Reinvocation()));
  requireUnchanged(attributes, yield* askMutating(attributes, new Reinvocation()));
  const judge = yield* validateWrite(attributes);
  judge();
}

// What it asks for is carried out as it was asked, or not at all.
function requireUnchanged(
  { served, subresource, object }: AdmissionAttributes,
  mutated: JsonObject | undefined,
): void {
  if (mutated === object || jsonEquals(mutated, object)) return;
  throw notImplemented(
    `admission policies and webhooks that change what is asked of ${served.resource.plural}/${subresource}: exclude it in their rules`,
  );
}
