// Objects as the server would send them, said in one line.

import type { ExpectedType, KubeObject } from '../../src/index.ts';

export const podType: ExpectedType = { apiVersion: 'v1', kind: 'Pod' };
export const secretType: ExpectedType = { apiVersion: 'v1', kind: 'Secret' };

export interface Pod extends KubeObject {
  readonly spec?: { readonly nodeName?: string };
}

/** What may be said of a test's object: everything else is as uninteresting as it can be. */
export interface Sketch {
  readonly namespace?: string;
  readonly rv?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Pod of the namespace `shop`; `namespace: ''` leaves the namespace out. */
export function pod(name: string, { namespace = 'shop', rv = '1', ...metadata }: Sketch = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(namespace !== '' && { namespace }),
      uid: `uid-of-${name}`,
      resourceVersion: rv,
      ...metadata,
    },
    spec: { nodeName: 'node-1' },
  };
}

/** A Secret whose only key is `password`. */
export function secret(name: string, value: string): KubeObject & { readonly data: object } {
  return { ...pod(name), kind: 'Secret', data: { password: value } };
}
