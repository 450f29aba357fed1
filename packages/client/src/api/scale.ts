// How many replicas: the `scale` subresource, alike for every kind that has one.
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/scale-v1/

import type { GetParams, KubeObject, WriteParams } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import type { PatchVerbs } from './patch-verbs.ts';
import { Subresource, type SubresourceOptions } from './subresource.ts';

export interface ScaleObject extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    /** How many there are. */
    readonly replicas: number;
    /** The label selector of the replicas, as text. */
    readonly selector?: string;
  };
}

/**
 * @example
 * await Api.namespaced(client, Deployment, 'shop').scale.replace('web', { replicas: 3 });
 */
export class ScaleSubresource {
  /** Changes parts of the Scale, as `{ spec: { replicas: 3 } }`. */
  readonly patch: PatchVerbs<ScaleObject>;
  readonly #scale: Subresource<ScaleObject>;
  readonly #namespace: string | undefined;

  constructor(options: Omit<SubresourceOptions, 'subresource' | 'type'>) {
    const type = { apiVersion: 'autoscaling/v1', kind: 'Scale' };
    this.#scale = new Subresource({ ...options, subresource: 'scale', type });
    this.#namespace = options.requests.namespace;
    this.patch = this.#scale.patch;
  }

  async get(name: string, options: GetParams & RequestOptions = {}): Promise<ScaleObject> {
    return this.#scale.get(name, options);
  }

  /** Sets the number. With a `resourceVersion`, answers with a conflict where the object is at another. */
  async replace(
    name: string,
    { replicas, resourceVersion }: { readonly replicas: number; readonly resourceVersion?: string },
    options: WriteParams & RequestOptions = {},
  ): Promise<ScaleObject> {
    const metadata = {
      name,
      ...(this.#namespace !== undefined && { namespace: this.#namespace }),
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
    const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata, spec: { replicas } };
    return this.#scale.replace(name, scale, options);
  }
}
