// Objects of a kind whose versions a webhook converts: as they are stored, and as a request sees them. A request works
// on objects in its own version from first to last; only what is read from the store and what is put there is converted.

import { apiVersionOf } from '@kube-rx/core';
import type { WebhookCalls } from '../admission/webhooks/webhook-call.ts';
import { type JsonObject, objectAt, textAt, valueAt } from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import { customCodec } from '../registry/codec.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { prunedObject } from '../schema/admission.ts';
import { withDefaults } from '../schema/defaults.ts';
import { Steps } from '../schema/steps.ts';
import type { ServerContext } from '../server-context.ts';
import { type Codec, StoredObject } from '../storage/stored-object.ts';
import { convertObjects } from './conversion-review.ts';
import type { ConversionWebhook } from './conversion-webhook.ts';

// What an object that a request sees was read from.
const origins: WeakMap<StoredObject, StoredObject> = new WeakMap();

/** The object of the store that `seen` was read from; itself where nothing was converted. */
export function originOf(seen: StoredObject): StoredObject {
  return origins.get(seen) ?? seen;
}

const codecOf = oncePer(({ kind }: ServedResource): Codec => customCodec(kind.fields ?? {}));

/** How many bytes of objects one review may hold, if it holds more than one object. */
const maxReviewBytes = 2 * 1024 * 1024;

/** Stored objects in the version of the request; the same ones where no webhook is to be asked. */
export function* seenObjects(
  server: ServerContext,
  served: ServedResource,
  stored: readonly StoredObject[],
): WebhookCalls<readonly StoredObject[]> {
  const { converter } = served;
  if (!converter) return stored;
  const seen: StoredObject[] = [];
  for (const part of reviewed(stored))
    seen.push(...(yield* seenPart(server, { ...served, converter }, part)));
  return seen;
}

type Converting = ServedResource & { readonly converter: ConversionWebhook };

function* seenPart(
  server: ServerContext,
  served: Converting,
  part: readonly StoredObject[],
): WebhookCalls<readonly StoredObject[]> {
  const { converter } = served;
  const apiVersion = apiVersionOf(served.resource);
  const objects = part.map((one) => one.object);
  const old = objects.map((object) =>
    textAt(object, 'apiVersion') === apiVersion ? object : completed(converter, object),
  );
  const converted = yield* convertObjects(server, converter, { objects: old, apiVersion });
  return part.map((one, at) => {
    const object = converted[at];
    if (!object || object === objects[at]) return one;
    const known = withoutUnknown(converter, object);
    const codec = codecOf(served);
    const isStored = one.revision > 0;
    const seen = isStored
      ? StoredObject.from(known, one.revision, codec)
      : StoredObject.unstored(known, codec);
    origins.set(seen, one);
    return seen;
  });
}

function reviewed(stored: readonly StoredObject[]): StoredObject[][] {
  const parts: StoredObject[][] = [];
  let bytes = Infinity;
  for (const one of stored) {
    bytes += one.bytes.length;
    if (bytes > maxReviewBytes) {
      parts.push([]);
      bytes = one.bytes.length;
    }
    parts.at(-1)?.push(one);
  }
  return parts;
}

/** One of them. */
export function* seenObject(
  server: ServerContext,
  served: ServedResource,
  stored: StoredObject,
): WebhookCalls<StoredObject> {
  if (!served.converter) return stored;
  const [seen = stored] = yield* seenObjects(server, served, [stored]);
  return seen;
}

/** An object of a request in the version that is stored. */
export function* storableObject(
  server: ServerContext,
  { converter }: ServedResource,
  object: JsonObject,
): WebhookCalls<JsonObject> {
  if (!converter || textAt(object, 'apiVersion') === converter.storageVersion) return object;
  const { storageVersion: apiVersion } = converter;
  const [converted = object] = yield* convertObjects(server, converter, { objects: [object], apiVersion });
  return withoutUnknown(converter, converted);
}

/** What a write would have stored, in the version of the request. */
export function* seenUnstored(
  server: ServerContext,
  served: ServedResource,
  object: JsonObject,
): WebhookCalls<StoredObject> {
  const unstored = StoredObject.unstored(object, served.store.codec);
  return yield* seenObject(server, served, unstored);
}

/** The object in the version of another resource of its kind, for who wants to see it there. */
export function* objectAs(
  server: ServerContext,
  { converter, resource }: ServedResource,
  object: JsonObject,
): WebhookCalls<JsonObject> {
  if (!converter) return object;
  const apiVersion = apiVersionOf(resource);
  const [converted = object] = yield* convertObjects(server, converter, { objects: [object], apiVersion });
  return converted;
}

// What is read is complete in the version in which it is stored, before it is converted.
function completed({ schemas }: ConversionWebhook, object: JsonObject): JsonObject {
  const schema = schemas.get(textAt(object, 'apiVersion'));
  return schema ? objectAt(withDefaults(schema, object, { steps: new Steps() })) : object;
}

function withoutUnknown({ schemas }: ConversionWebhook, object: JsonObject): JsonObject {
  const schema = schemas.get(textAt(object, 'apiVersion'));
  if (!schema) return object;
  return { ...prunedObject(schema, object), metadata: valueAt(object, 'metadata') ?? {} };
}
