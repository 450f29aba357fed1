import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../src/handlers/yaml-body.ts';

describe('a body of YAML', () => {
  test('tells of each key that comes a second time in its map, with its line', () => {
    const { value, repeats } = readYaml(
      'a: 1\nb: {c: 1, "c": 2}\n"a":\n  - {d: 1}\n  - {d: 2}\n1: x\n"1": y\n',
    );
    expect(value).toEqual({ a: [{ d: 1 }, { d: 2 }], b: { c: 2 }, 1: 'y' });
    expect(repeats).toEqual(['line 2: key "c" already set in map', 'line 3: key "a" already set in map']);
  });

  test('is read in a time that grows with its length', () => {
    const text = Array.from({ length: 30_000 }, (_, at) => `k${at}: v\n`).join('');
    const start = performance.now();
    expect(readYaml(text).repeats).toEqual([]);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
