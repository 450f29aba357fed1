// Merge patches and strategic merge patches.

import {
  configMap,
  configMaps,
  deployment,
  deployments,
  keys,
  many,
  named,
  type PatchType,
  patch,
  post,
  type Shape,
  type Shapes,
  thing,
  things,
} from './shape.ts';

const accounts = '/api/v1/namespaces/default/serviceaccounts';
const [merge, strategic] = ['merge-patch', 'strategic-merge-patch'] as const;

function account(name: string, secrets: number): object {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name }, secrets: named(secrets) };
}

/** A patch of one kind of a ConfigMap that has so many keys. */
const ofMap = (type: PatchType, body: (size: number) => unknown): Shape => ({
  requests: (size) => [
    post(configMaps, configMap('a', { data: keys(size, String) })),
    patch(`${configMaps}/a`, type, body(size)),
  ],
});

const ofList = (body: (size: number) => unknown): Shape => ({
  requests: (size) => [post(accounts, account('a', size)), patch(`${accounts}/a`, strategic, body(size))],
});

export const patchShapes: Shapes = {
  'merge patch: new keys': {
    requests: (size) => [
      post(configMaps, configMap('a')),
      patch(`${configMaps}/a`, merge, { data: keys(size, String) }),
    ],
  },
  'merge patch: all keys changed': ofMap(merge, (size) => ({ data: keys(size, () => 'x') })),
  'merge patch: all keys removed': ofMap(merge, (size) => ({ data: keys(size, () => null) })),
  'merge patch: unknown fields': ofMap(merge, (size) => keys(size, String)),
  'merge patch: nested': {
    requests: (size) => [
      post(things, thing('a', {})),
      patch(`${things}/a`, merge, `{"spec":${'{"a":'.repeat(size)}1${'}'.repeat(size)}}`),
    ],
    most: 9_000,
  },
  'strategic merge patch: new keys': {
    requests: (size) => [
      post(configMaps, configMap('a')),
      patch(`${configMaps}/a`, strategic, { data: keys(size, String) }),
    ],
  },
  'strategic merge patch: all keys changed': ofMap(strategic, (size) => ({ data: keys(size, () => 'x') })),
  'strategic merge patch: all keys removed': ofMap(strategic, (size) => ({ data: keys(size, () => null) })),
  'strategic merge patch: new items': {
    requests: (size) => [
      post(accounts, account('a', 0)),
      patch(`${accounts}/a`, strategic, { secrets: named(size) }),
    ],
  },
  'strategic merge patch: one item again and again': {
    requests: (size) => [
      post(accounts, account('a', 0)),
      patch(`${accounts}/a`, strategic, { secrets: many(size, () => ({ name: 'n' })) }),
    ],
  },
  'strategic merge patch: all items changed': ofList((size) => ({
    secrets: named(size, { namespace: 'x' }),
  })),
  'strategic merge patch: all items deleted': ofList((size) => ({
    secrets: named(size, { $patch: 'delete' }),
  })),
  'strategic merge patch: items in another order': ofList((size) => ({
    '$setElementOrder/secrets': named(size).reverse(),
  })),
  'strategic merge patch: items changed and in another order': ofList((size) => ({
    secrets: named(size, { namespace: 'x' }),
    '$setElementOrder/secrets': named(size).reverse(),
  })),
  'strategic merge patch: orders of many lists': ofList((size) => keys(size, () => [])),
  'strategic merge patch: finalizers added': {
    requests: (size) => [
      post(configMaps, { metadata: { name: 'a', finalizers: many(size, (at) => `x.dev/f${at}`) } }),
      patch(`${configMaps}/a`, strategic, { metadata: { finalizers: many(size, (at) => `x.dev/g${at}`) } }),
    ],
  },
  'strategic merge patch: finalizers removed': {
    requests: (size) => [
      post(configMaps, { metadata: { name: 'a', finalizers: many(size, (at) => `x.dev/f${at}`) } }),
      patch(`${configMaps}/a`, strategic, {
        metadata: { '$deleteFromPrimitiveList/finalizers': many(size, (at) => `x.dev/f${at}`) },
      }),
    ],
  },
  'strategic merge patch: finalizers in another order': {
    requests: (size) => [
      post(configMaps, { metadata: { name: 'a', finalizers: many(size, (at) => `x.dev/f${at}`) } }),
      patch(`${configMaps}/a`, strategic, {
        metadata: { '$setElementOrder/finalizers': many(size, (at) => `x.dev/f${at}`).reverse() },
      }),
    ],
  },
  'strategic merge patch: keys retained': {
    requests: (size) => [
      post(deployments, deployment('a', 1)),
      patch(`${deployments}/a`, strategic, {
        spec: { strategy: { $retainKeys: ['type', ...many(size, (at) => `k${at}`)], type: 'Recreate' } },
      }),
    ],
  },
};
