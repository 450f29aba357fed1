// What server-side apply takes a custom object for: values of wrong types, keys of lists, unknown fields, nulls.

import { customKind } from '../custom-kind.ts';
import type { Group } from '../session.ts';

const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const list = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });
const set = (items: object): object => list(items, { 'x-kubernetes-list-type': 'set' });
const keyed = (keys: readonly string[], items: object): object =>
  list(items, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });
const [text, whole] = [{ type: 'string' }, { type: 'integer' }];
const named = { ...text, default: 'x' };
const free = { 'x-kubernetes-preserve-unknown-fields': true };
const embedded = { type: 'object', 'x-kubernetes-embedded-resource': true };

const properties = {
  text,
  whole,
  number: { type: 'number' },
  flag: { type: 'boolean' },
  nullable: { ...text, nullable: true },
  date: { ...text, format: 'date-time' },
  either: { 'x-kubernetes-int-or-string': true },
  nested: object({ a: text, b: whole, c: object({ d: text }) }),
  map: { type: 'object', additionalProperties: text },
  maps: { type: 'object', additionalProperties: object({ a: whole }) },
  list: list(text),
  objects: list(object({ a: text, n: whole })),
  set: set(text),
  numbers: set(whole),
  keyed: keyed(['name'], object({ name: text, p: whole, v: text }, { required: ['name'] })),
  keyedTwice: keyed(['name', 'p'], object({ name: named, p: whole, v: text }, { required: ['p'] })),
  keyedByDefault: keyed(['name'], object({ name: named, v: text })),
  lists: list(list(text)),
  atomic: object({ a: text, b: whole }, { 'x-kubernetes-map-type': 'atomic' }),
  free: { type: 'object', ...free },
  halfFree: object({ a: whole }, free),
  any: free,
  anyList: list(free),
  anyMap: { type: 'object', additionalProperties: free },
  resource: { ...embedded, ...free },
  typedResource: { ...embedded, properties: { spec: object({ a: whole }) } },
};

const versions = [
  {
    name: 'v1',
    served: true,
    storage: true,
    schema: {
      openAPIV3Schema: object({ spec: { type: 'object', properties }, status: object({ s: text }) }),
    },
  },
];

const resource = (metadata: unknown): object => ({ apiVersion: 'v1', kind: 'A', metadata });
const owner = { uid: 'a' };

const values: Readonly<Record<string, readonly unknown[]>> = {
  text: [1, true, {}, [], null, 1.5],
  whole: ['1', true, {}, [], null, 1.5],
  number: ['1', {}, 1, null],
  flag: [1, 'true', null, {}],
  nullable: [null, 1],
  date: [1, 'x', '2020-01-01T00:00:00Z'],
  either: [1, 'a', true, {}, 1.5, null, []],
  nested: [1, 's', [], null, {}, { a: 1 }, { b: 's' }, { a: null }, { z: 1 }, { c: 1 }, { c: { d: 1 } }],
  map: [1, [], { a: 1 }, { a: null }, { a: 's' }, {}],
  maps: [{ x: 1 }, { x: { a: 's' } }, { x: null }, { x: { b: 1 } }, { x: { a: 1 } }],
  list: [1, 's', {}, [1], [null], ['a', 'a'], [], null, [[]]],
  objects: [[1], [null], [{ a: 1 }], [{ z: 1 }], ['s'], [{}]],
  set: [['a', 'a'], [null], [1], [{}], [[]], 's', ['a', 'b']],
  numbers: [[1, 1], ['s'], [1.5]],
  keyed: [
    [{ name: 'a' }, { name: 'a' }],
    [{}],
    [{ p: 1 }],
    [null],
    [1],
    [[]],
    [{ name: 1 }],
    [{ name: null }],
    [{ name: 'a', z: 1 }],
    [{ name: 'a', p: 's' }],
    {},
    [
      { name: 'a', v: 1 },
      { name: 'b', v: 2 },
    ],
    null,
    [],
  ],
  keyedTwice: [[{ p: 1 }, { name: 'x', p: 1 }], [{ name: 'a' }], [{}], [{ p: 's' }], [{ p: 1 }]],
  keyedByDefault: [[{}, {}], [{}], [{ v: 's' }], [{}, { name: 'x' }]],
  lists: [[['a']], [1], [[1]], [null], [[null]]],
  atomic: [{ a: 1 }, { z: 1 }, 1, { b: 's' }, { a: 's' }],
  free: [1, 's', [], { a: [1, null, { b: 1 }] }, null, {}],
  halfFree: [{ a: 's' }, { z: 's' }, { z: { y: [1] } }, 1],
  any: [1, 's', [1, 's'], { a: null }, null, true, [null]],
  anyList: [[1, 's', null, {}], 's'],
  anyMap: [{ a: 1, b: null }, 1],
  resource: [
    1,
    {},
    { apiVersion: 1, kind: 'A' },
    ...[1, {}, { name: 1 }, { labels: { a: 1 } }, { foo: 1 }, { finalizers: ['a', 'a'] }].map(resource),
    ...[{ ownerReferences: [{}] }, { ownerReferences: [owner, owner] }].map(resource),
    ...[1, 'x'].map((creationTimestamp) => resource({ creationTimestamp })),
    resource({ generation: 's' }),
    resource({ annotations: { a: null } }),
    ...[
      {},
      { operation: 'X' },
      { operation: 'Apply', fieldsType: 'Y', manager: 'a\u0007b', subresource: 's'.repeat(257) },
      { operation: 'Update', manager: 'é'.repeat(65) },
      { operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} },
    ].map((entry) => resource({ managedFields: [entry] })),
  ],
  typedResource: [{ a: 's' }, { b: 1 }, { a: 1 }].map((spec) => ({ apiVersion: 'v1', kind: 'A', spec })),
};

const metadata: readonly object[] = [
  ...[1, { a: 1 }, { a: null }, null].map((labels) => ({ labels })),
  { foo: 1 },
  { annotations: [] },
  { finalizers: ['a.b/c', 'a.b/c'] },
  { ownerReferences: [{}] },
  { generation: 's' },
  ...[1, 'x'].map((creationTimestamp) => ({ creationTimestamp })),
  ...[1, null, []].map((managedFields) => ({ managedFields })),
];

export const group: Group = async (t) => {
  const kind = await customKind(t, versions);
  const apply = async (name: string, more: object, ofMetadata: object = {}): Promise<void> => {
    const note = JSON.stringify({ ...more, ...ofMetadata });
    const config = { ...kind.object(name, more), metadata: { name, ...ofMetadata } };
    await t.apply(kind.at('v1', name), config, { note });
  };
  await t.post(kind.at('v1'), kind.object('old', { spec: { text: 'a' } }), { quiet: true });
  for (const [field, all] of Object.entries(values))
    for (const [at, value] of all.entries()) {
      const spec = { [field]: value };
      await apply(`${field.toLowerCase()}-${at}`, { spec });
      await apply('old', { spec });
    }
  for (const one of metadata) await apply('old', {}, one);
  for (const spec of [1, [], null]) await apply('old', { spec });
  for (const more of [{ status: 1 }, { status: { s: 1 } }, { foo: 1 }]) await apply('old', more);
  for (const fieldManager of ['a\u0007b', '\u200ba', 'é'.repeat(65)])
    await t.apply(kind.at('v1', 'old'), kind.object('old'), { query: { fieldManager } });
  await lastTimes(t);
  await t.delete(kind.definition, undefined, { quiet: true });
};

// Times are read once the config is known to be of its kind.
async function lastTimes(t: Parameters<Group>[0]): Promise<void> {
  const lease = (acquireTime: unknown): object => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'a' },
    spec: { acquireTime },
  });
  const at = `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases/a`;
  for (const time of [1, 'x', true, {}, [], '', 1.5]) {
    const note = JSON.stringify(time);
    await t.apply(at, lease(time), { note });
    const status = { startTime: time };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'none' }, status };
    await t.apply(`${t.at('pods', 'none')}/status`, pod, { note });
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', creationTimestamp: time } };
    await t.apply(t.at('configmaps', 'a'), map, { note });
  }
}
