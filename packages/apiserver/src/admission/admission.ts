// What an object goes through before it is written, in the order of kube-apiserver. A write is a generator: it yields
// only where webhooks are to be called, so that one without is done at once, and nothing comes between.

import { type JsonObject } from '../json/json.ts';
import type { AdmissionAttributes } from './attributes.ts';
import { admissionPlugins } from './plugins.ts';
import type { WebhookAnswer, WebhookCall } from './webhooks/webhook-call.ts';

/** Yields calls that may be made side by side, and gets an answer for each of them, in their order. */
export type Admission<T> = Generator<readonly WebhookCall[], T, readonly WebhookAnswer[]>;

/**
 * The object as all plugins that change objects leave it; the same one where none does.
 *
 * @throws StatusError where one of them refuses.
 */
export function* mutateObject(
  attributes: AdmissionAttributes & { readonly object: JsonObject },
): Admission<JsonObject> {
  let { object } = attributes;
  for (const { mutate } of admissionPlugins) if (mutate) object = mutate({ ...attributes, object });
  return object;
}

/** @throws StatusError where a plugin refuses. */
export function* validateWrite(attributes: AdmissionAttributes): Admission<void> {
  for (const { validate } of admissionPlugins) validate?.(attributes);
}
