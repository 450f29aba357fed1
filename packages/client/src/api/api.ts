// One resource of one cluster, in one namespace or over all.

import {
  type CallOptions,
  type KubeObject,
  type ListParams,
  type Resource,
  ResourceRequest,
  type Scope,
  type WatchParams,
} from '@kube-rx/core';
import type { Client } from '../client.ts';

export class Api<K extends KubeObject = KubeObject, Sub extends string = string> {
  readonly resource: Resource<K, Scope, Sub>;
  /** Undefined for cluster-scoped resources and for all namespaces. */
  readonly namespace: string | undefined;
  readonly #client: Client;
  readonly #requests: ResourceRequest;

  private constructor(client: Client, resource: Resource<K, Scope, Sub>, namespace: string | undefined) {
    this.#client = client;
    this.resource = resource;
    this.namespace = namespace;
    this.#requests = new ResourceRequest(resource, namespace);
  }

  /** Objects of every namespace, or of a cluster-scoped resource. */
  static all<K extends KubeObject, Sub extends string>(
    client: Client,
    resource: Resource<K, Scope, Sub>,
  ): Api<K, Sub> {
    return new Api(client, resource, undefined);
  }

  /** Objects of one namespace. */
  static namespaced<K extends KubeObject, S extends Scope, Sub extends string>(
    client: Client,
    resource: Resource<K, S, Sub> & NamespacedOnly<S>,
    namespace: string,
  ): Api<K, Sub> {
    return new Api<K, Sub>(client, resource, namespace);
  }

  /** Objects of the namespace that the kubeconfig's context or the service account names. */
  static defaultNamespaced<K extends KubeObject, S extends Scope, Sub extends string>(
    client: Client,
    resource: Resource<K, S, Sub> & NamespacedOnly<S>,
  ): Api<K, Sub> {
    return new Api<K, Sub>(client, resource, client.defaultNamespace);
  }

  /** The bytes of one page of a list. Never repeated nor bounded in time by the client. */
  async openList(params: ListParams = {}, options: CallOptions = {}): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#client.openJson(this.#requests.list(params), options);
    return response.body;
  }

  /** The bytes of a watch. Never repeated nor bounded in time by the client. */
  async openWatch(params: WatchParams = {}, options: CallOptions = {}): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#client.openJson(this.#requests.watch(params), options);
    return response.body;
  }
}

/** Makes a cluster-scoped resource a compile error, in words. A scope known only at run time passes. */
export type NamespacedOnly<S extends Scope> = 'Namespaced' extends S
  ? unknown
  : 'this resource is cluster-scoped: use Api.all';
