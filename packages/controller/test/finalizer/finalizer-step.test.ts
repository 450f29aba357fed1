import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import {
  additionOf,
  finalizerStep,
  hasSameFinalizers,
  removalOf,
  requireFinalizerName,
} from '../../src/finalizer/finalizer-step.ts';

const name = 'shop.example/website';
const deletionTimestamp = '2026-04-22T10:00:00Z';
const object = (metadata: Partial<KubeObject['metadata']>): KubeObject => ({
  metadata: { name: 'a', uid: 'u1', ...metadata },
});

describe('the step of a finalizer', () => {
  test.each([
    ['an object without it gets it', {}, 'add'],
    ['an object that others hold gets it', { finalizers: ['a.example/x'] }, 'add'],
    ['an object that has it is applied', { finalizers: ['a.example/x', name] }, 'apply'],
    ['an object that is to be deleted is cleaned up', { finalizers: [name], deletionTimestamp }, 'cleanup'],
    ['an object that is being deleted does not get it', { deletionTimestamp }, 'nothing'],
    [
      'an object that others keep from going is left to them',
      { finalizers: ['a.example/x'], deletionTimestamp },
      'nothing',
    ],
  ])('%s', (_, metadata, step) => {
    expect(finalizerStep(object(metadata), name)).toBe(step);
  });

  test('an object whose time of deletion is null, as some servers write it, is not cleaned up', () => {
    const metadata = { finalizers: [name], deletionTimestamp: null as unknown as string };
    expect(finalizerStep(object(metadata), name)).toBe('apply');
  });
});

describe('where a server has no list of finalizers', () => {
  const odd = (finalizers: unknown, more: Partial<KubeObject['metadata']> = {}): KubeObject =>
    object({ finalizers: finalizers as readonly string[], ...more });

  test.each<[string, unknown]>([
    ['a text that has the name in it', `x${name}`],
    ['an object', { [name]: true }],
    ['a number', 5],
    ['null', null],
  ])('but %s, nothing is held: nothing is cleaned up, and the finalizer is added', (_what, finalizers) => {
    expect([
      finalizerStep(odd(finalizers), name),
      finalizerStep(odd(finalizers, { deletionTimestamp }), name),
    ]).toEqual(['add', 'nothing']);
    expect(removalOf(odd(finalizers), name)).toEqual(removalOf(object({}), name));
    expect(additionOf(odd(finalizers), name).slice(1)).toEqual([
      { op: 'test', path: '/metadata/finalizers', value: finalizers },
      { op: 'add', path: '/metadata/finalizers', value: [name] },
    ]);
    expect(hasSameFinalizers(odd(finalizers), object({}))).toBe(true);
  });
});

describe('the patches', () => {
  test('an addition begins a list, if none was begun meanwhile, and not on a namesake', () => {
    expect(additionOf(object({}), name)).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u1' },
      { op: 'test', path: '/metadata/finalizers', value: null },
      { op: 'add', path: '/metadata/finalizers', value: [name] },
    ]);
  });

  test('an addition goes behind what is there', () => {
    expect(additionOf(object({ finalizers: ['a.example/x'] }), name)).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u1' },
      { op: 'test', path: '/metadata/finalizers', value: ['a.example/x'] },
      { op: 'add', path: '/metadata/finalizers/-', value: name },
    ]);
  });

  test('a removal takes it from its place, and from each place where it stands twice', () => {
    expect(removalOf(object({ finalizers: [name, 'a.example/x', name] }), name)).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u1' },
      { op: 'test', path: '/metadata/finalizers/2', value: name },
      { op: 'remove', path: '/metadata/finalizers/2' },
      { op: 'test', path: '/metadata/finalizers/0', value: name },
      { op: 'remove', path: '/metadata/finalizers/0' },
    ]);
  });

  test('a patch fits another version of the object with the same list, and no namesake', () => {
    const held = object({ finalizers: [name], resourceVersion: '1' });
    expect(hasSameFinalizers(held, object({ finalizers: [name], resourceVersion: '2' }))).toBe(true);
    expect(hasSameFinalizers(held, object({ finalizers: [name], uid: 'u2' }))).toBe(false);
    expect(hasSameFinalizers(held, object({ finalizers: [name, 'a.example/x'] }))).toBe(false);
    expect(hasSameFinalizers(object({}), object({ finalizers: [] }))).toBe(true);
  });
});

describe('the name of a finalizer', () => {
  test.each(['shop.example/website', 'shop.example/Website_1', `${'a'.repeat(253)}/${'b'.repeat(63)}`])(
    '%s is one',
    (good) => expect(() => requireFinalizerName(good)).not.toThrow(),
  );

  test.each([
    'website',
    'orphan',
    '',
    '/',
    'shop.example/',
    '/website',
    'a/b/c',
    'Shop.Example/website',
    'a b/c',
  ])('%j is none, and the message says how one looks', (bad) =>
    expect(() => requireFinalizerName(bad)).toThrow(/qualified by a domain, as "shop.example\/website"/),
  );
});
