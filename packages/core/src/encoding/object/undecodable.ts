// An object that cannot be decoded, while everything around it can: what is known of it.

import { DecodeError, isResourceVersion, objectKey, type UndecodableObject } from '../../index.ts';

const lenientUtf8 = new TextDecoder();
// Stands for bytes that are no UTF-8.
const replacement = '\ufffd';

/** What a decoded value, which is no right object, says of itself. */
export function identityOf(value: unknown): UndecodableObject {
  const { name, namespace, resourceVersion } = metadataOf(value);
  const hasKey = isName(name) && (namespace === undefined || namespace === null || isName(namespace));
  return {
    ...(hasKey && { key: objectKey(name, namespace ?? '') }),
    ...(isVersion(resourceVersion) && { resourceVersion }),
  };
}

/**
 * The error for an object alone where the bytes are JSON but for the UTF-8 in their strings; else undefined.
 *
 * `objectIn` finds the object in what the bytes hold.
 */
export function notUtf8(bytes: Uint8Array, objectIn: (value: unknown) => unknown): DecodeError | undefined {
  const text = lenientUtf8.decode(bytes);
  if (!text.includes(replacement)) return undefined;
  try {
    const object = objectIn(JSON.parse(text));
    if (object === undefined) return undefined;
    const message = 'an object from the server is not UTF-8';
    return new DecodeError(message, { fault: 'malformed', object: identityOf(object) });
  } catch {
    return undefined;
  }
}

function metadataOf(value: unknown): Partial<Record<'name' | 'namespace' | 'resourceVersion', unknown>> {
  const metadata: unknown = (value as { readonly metadata?: unknown } | null | undefined)?.metadata;
  return metadata === null || typeof metadata !== 'object' ? {} : metadata;
}

// What stands there may be anything, also a part of a Secret that bytes got lost before.
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9.:_-]{1,253}$/.test(value);
}

function isVersion(value: unknown): value is string {
  return typeof value === 'string' && value.length < 40 && isResourceVersion(value);
}
