// The three ways to say what shall change. The fourth, saying what shall be, is `apply`.
// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/

import type {
  JsonPatchOperation,
  KubeObject,
  MergePatch,
  Patch,
  StrategicPatch,
  WriteParams,
} from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';

type PatchOptions = WriteParams & RequestOptions;

/**
 * Bodies are parts of `T`; `K` is `T`. As a parameter of the method it lets a `PatchVerbs<Pod>` be one of `KubeObject`.
 *
 * @example
 * await pods.patch.merge('web-0', { metadata: { labels: { app: 'web' } } });
 */
export class PatchVerbs<T extends KubeObject> {
  readonly #send: (name: string, patch: Patch, options: PatchOptions) => Promise<T>;

  constructor(send: (name: string, patch: Patch, options: PatchOptions) => Promise<T>) {
    this.#send = send;
  }

  /** RFC 7386: an object is merged, `null` removes, an array is replaced as a whole. For every kind. */
  async merge<V extends string, N extends string, K extends T = T>(
    name: string,
    body: MergePatch<NoInfer<K>, V, N>,
    options: PatchOptions = {},
  ): Promise<T> {
    return this.#send(name, { type: 'merge', body }, options);
  }

  /** RFC 6902: either all steps happen or none; a `test` that fails answers with 422. For every kind. */
  async json(name: string, body: readonly JsonPatchOperation[], options: PatchOptions = {}): Promise<T> {
    return this.#send(name, { type: 'json', body }, options);
  }

  /** A merge that knows which lists are keyed, as containers by name. For built-in kinds; others answer 415. */
  async strategic<V extends string, N extends string, K extends T = T>(
    name: string,
    body: StrategicPatch<NoInfer<K>, V, N>,
    options: PatchOptions = {},
  ): Promise<T> {
    return this.#send(name, { type: 'strategic', body }, options);
  }
}
