// Whether new pods may come to a node.
// https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration

import type { WriteParams } from '@kube-rx/core';
import { Api } from '../api/api.ts';
import type { Client, RequestOptions } from '../client.ts';
import { ClusterNode } from './node-kinds.ts';

type CordonOptions = Pick<WriteParams, 'dryRun' | 'fieldManager'> & RequestOptions;

/**
 * Lets no new pods come to the node. Writes nothing where that is so already.
 *
 * @throws ApiError (`isNotFound`) where there is no such node.
 * @example await cordon(client, 'node-7');
 */
export async function cordon(
  client: Client,
  node: string,
  options: CordonOptions = {},
): Promise<ClusterNode> {
  return setUnschedulable({ client, node, unschedulable: true }, options);
}

/**
 * Lets new pods come to the node again. Writes nothing where that is so already.
 *
 * @throws ApiError (`isNotFound`) where there is no such node.
 * @example await uncordon(client, 'node-7');
 */
export async function uncordon(
  client: Client,
  node: string,
  options: CordonOptions = {},
): Promise<ClusterNode> {
  return setUnschedulable({ client, node, unschedulable: false }, options);
}

interface Mark {
  readonly client: Client;
  readonly node: string;
  readonly unschedulable: boolean;
}

async function setUnschedulable(
  { client, node, unschedulable }: Mark,
  options: CordonOptions,
): Promise<ClusterNode> {
  const nodes = Api.all(client, ClusterNode);
  const found = await nodes.get(node, { signal: options.signal, timeout: options.timeout });
  if ((found.spec?.unschedulable ?? false) === unschedulable) return found;
  return nodes.patch.merge(node, { spec: { unschedulable: unschedulable || null } }, options);
}
