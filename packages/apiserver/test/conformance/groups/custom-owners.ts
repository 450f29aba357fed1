// What of a custom object can be owned: server-side apply knows the types of its fields, and an object in which a field
// has another type has no owners.

import { customKind } from '../custom-kind.ts';
import type { Group } from '../session.ts';

const text = { type: 'string' };
const inner = { type: 'object', properties: { b: text } };
const item = {
  type: 'object',
  required: ['k'],
  properties: { k: text, p: { type: 'integer', default: 80 } },
};
const spec = {
  type: 'object',
  properties: {
    text,
    time: { type: 'string', format: 'date-time' },
    count: { type: 'integer' },
    part: { type: 'number' },
    on: { type: 'boolean' },
    either: { 'x-kubernetes-int-or-string': true },
    values: { type: 'object', additionalProperties: text },
    free: { type: 'object' },
    list: { type: 'array', items: text },
    set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    items: {
      type: 'array',
      items: item,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k', 'p'],
    },
    open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: inner } },
    any: { 'x-kubernetes-preserve-unknown-fields': true },
    pod: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      properties: { spec: inner },
    },
  },
};

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  text: [1, true, ['a'], { a: 'b' }],
  time: [1, true, ['a'], { a: 1 }],
  count: ['a', true, [1], {}, 1.5],
  part: ['1'],
  on: ['true', 1],
  either: [true, [], {}],
  values: [[], 'a', { a: 1 }],
  free: [{ a: { b: 1 } }, []],
  list: [{}, 'a', [1]],
  set: [['a', 'a'], ['a', {}], [[]], [null]],
  items: [
    [{ k: 'a' }, { k: 'a', p: 80 }],
    [{ p: 1 }, { k: 'a' }],
    [{ k: 'a', p: 'b' }],
    [null],
    ['a'],
    [{ k: 'a', other: 1 }],
  ],
  open: [{ a: { c: 1 } }, { a: [] }, { b: { c: [1] } }, []],
  any: [{ a: 1 }, [1], 'a', 1],
  pod: [
    { apiVersion: 1, kind: 'Pod' },
    { apiVersion: 'v1', kind: 'Pod', metadata: { other: 1 } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { a: 1 } } },
    { apiVersion: 'v1', kind: 'Pod', spec: [] },
    { apiVersion: 'v1', kind: 'Pod', spec: { c: 1 } },
  ],
};

export const group: Group = async (t) => {
  const status = {
    type: 'object',
    properties: { replicas: { type: 'integer' }, list: { type: 'array', items: text } },
  };
  const version = (of: object): object => ({
    name: 'v1',
    served: true,
    storage: true,
    schema: { openAPIV3Schema: { type: 'object', properties: { spec: of, status } } },
    subresources: { status: {} },
  });
  const kind = await customKind(t, [version(spec)]);
  const [all, one] = [kind.at('v1'), kind.at('v1', 'one')];
  const dry = { dryRun: 'All' };
  await t.apply(one, kind.object('one', { spec: { text: 'a', items: [{ k: 'a' }] } }));
  for (const [field, values] of Object.entries(wrong))
    for (const value of values)
      await t.apply(one, kind.object('one', { spec: { [field]: value } }), { query: dry, note: field });
  for (const part of [[], 'a', 1, true]) {
    await t.apply(one, kind.object('one', { spec: part }), { query: dry });
    await t.apply(one, kind.object('one', { status: part }), { query: dry });
    await t.apply(`${one}/status`, kind.object('one', { spec: part }), { query: dry });
  }
  // An item is known by the default of a key that it leaves out.
  await t.apply(one, kind.object('one', { spec: { items: [{ k: 'a', p: 80 }, { k: 'b' }] } }));
  // An apply that would change what it cannot is a change.
  await t.apply(
    one,
    kind.object('one', { spec: { items: [{ k: 'a' }, { k: 'b' }] }, status: { replicas: 1 } }),
  );
  await t.apply(`${one}/status`, kind.object('one', { spec: { text: 'b' } }), {
    query: { fieldManager: 'two' },
  });
  for (const fieldManager of ['three', 'three'])
    await t.apply(one, kind.object('one', { status: { replicas: 1 } }), { query: { fieldManager } });
  await t.apply(`${one}/status`, kind.object('one', { status: { replicas: 2 } }));
  // What is written beside the part that is taken is looked at as well.
  await t.post(all, kind.object('two', { spec: { text: 'a' }, status: { replicas: 'a' } }));
  await t.post(all, kind.object('three', { spec: { text: 'a' }, status: { replicas: 1 } }));
  const three = await t.get(kind.at('v1', 'three'), {}, { quiet: true });
  const put = { ...three.object, status: { replicas: 1 }, spec: { text: 1 } };
  await t.put(`${kind.at('v1', 'three')}/status`, put, { query: dry });
  await t.put(kind.at('v1', 'three'), { ...three.object, status: [] });
  await t.apply(kind.at('v1', 'three'), kind.object('three', { spec: { text: 'a' } }));
  await t.delete(kind.definition, undefined, { quiet: true });
};
