// A real kube-apiserver, filled with the pods of the load.

import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlane } from '../../e2e/control-plane.ts';
import { podText } from './pod.ts';

// etcd takes 128 operations and 1.5 MiB in one request, of which Base64 makes more.
const perRequest = 100;

/** Starts one. Pods are written past it, into etcd: a creation would reset their status. */
export async function startRealServer(pods: number): Promise<ControlPlane> {
  const controlPlane = await ControlPlane.start();
  try {
    for (let from = 0; from < pods; from += perRequest) {
      const count = Math.min(perRequest, pods - from);
      const success = Array.from({ length: count }, (_, index) => ({ requestPut: entry(from + index) }));
      const response = await fetch(`${controlPlane.etcdUrl}/v3/kv/txn`, {
        method: 'POST',
        body: JSON.stringify({ success }),
      });
      if (!response.ok) throw new Error(`etcd took no pods: ${response.status} ${await response.text()}`);
    }
    await fillWatchCache(controlPlane, pods);
    return controlPlane;
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
}

/** Waits until the server has heard of all pods from etcd. */
async function fillWatchCache(controlPlane: ControlPlane, pods: number): Promise<void> {
  let found = 0;
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { body } = await controlPlane.request('/api/v1/pods?limit=1');
    const { remainingItemCount = 0 } = (body as { metadata: { remainingItemCount?: number } }).metadata;
    found = remainingItemCount + 1;
    if (found === pods) return;
    await sleep(100);
  }
  throw new Error(`the server has ${found} of ${pods} pods`);
}

function entry(index: number): { readonly key: string; readonly value: string } {
  const text = podText(index, 1);
  const { metadata } = JSON.parse(text) as { metadata: { namespace: string; name: string } };
  const key = `/registry/pods/${metadata.namespace}/${metadata.name}`;
  const value = `{"kind":"Pod","apiVersion":"v1",${text.slice(1)}`.replace('"resourceVersion":"1",', '');
  return { key: Buffer.from(key).toString('base64'), value: Buffer.from(value).toString('base64') };
}
