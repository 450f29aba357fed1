// Binding: where a pod shall run, said once.
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/binding-v1/

import type { KubeObject, WriteParams } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import type { Subresource } from './subresource.ts';

/** Binds the pod of this name to a node. @throws ApiError (`isConflict`) where it is bound already. */
export type Bind = (name: string, node: string, options?: WriteParams & RequestOptions) => Promise<void>;

/** As `Bind`, through the subresource `binding`. */
export function bindBy(binding: Subresource<KubeObject>, namespace: string | undefined): Bind {
  return async (name, node, options = {}) => {
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
    const target = { apiVersion: 'v1', kind: 'Node', name: node };
    await binding.create(name, { apiVersion: 'v1', kind: 'Binding', metadata, target }, options);
  };
}
