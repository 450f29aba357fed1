import { describe, expect, test } from '@jest/globals';
import { ObjectRef } from '@kube-rx/core';
import { Pod } from '@kube-rx/k8s';
import { type ReferencePlace, readReferences } from '../../src/source/references.ts';

const place: ReferencePlace = {
  scope: 'Namespaced',
  cluster: '',
  namespace: 'shop',
  hasCluster: (cluster) => ['', 'east'].includes(cluster),
};

function* endless(): Generator<object> {
  for (;;) yield { name: 'web' };
}

function* failing(): Generator<object> {
  yield { name: 'web' };
  throw new Error('boom');
}

/** An object of which nothing can be told without an error. */
function throwing(property: string): object {
  return Object.defineProperty({}, property, {
    get: () => {
      throw new Error('boom');
    },
  });
}

describe('what a mapper answers', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, []],
    ['null', null, []],
    ['an empty list', [], []],
    ['a name', [{ name: 'web' }], ['shop/web']],
    ['a name in another namespace', [{ name: 'web', namespace: 'team' }], ['team/web']],
    ['a name in another cluster', [{ name: 'web', cluster: 'east' }], ['east/shop/web']],
    ['an ObjectRef', [ObjectRef.of(Pod, 'web-0', 'team')], ['team/web-0']],
    ['a set', new Set([{ name: 'a' }, { name: 'b' }]), ['shop/a', 'shop/b']],
  ])('as %s is read', (_what, answer, keys) => {
    expect(readReferences(answer, place)).toEqual({ keys });
  });

  test.each<[string, unknown, string, ...string[]]>([
    ['a promise', Promise.reject(new Error('late')), 'returned a promise, and has to answer at once'],
    ['a number', 7, 'returned a number, and has to return a list of references'],
    ['a text', 'web', 'returned a string, and has to return a list of references'],
    ['one reference', { name: 'web' }, 'returned an object, and has to return a list of references'],
    ['a list of texts', ['web'], 'returned a string for a reference'],
    ['a reference to nothing', [null, { name: 'a' }], 'returned null for a reference', 'shop/a'],
    ['a reference without a name', [{}, { name: 'a' }], 'returned a reference without a name', 'shop/a'],
    ['an empty name', [{ name: '' }], 'returned a reference without a name'],
    ['a name that no object has', [{ name: 'a'.repeat(254) }], 'returned a reference without a name'],
    ['a number for a name', [{ name: 7 }], 'returned a reference without a name'],
    ['a number for a namespace', [{ name: 'a', namespace: 7 }], 'returned a reference without a namespace'],
    [
      'an unknown cluster',
      [{ name: 'a', cluster: 'west' }],
      'returned a reference to a cluster that the controller does not have',
    ],
    ['a list that fails', failing(), 'returned what throws when it is read', 'shop/web'],
    ['an object whose getter throws', throwing('then'), 'returned what throws when it is read'],
    [
      'a reference whose getter throws',
      [{ name: 'web' }, throwing('name')],
      'returned what throws when it is read',
      'shop/web',
    ],
  ])('as %s is told, and the rest of it is read', (_what, ...[answer, problem, ...keys]) => {
    expect(readReferences(answer, place)).toMatchObject({ keys, problem });
  });

  test('is bounded, where it has no end', () => {
    const { keys, problem } = readReferences(endless(), place);
    expect([keys.length, problem]).toEqual([
      100_000,
      'returned more than 100000 references: the rest is left out',
    ]);
  });

  test('has no namespace where what is reconciled is cluster-scoped', () => {
    const inCluster: ReferencePlace = { ...place, scope: 'Cluster' };
    expect(readReferences([{ name: 'a' }, { name: 'b', namespace: 'team' }], inCluster)).toEqual({
      keys: ['a', 'b'],
    });
  });

  test('needs a namespace where what changed has none', () => {
    const outside: ReferencePlace = { ...place, namespace: '' };
    const problem = 'returned a reference without a namespace';
    expect(readReferences([{ name: 'a' }], outside)).toEqual({ keys: [], problem });
  });
});
