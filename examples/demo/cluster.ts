// The same view on a cluster of yours. It only reads.

import { once } from 'node:events';
import { Api, Client, reflector } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';
import { Narrator } from './narrator.ts';
import type { View } from './view.ts';

export interface ClusterOptions {
  readonly view: View;
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly signal: AbortSignal;
}

/** Resolves at the signal; rejects where the cluster cannot be found or read within 15 s. */
export async function watchCluster({ view, context, kubeconfig, signal }: ClusterOptions): Promise<void> {
  const client = await Client.tryDefault({
    ...(context !== undefined && { context }),
    ...(kubeconfig !== undefined && { kubeconfig }),
  });
  try {
    const { gitVersion } = await client.serverVersion({ signal });
    const cache = reflector(Api.all(client, Pod));
    await cache.ready({ timeout: 15_000, signal });
    const narrator = new Narrator(cache, view, describePod);
    view.open(`Pods of all namespaces, Kubernetes ${gitVersion}`, () => narrator.vitals);
    view.scene(
      'Until Ctrl-C',
      'Nothing is written. Take the network away and give it back to see what happens.',
    );
    if (!signal.aborted) await once(signal, 'abort');
    narrator.close();
    await cache.close();
  } finally {
    await client.close();
  }
}

function describePod({ status, spec }: Pod): string {
  return `${status?.phase ?? ''}  ${spec?.nodeName ?? ''}`;
}
