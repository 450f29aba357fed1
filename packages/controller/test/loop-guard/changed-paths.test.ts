import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { changedPaths } from '../../src/loop-guard/changed-paths.ts';

const condition = (type: string, lastTransitionTime: string): object => ({
  type,
  status: 'True',
  lastTransitionTime,
});

describe('the paths that changed', () => {
  test.each<[what: string, before: object, after: object, paths: string[]]>([
    ['nothing', { a: 1 }, { a: 1 }, []],
    ['a field', { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, ['spec.replicas']],
    ['a field that came', { spec: {} }, { spec: { replicas: 2 } }, ['spec.replicas']],
    ['a field that went, as a whole', { spec: { a: { b: 1 } } }, { spec: {} }, ['spec.a']],
    ['a field of another type', { a: { b: 1 } }, { a: [1] }, ['a']],
    ['a field that became null', { a: { b: 1 } }, { a: null }, ['a']],
    ['what the server changes at every write', bookkeeping('1'), bookkeeping('2'), []],
    [
      'a condition, by its type',
      { status: { conditions: [condition('Ready', '1'), condition('Synced', '1')] } },
      { status: { conditions: [condition('Synced', '1'), condition('Ready', '2')] } },
      ['status.conditions[Ready].lastTransitionTime'],
    ],
    [
      'a container, by its name',
      { containers: [{ name: 'web', image: 'a' }] },
      {
        containers: [
          { name: 'log', image: 'b' },
          { name: 'web', image: 'c' },
        ],
      },
      ['containers[web].image', 'containers[log]'],
    ],
    [
      'an element without a name, by its place',
      { args: ['a', 'b'] },
      { args: ['a', 'c', 'd'] },
      ['args[1]', 'args[2]'],
    ],
    [
      'elements that share a name, by their places',
      { ports: [{ name: 'x' }, { name: 'x' }] },
      { ports: [{ name: 'x' }, { name: 'x', port: 1 }] },
      ['ports[1].port'],
    ],
    [
      'a name that is no word, in quotes',
      { metadata: { annotations: { 'shop.example/at': '1' } } },
      { metadata: { annotations: { 'shop.example/at': '2' } } },
      ['metadata.annotations["shop.example/at"]'],
    ],
    [
      'a name that a terminal would obey, escaped',
      { '\u001b[2J': 1 },
      { '\u001b[2J': 2 },
      ['["\\u001b[2J"]'],
    ],
    ['a name that breaks the line, escaped', { 'a\nb': 1 }, {}, ['["a\\nb"]']],
    ['a name that every object has', JSON.parse('{"__proto__":1}') as object, {}, ['__proto__']],
  ])('%s', (_, ...[before, after, paths]) => {
    expect(changedPaths(before, after)).toEqual(paths);
  });

  test('are cut where a name is long, and are no more than 32', () => {
    const wide = (value: number): object =>
      Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${at}-${'x'.repeat(1_000)}`, value]));
    const paths = changedPaths(wide(1), wide(2));
    expect(paths).toHaveLength(32);
    expect(Math.max(...paths.map(({ length }) => length))).toBeLessThan(80);
  });

  test('do not go on for ever into what nests deep', () => {
    let [before, after]: object[] = [{ at: 1 }, { at: 2 }];
    for (let depth = 0; depth < 100_000; depth += 1) [before, after] = [{ a: before }, { a: after }];
    expect(changedPaths(before ?? {}, after ?? {})).toEqual([Array(64).fill('a').join('.')]);
  });

  test.prop([fc.jsonValue(), fc.jsonValue()])(
    'are none of a value and its copy, and some of two that differ',
    (one, other) => {
      const same = changedPaths({ a: one }, { a: structuredClone(one) });
      expect(same).toEqual([]);
      const texts = [one, other].map((value) => JSON.stringify(value));
      const differ = changedPaths({ a: one }, { a: other });
      if (texts[0] === texts[1]) expect(differ).toEqual([]);
    },
  );
});

function bookkeeping(version: string): object {
  const managedFields = [{ manager: 'me', time: version }];
  return { metadata: { resourceVersion: version, generation: Number(version), managedFields } };
}
