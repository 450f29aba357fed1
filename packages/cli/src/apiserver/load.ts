// Creates the objects of manifests in a server that has just been started, as `kubectl create` does. A dump of another
// cluster keeps its status.

import { Api, type ApiResource, type Client, discovery } from '@kube-rx/client';
import {
  ApiError,
  apiVersionOf,
  type DynamicObject,
  isAlreadyExists,
  type ObjectMeta,
  ResourceRequest,
} from '@kube-rx/core';
import { Namespace } from '@kube-rx/k8s/core/v1';
import { UsageError } from '../failure.ts';
import type { Manifest } from './manifests.ts';

/**
 * CustomResourceDefinitions are created first, namespaces second. A missing namespace of an object is created.
 *
 * @throws UsageError with file and line of the first object that the server refuses.
 */
export async function loadManifests(client: Client, manifests: readonly Manifest[]): Promise<void> {
  const [definitions, others] = parted(manifests, ({ object }) => object.kind === 'CustomResourceDefinition');
  const [namespaces, rest] = parted(others, ({ object }) => object.kind === 'Namespace');
  const loader = new Loader(client);
  await loader.load(definitions);
  await loader.load([...namespaces, ...rest]);
}

class Loader {
  readonly #client: Client;
  readonly #namespaces: Set<string> = new Set();

  constructor(client: Client) {
    this.#client = client;
  }

  async load(manifests: readonly Manifest[]): Promise<void> {
    const { resources } = await discovery(this.#client).served();
    for (const { object, where } of manifests)
      try {
        await this.#create(object, resourceOf(object, resources));
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof UsageError)) throw error;
        throw new UsageError(`${where}: ${error.message}`, { cause: error });
      }
  }

  async #create(object: DynamicObject, resource: ApiResource): Promise<void> {
    const { name, namespace: own = 'default' } = object.metadata;
    const namespace = resource.scope === 'Cluster' ? undefined : own;
    if (namespace !== undefined) await this.#ensureNamespace(namespace);
    const api = new ResourceRequest(resource, namespace, this.#client.codec);
    try {
      await this.#client.request(api.create({ ...object, metadata: withoutIdentity(object.metadata) }));
    } catch (error) {
      // A new server already has some namespaces.
      if (!(isAlreadyExists(error) && resource.kind === 'Namespace')) throw error;
    }
    const { status } = object;
    if (status === undefined) return;
    const patch = { type: 'merge', body: { status } } as const;
    await this.#client.request(api.patch(name, patch, { subresource: 'status' })).catch(ignoreNoStatus);
  }

  async #ensureNamespace(name: string): Promise<void> {
    if (this.#namespaces.has(name)) return;
    this.#namespaces.add(name);
    await Api.all(this.#client, Namespace)
      .create({ metadata: { name } })
      .catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
  }
}

/** The server sets these anew; a dump has those of the cluster that it comes from. */
function withoutIdentity(metadata: ObjectMeta): Partial<ObjectMeta> {
  const given = new Set(['resourceVersion', 'uid', 'managedFields', 'selfLink']);
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !given.has(field)));
}

function resourceOf(object: DynamicObject, resources: readonly ApiResource[]): ApiResource {
  const { apiVersion, kind } = object;
  const found = resources.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
  if (found) return found;
  throw new UsageError(
    `the server has no kind ${String(kind)} in ${String(apiVersion)}; is its CustomResourceDefinition among the files?`,
  );
}

// A kind without the subresource has stored the status with the object, or has none.
function ignoreNoStatus(error: unknown): void {
  if (!(error instanceof ApiError && (error.status.code === 404 || error.status.code === 405))) throw error;
}

function parted<T>(values: readonly T[], belongs: (value: T) => boolean): [T[], T[]] {
  return [values.filter(belongs), values.filter((value) => !belongs(value))];
}
