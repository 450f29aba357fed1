// Puts manifests into a server that has just been started, as `kubectl create` would; also what was dumped from
// another cluster, with its status.

import { Api, type ApiResource, type Client, discovery } from '@kube-rx/client';
import {
  ApiError,
  apiVersionOf,
  type DynamicObject,
  defineResource,
  isAlreadyExists,
  type ObjectMeta,
  ResourceRequest,
} from '@kube-rx/core';
import { UsageError } from '../failure.ts';
import type { Manifest } from './manifests.ts';

/**
 * Definitions of custom resources go first and namespaces second; a namespace that an object is in is created.
 *
 * @throws UsageError naming file and line of the first object that the server does not take.
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
    const api = new ResourceRequest(resource, namespace);
    try {
      await this.#client.request(api.create({ ...object, metadata: withoutIdentity(object.metadata) }));
    } catch (error) {
      // Some namespaces are always there.
      if (!(isAlreadyExists(error) && resource.kind === 'Namespace')) throw error;
    }
    const { status } = object;
    if (status === undefined) return;
    const patch = { type: 'merge', body: { status } } as const;
    await this.#client.request(api.patch(name, patch, {}, 'status')).catch(ignoreNoStatus);
  }

  async #ensureNamespace(name: string): Promise<void> {
    if (this.#namespaces.has(name)) return;
    this.#namespaces.add(name);
    await Api.all(this.#client, namespaceResource)
      .create({ metadata: { name } })
      .catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
  }
}

/** What a dump carries of the cluster that it was taken from is given anew. */
function withoutIdentity(metadata: ObjectMeta): Partial<ObjectMeta> {
  const given = new Set(['resourceVersion', 'uid', 'managedFields', 'selfLink']);
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !given.has(field)));
}

const namespaceResource = defineResource({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
});

function resourceOf(object: DynamicObject, resources: readonly ApiResource[]): ApiResource {
  const { apiVersion, kind } = object;
  const found = resources.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
  if (found) return found;
  throw new UsageError(
    `the server has no kind ${String(kind)} in ${String(apiVersion)}; is its CustomResourceDefinition among the files?`,
  );
}

// Kinds without the subresource took the status with the object, or have none.
function ignoreNoStatus(error: unknown): void {
  if (!(error instanceof ApiError && (error.status.code === 404 || error.status.code === 405))) throw error;
}

function parted<T>(values: readonly T[], belongs: (value: T) => boolean): [T[], T[]] {
  return [values.filter(belongs), values.filter((value) => !belongs(value))];
}
