// What has become of an object that was written, asked of the server itself.

import { type Client, parseResourcePath, type ResourcePath } from '@kube-rx/client';
import { type HttpRequest, InvalidValueError, isObjectNotFound } from '@kube-rx/core';
import type { LiveRead, WrittenObject } from './own-write.ts';
import { foundIn } from './write-answer.ts';

/**
 * Reads the object that a request has written, whatever subresource it wrote: as new as the server has it. Nothing is sent
 * before it is called.
 */
export function liveReadOf(
  client: Client,
  { path: written }: Pick<HttpRequest, 'path'>,
  { group, plural, key, namespace, uid }: WrittenObject,
): LiveRead {
  return async (signal) => {
    const { path, target } = ownPath(written, key.slice(namespace === '' ? 0 : namespace.length + 1));
    const request: HttpRequest = { method: 'GET', path, query: [], headers: { accept: 'application/json' } };
    try {
      const found = target && foundIn(target, await client.requestBytes(request, { signal }));
      if (found) return found;
    } catch (error) {
      if (!isObjectNotFound(error)) throw error;
      return { type: 'deleted', group, plural, key, namespace, ...(uid !== undefined && { uid }) };
    }
    throw new InvalidValueError(`the answer to GET ${path} is no such object`);
  };
}

/** The path of the object itself; `target` is what it names. */
function ownPath(written: string, name: string): { readonly path: string; readonly target?: ResourcePath } {
  const parsed = parseResourcePath(written);
  if (!parsed) return { path: written };
  const { subresource, name: inPath, ...collection } = parsed;
  const base = subresource === undefined ? written : written.slice(0, -subresource.length - 1);
  const path = inPath === undefined ? `${base}/${encodeURIComponent(name)}` : base;
  return { path, target: { ...collection, name } };
}
