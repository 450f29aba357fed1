// How often the containers of a Pod have restarted, and why the last time: a pure function.

import type { Pod } from 'kube-rx/k8s';

export interface Restarted {
  /** The name of the cluster; empty where there is only one. */
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly restarts: number;
  /** Why it ended the last time, as `OOMKilled`; absent where the kubelet does not say. */
  readonly reason?: string;
}

export function restartsOf({ metadata, status }: Pod, cluster: string): readonly Restarted[] {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.map(({ name, restartCount, lastState }) => {
    const reason = lastState?.terminated?.reason;
    return {
      cluster,
      namespace: metadata.namespace ?? '',
      pod: metadata.name,
      container: name,
      restarts: restartCount,
      ...(reason !== undefined && { reason }),
    };
  });
}
