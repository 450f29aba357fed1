// Writes the status of one object during one run: only what differs, and nothing where nothing does.
//
// It is written onto the version that it was made of. For a merge patch replaces a list as a whole, and what another writer
// puts into it meanwhile must not get lost. And of a custom resource, a server ignores the uid in a patch of the status:
// only the version keeps the status off a namesake. If something else has changed, the write is repeated.

import type { Api } from '@kube-rx/client';
import {
  ApiError,
  InvalidRequestError,
  isConflict,
  isNotFound,
  isObjectNotFound,
  type KubeObject,
  type MergePatch,
  objectKey,
  quotedText,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import type { StatusChange } from './status-of.ts';
import { haveSameStatus, statusPatch } from './status-patch.ts';
import type { UnstoredChanges } from './unstored-changes.ts';

export interface StatusWriterOptions<K extends KubeObject> {
  /** Of the object's namespace. */
  readonly api: Api<K>;
  /** The object as the run got it. */
  readonly object: K;
  readonly fieldManager: string;
  /** Of the run. */
  readonly key: string;
  readonly unstored: UnstoredChanges;
  readonly signal?: AbortSignal | undefined;
}

// Others may write all the time. Then the run fails, and the next one sees more.
const mostAttempts = 5;

export class StatusWriter<K extends KubeObject> {
  readonly #options: StatusWriterOptions<K>;
  #newest: K;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: StatusWriterOptions<K>) {
    this.#options = options;
    this.#newest = options.object;
  }

  /**
   * The object with its status as it is then. Calls of one run take effect one after the other.
   *
   * @throws InvalidRequestError where the kind has no status of its own.
   * @throws ApiError (`isConflict`) where another writer has changed a list that this would replace, where the object was
   * replaced by a namesake, and where others write all the time; `isNotFound` where the object is gone.
   */
  write(change: StatusChange<K>): Promise<K> {
    const written = this.#last.then(() => this.#write(change));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(change: StatusChange<K>): Promise<K> {
    const { api, key, unstored, signal } = this.#options;
    requireStatus(api.resource);
    for (let attempt = 1; ; attempt += 1) {
      const base = this.#newest;
      const patch = statusPatch(base, change);
      if (!patch || unstored.has(key, base, patch.status)) return base;
      try {
        this.#newest = await this.#send(base, patch.status);
        const isStored = this.#newest.metadata.resourceVersion !== base.metadata.resourceVersion;
        if (!isStored) unstored.note(key, base, patch.status);
        return this.#newest;
      } catch (error) {
        if (isUnserved(error)) throw noStatus(api.resource, error);
        if (!isConflict(error) || attempt === mostAttempts) throw error;
        const fresh = await api.get(base.metadata.name, { signal });
        if (fresh.metadata.uid !== base.metadata.uid) throw replaced(api.resource, base, error);
        // What the change says of a list was made of the one that was there, be it in this patch or only in the next.
        const fields = [...patch.listFields, ...(statusPatch(fresh, change)?.listFields ?? [])];
        if (!haveSameStatus(base, fresh, fields)) throw error;
        this.#newest = fresh;
      }
    }
  }

  #send({ metadata: { name, uid, resourceVersion } }: K, status: object): Promise<K> {
    const { api, fieldManager, signal } = this.#options;
    const body = { metadata: { uid, resourceVersion }, status } as MergePatch<K>;
    return api.subresource('status').patch.merge<string, string, K>(name, body, { fieldManager, signal });
  }
}

function replaced(resource: Resource, { metadata }: KubeObject, cause: unknown): ApiError {
  const { name, namespace } = metadata;
  const message =
    `${resourceName(resource)} ${quotedText(objectKey(name, namespace))}: another object has the name by now, ` +
    'so the status was not written';
  return new ApiError(message, { status: { code: 409, reason: 'Conflict', message }, cause });
}

function requireStatus(resource: Resource): void {
  const { subresources } = resource;
  if (subresources && !subresources.includes('status')) throw noStatus(resource);
}

function noStatus(resource: Resource, cause?: unknown): InvalidRequestError {
  return new InvalidRequestError(
    `${resourceName(resource)} have no status to write: where the server has one, declare it in the token ` +
      "(subresources: ['status'])",
    { cause },
  );
}

/** Whether the server has no such path, rather than no such object, which it would name. */
function isUnserved(error: unknown): boolean {
  return isNotFound(error) && !isObjectNotFound(error);
}
