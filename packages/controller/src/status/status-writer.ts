// Writes the status of one object during one run: only what differs, and nothing where nothing does.
//
// A merge patch replaces a list as a whole, so a list is written only onto the version that it was made of: what another
// writer puts into it meanwhile is not lost. If something else of the object has changed, the write is repeated.

import type { Api } from '@kube-rx/client';
import {
  ApiError,
  InvalidRequestError,
  isConflict,
  isNotFound,
  type KubeObject,
  type MergePatch,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import type { StatusChange } from './status-of.ts';
import { haveSameStatus, type StatusPatch, statusPatch } from './status-patch.ts';

export interface StatusWriterOptions<K extends KubeObject> {
  /** Of the object's namespace. */
  readonly api: Api<K>;
  /** The object as the run got it. */
  readonly object: K;
  readonly fieldManager: string;
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
   * @throws ApiError (`isConflict`) where another writer has changed a list that this would replace, and where the object
   * was replaced by a namesake.
   */
  write(change: StatusChange<K>): Promise<K> {
    const written = this.#last.then(() => this.#write(change));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(change: StatusChange<K>): Promise<K> {
    const { api, signal } = this.#options;
    requireStatus(api.resource);
    for (let attempt = 1; ; attempt += 1) {
      const base = this.#newest;
      const patch = statusPatch(base, change);
      if (!patch) return base;
      try {
        this.#newest = await this.#send(base, patch);
        return this.#newest;
      } catch (error) {
        if (isUnserved(error)) throw noStatus(api.resource, error);
        if (!isConflict(error) || patch.listFields.length === 0 || attempt === mostAttempts) throw error;
        const fresh = await api.get(base.metadata.name, { signal });
        if (fresh.metadata.uid !== base.metadata.uid || !haveSameStatus(base, fresh, patch.listFields))
          throw error;
        this.#newest = fresh;
      }
    }
  }

  // A patch that names a uid changes no namesake.
  #send({ metadata: { name, uid, resourceVersion } }: K, { status, listFields }: StatusPatch): Promise<K> {
    const { api, fieldManager, signal } = this.#options;
    const metadata = { uid, ...(listFields.length > 0 && { resourceVersion }) };
    const body = { metadata, status } as MergePatch<K>;
    return api.subresource('status').patch.merge<string, string, K>(name, body, { fieldManager, signal });
  }
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
  return error instanceof ApiError && isNotFound(error) && !error.status.details?.name;
}
