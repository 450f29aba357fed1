// Makes the pods of a workload anew, as `kubectl rollout restart` does.
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/polymorphichelpers/objectrestarter.go

import {
  InvalidRequestError,
  type KubeObject,
  objectKey,
  printable,
  resourceName,
  Time,
  type WriteParams,
} from '@kube-rx/core';
import type { Api } from '../api/api.ts';
import type { RequestOptions } from '../client.ts';

/** As much of a Deployment, DaemonSet or StatefulSet as a restart reads. */
export interface RestartedWorkload extends KubeObject {
  readonly spec?: {
    readonly paused?: boolean | null;
    readonly template?: {
      readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> | null } | null;
    } | null;
  } | null;
}

const restartedAt = 'kubectl.kubernetes.io/restartedAt';
const restartable: ReadonlySet<string> = new Set([
  'deployments.apps',
  'daemonsets.apps',
  'statefulsets.apps',
]);

/**
 * Restarts a Deployment, DaemonSet or StatefulSet: writes the time into its pod template, so that its controller replaces
 * its pods as its strategy says. Resolves when that is written.
 *
 * @throws InvalidRequestError for another kind, a paused Deployment, or a second restart within a second.
 * @example await restart(Api.namespaced(client, Deployment, 'shop'), 'web');
 */
export async function restart(
  workloads: Api<RestartedWorkload>,
  name: string,
  options: Pick<WriteParams, 'dryRun' | 'fieldManager'> & RequestOptions = {},
): Promise<RestartedWorkload> {
  const { client, namespace, resource } = workloads;
  const what = `restart ${resourceName(resource)} ${printable(objectKey(name, namespace))}`;
  if (!restartable.has(resourceName(resource)))
    throw new InvalidRequestError(`${what}: only deployments, daemonsets and statefulsets can be restarted`);
  const { spec } = await workloads.get(name, { signal: options.signal, timeout: options.timeout });
  if (spec?.paused) throw new InvalidRequestError(`${what}: it is paused; resume its rollout first`);
  const now = Time.format(client.clock.now());
  if (spec?.template?.metadata?.annotations?.[restartedAt] === now)
    throw new InvalidRequestError(`${what}: it was restarted within the past second`);
  const annotations = { [restartedAt]: now };
  return workloads.patch.merge(name, { spec: { template: { metadata: { annotations } } } }, options);
}
