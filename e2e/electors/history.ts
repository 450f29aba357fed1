// Every version of one object, in order, as a watch of the API server tells them: over node:https, without the code under
// test.

import { request } from 'node:https';
import { createInterface } from 'node:readline';
import type { ControlPlane } from '../control-plane.ts';

export interface Version<S> {
  /** Of etcd: versions of all objects are in one order. */
  readonly revision: number;
  readonly content: S;
}

export interface History<S> extends Disposable {
  readonly versions: readonly Version<S>[];
}

/** @param path of the collection, e.g. `/api/v1/namespaces/default/configmaps`. @param pick what is kept of a version. */
export async function follow<S>(
  controlPlane: ControlPlane,
  { path, name }: { readonly path: string; readonly name: string },
  pick: (object: Readonly<Record<string, unknown>>) => S,
): Promise<History<S>> {
  const url = new URL(`${path}?watch=1&fieldSelector=metadata.name=${name}`, controlPlane.url);
  const versions: Version<S>[] = [];
  const outgoing = request(url, {
    ca: controlPlane.ca,
    agent: false,
    headers: { accept: 'application/json', authorization: `Bearer ${controlPlane.adminToken}` },
  });
  await new Promise<void>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const lines = createInterface(response);
      // It is ended by us.
      for (const each of [response, lines]) each.on('error', () => undefined);
      lines.on('line', (line) => {
        const { object } = JSON.parse(line) as { object: { metadata: { resourceVersion: string } } };
        versions.push({ revision: Number(object.metadata.resourceVersion), content: pick({ ...object }) });
      });
      resolve();
    });
    outgoing.end();
  });
  return { versions, [Symbol.dispose]: () => void outgoing.destroy() };
}
