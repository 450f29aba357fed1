// What a webhook or a policy of admission sees that asks for objects in another version than that of the request.

import type { AdmissionAttributes } from '../admission/attributes.ts';
import type { WebhookCalls } from '../admission/webhooks/webhook-call.ts';
import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { internalError, StatusError } from '../status-error.ts';
import { objectAs } from './converted-objects.ts';

/** The attributes with their objects in the version of `matched` as well; the same ones where nothing is converted. */
export function* seenAs<A extends AdmissionAttributes>(
  matched: ServedResource | undefined,
  attributes: A,
): WebhookCalls<A> {
  const { server, object, old, seen } = attributes;
  if (!matched || !isConverted(matched, attributes) || seen?.has(matched)) return attributes;
  return yield* withInternalError(function* () {
    const own = {
      object: object && (yield* objectAs(server, matched, object)),
      old: old && (yield* objectAs(server, matched, old)),
    };
    return { ...attributes, seen: new Map([...(seen ?? []), [matched, own]]) };
  });
}

/** What a webhook made of the object, back in the version of the request. */
export function* objectOfRequest(
  matched: ServedResource,
  attributes: AdmissionAttributes,
  object: JsonObject,
): WebhookCalls<JsonObject> {
  if (!isConverted(matched, attributes)) return object;
  return yield* withInternalError(() => objectAs(attributes.server, attributes.served, object));
}

/** Whether a webhook has to convert what `matched` shows. A Scale is none of the kind's objects. */
export function isConverted(matched: ServedResource, { served, shownKind }: AdmissionAttributes): boolean {
  return served.converter !== undefined && matched !== served && shownKind === undefined;
}

function* withInternalError<T>(convert: () => WebhookCalls<T>): WebhookCalls<T> {
  try {
    return yield* convert();
  } catch (error) {
    throw error instanceof StatusError ? internalError(error.message) : error;
  }
}
