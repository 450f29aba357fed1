import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { Deployment } from '@kube-rx/k8s';
import { ownsExactly } from '../../src/apply/owned-fields.ts';
import { OwnedList } from '../../src/apply/owned-list.ts';

const list = (owned: object, isBuiltIn = true): OwnedList => new OwnedList({ ...owned }, { isBuiltIn });
const itself = { '.': {} };

describe('a list of which elements are owned', () => {
  test('finds them by value and by key', () => {
    const owned = list({ 'v:"a"': {}, 'k:{"name":"web"}': { ...itself, 'f:image': {} } });
    expect(owned.size).toBe(2);
    expect(['a', { name: 'web', image: 'b' }].map((item) => owned.fields(owned.idOf(item) ?? ''))).toEqual([
      {},
      { 'f:image': {} },
    ]);
    expect(['b', { name: 'api' }, {}, null, ['a'], 1].map((item) => owned.idOf(item))).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });

  test('knows the protocol that ports of built-in kinds have by default', () => {
    const owned = { 'k:{"port":80,"protocol":"TCP"}': itself };
    expect(list(owned).idOf({ port: 80 })).toBeDefined();
    expect(list(owned, false).idOf({ port: 80 })).toBeUndefined();
  });

  test.each<[string, object]>([
    ['no element', { 'f:name': {} }],
    ['a place', { 'i:0': {} }],
    ['no JSON', { 'k:{': itself }],
    ['a key that is no object', { 'k:1': itself }],
    ['a key that holds one', { 'k:{"name":{}}': itself }],
    ['a value that is one', { 'v:{"a":1}': {} }],
    ['an element that is not owned itself', { 'k:{"name":"a"}': { 'f:image': {} } }],
    ['owned fields that are none', { 'v:"a"': 1 }],
    [
      'keys of many forms',
      Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`k:{"${name}":1}`, itself])),
    ],
  ])('cannot be told where it has %s', (_what, owned) => {
    expect(list(owned).size).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['no list of managed fields', 'x'],
    ['things that are none in the list', [null, 5]],
    ['fields that are none', [{ manager: 'm', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1: 'x' }]],
    ['null for fields', [{ manager: 'm', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1: null }]],
  ])("is believed to be nobody's where a server has %s", (_what, managedFields) => {
    const observed = { metadata: { name: 'a', managedFields } } as unknown as KubeObject;
    const intent = { metadata: { name: 'a' }, spec: { env: [] } };
    expect(ownsExactly(Deployment, { intent, observed, manager: 'm' })).toBe(false);
  });

  test('is compared in as many steps as it is long', () => {
    let reads = 0;
    const items = Array.from({ length: 2000 }, (_, at) => ({
      get name() {
        reads += 1;
        return `v${at}`;
      },
    }));
    const owned = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`k:{"name":"v${at}"}`, { ...itself, 'f:name': {} }]),
    );
    const fieldsV1 = { 'f:spec': { 'f:env': owned } };
    const entry = { manager: 'm', operation: 'Apply' as const, apiVersion: 'apps/v1', fieldsV1 };
    const observed = { metadata: { name: 'a', managedFields: [entry] }, spec: { env: items } };
    const intent = { metadata: { name: 'a' }, spec: { env: items } };
    expect(ownsExactly(Deployment, { intent, observed, manager: 'm' })).toBe(true);
    expect(reads).toBeLessThan(2000 * 10);
  });
});
