// The three ways to say what shall change. The fourth, saying what shall be, is `apply`.
// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/

import type { JsonPatchOperation, KubeObject, Patch, WriteParams } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';

type Send<T> = (name: string, patch: Patch, params: WriteParams, options: RequestOptions) => Promise<T>;

export class PatchVerbs<T extends KubeObject> {
  readonly #send: Send<T>;

  constructor(send: Send<T>) {
    this.#send = send;
  }

  /** RFC 7386: an object is merged, `null` removes, an array is replaced as a whole. For every kind. */
  async merge(
    name: string,
    body: object,
    params: WriteParams = {},
    options: RequestOptions = {},
  ): Promise<T> {
    return this.#send(name, { type: 'merge', body }, params, options);
  }

  /** RFC 6902: steps that all happen or none; a `test` that fails answers with 422. For every kind. */
  async json(
    name: string,
    body: readonly JsonPatchOperation[],
    params: WriteParams = {},
    options: RequestOptions = {},
  ): Promise<T> {
    return this.#send(name, { type: 'json', body }, params, options);
  }

  /** A merge that knows which lists are keyed, as containers by name. For built-in kinds; others answer 415. */
  async strategic(
    name: string,
    body: object,
    params: WriteParams = {},
    options: RequestOptions = {},
  ): Promise<T> {
    return this.#send(name, { type: 'strategic', body }, params, options);
  }
}
