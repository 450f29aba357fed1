// The three ways to say what shall change. The fourth, saying what shall be, is `apply`.
// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/

import type { JsonPatchOperation, KubeObject, Patch, WriteParams } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';

type PatchOptions = WriteParams & RequestOptions;

/**
 * @example
 * await pods.patch.merge('web-0', { metadata: { labels: { app: 'web' } } });
 */
export class PatchVerbs<T extends KubeObject> {
  readonly #send: (name: string, patch: Patch, options: PatchOptions) => Promise<T>;

  constructor(send: (name: string, patch: Patch, options: PatchOptions) => Promise<T>) {
    this.#send = send;
  }

  /** RFC 7386: an object is merged, `null` removes, an array is replaced as a whole. For every kind. */
  async merge(name: string, body: object, options: PatchOptions = {}): Promise<T> {
    return this.#send(name, { type: 'merge', body }, options);
  }

  /** RFC 6902: either all steps happen or none; a `test` that fails answers with 422. For every kind. */
  async json(name: string, body: readonly JsonPatchOperation[], options: PatchOptions = {}): Promise<T> {
    return this.#send(name, { type: 'json', body }, options);
  }

  /** A merge that knows which lists are keyed, as containers by name. For built-in kinds; others answer 415. */
  async strategic(name: string, body: object, options: PatchOptions = {}): Promise<T> {
    return this.#send(name, { type: 'strategic', body }, options);
  }
}
