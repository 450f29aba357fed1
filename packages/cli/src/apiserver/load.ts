// Creates the objects of manifests in a server that has just been started, as `kubectl create` does. A dump of another
// cluster keeps its status.

import {
  Api,
  type ApiResource,
  type Client,
  type Discovery,
  discovery,
  type Manifest,
  UnknownResourceError,
} from '@kube-rx/client';
import {
  ApiError,
  type DynamicObject,
  isAlreadyExists,
  KubeError,
  type ObjectMeta,
  ResourceRequest,
} from '@kube-rx/core';
import { Namespace } from '@kube-rx/k8s/core/v1';
import { UsageError } from '../failure.ts';

/**
 * CustomResourceDefinitions are created first, namespaces second. A missing namespace of an object is created.
 *
 * @throws UsageError with file and line of the first object that the server refuses.
 */
export async function loadManifests(client: Client, manifests: readonly Manifest[]): Promise<void> {
  const kinds = Object.groupBy(manifests, ({ object: { kind } }) =>
    kind === 'CustomResourceDefinition' || kind === 'Namespace' ? kind : 'others',
  );
  const { CustomResourceDefinition: definitions = [], Namespace: namespaces = [], others = [] } = kinds;
  const created = new Set<string>();
  // The kinds of the definitions are served only once these are there.
  for (const part of [definitions, [...namespaces, ...others]]) {
    const known = discovery(client);
    for (const { object, where } of part)
      try {
        const resource = await resourceOf(object, known);
        const namespace = resource.scope === 'Cluster' ? undefined : (object.metadata.namespace ?? 'default');
        if (namespace !== undefined && !created.has(namespace)) {
          await createNamespace(client, namespace);
          created.add(namespace);
        }
        await create(client, object, new ResourceRequest(resource, namespace, client.codec));
      } catch (error) {
        if (!(error instanceof KubeError)) throw error;
        throw new UsageError(`${where}: ${error.message}`, { cause: error });
      }
  }
}

async function createNamespace(client: Client, name: string): Promise<void> {
  await Api.all(client, Namespace).create({ metadata: { name } }).catch(ignoreExisting);
}

async function create(client: Client, object: DynamicObject, requests: ResourceRequest): Promise<void> {
  const { metadata, status } = object;
  const created = client.request(requests.create({ ...object, metadata: withoutIdentity(metadata) }));
  // A new server already has some namespaces, and roles that every cluster has.
  if (requests.resource.kind === 'Namespace') await created.catch(ignoreExisting);
  else
    await created.catch(async (error: unknown) => {
      if (!isAlreadyExists(error) || !(await isDefaultPolicy(client, requests, metadata.name))) throw error;
      await client.request(
        requests.replace(metadata.name, { ...object, metadata: withoutIdentity(metadata) }),
      );
    });
  if (status === undefined) return;
  const patch = { type: 'merge', body: { status } } as const;
  await client.request(requests.patch(metadata.name, patch, { subresource: 'status' })).catch(ignoreNoStatus);
}

async function isDefaultPolicy(client: Client, requests: ResourceRequest, name: string): Promise<boolean> {
  if (requests.resource.group !== 'rbac.authorization.k8s.io') return false;
  const { metadata } = (await client.request(requests.get(name))) as DynamicObject;
  return metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults';
}

function ignoreExisting(error: unknown): void {
  if (!isAlreadyExists(error)) throw error;
}

/** The server sets these anew; a dump has those of the cluster that it comes from. */
function withoutIdentity(metadata: ObjectMeta): Partial<ObjectMeta> {
  const given = new Set(['resourceVersion', 'uid', 'managedFields', 'selfLink']);
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !given.has(field)));
}

async function resourceOf(
  { apiVersion = '', kind = '' }: DynamicObject,
  known: Discovery,
): Promise<ApiResource> {
  try {
    return await known.resolveKind({ apiVersion, kind });
  } catch (error) {
    if (!(error instanceof UnknownResourceError)) throw error;
    throw new UsageError(
      `the server has no kind ${kind} in ${apiVersion}; is its CustomResourceDefinition among the files?`,
    );
  }
}

// A kind without the subresource has stored the status with the object, or has none.
function ignoreNoStatus(error: unknown): void {
  if (!(error instanceof ApiError && (error.status.code === 404 || error.status.code === 405))) throw error;
}
