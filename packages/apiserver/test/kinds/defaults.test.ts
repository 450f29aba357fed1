// How a table of defaults is laid over an object; which defaults the kinds have is held to the real server's by the
// conformance group `defaults`.

import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/json/json.ts';
import { always, computed, type Defaults, each, withDefaults, within } from '../../src/kinds/defaults.ts';

const table: Defaults = {
  size: 1,
  inner: always({ deep: 'x' }),
  twice: computed(({ size }) => (typeof size === 'number' ? size * 2 : undefined)),
  absent: within({ never: true }),
  list: each({ protocol: 'TCP' }),
};

describe('a table of defaults', () => {
  const rows: readonly [title: string, given: JsonObject, completed: object][] = [
    ['fills in what is absent', {}, { size: 1, inner: { deep: 'x' }, twice: 2 }],
    ['takes null for absent', { size: null }, { size: 1, inner: { deep: 'x' }, twice: 2 }],
    ['leaves what is said', { size: 0, twice: 7 }, { size: 0, twice: 7, inner: { deep: 'x' } }],
    ['leaves open what depends on something else', { size: 'big' }, { size: 'big', inner: { deep: 'x' } }],
    [
      'completes every item of a list',
      { list: [{ port: 1 }, { protocol: 'UDP' }, 'odd'] },
      {
        size: 1,
        twice: 2,
        inner: { deep: 'x' },
        list: [{ port: 1, protocol: 'TCP' }, { protocol: 'UDP' }, 'odd'],
      },
    ],
    [
      'passes over values of another shape',
      { inner: 'text', list: {}, size: 2 },
      { inner: 'text', list: {}, size: 2, twice: 4 },
    ],
  ];
  test.each(rows)('%s', (_, given, completed) => {
    expect(withDefaults(given, table)).toEqual(completed);
  });

  test('gives back the very object that leaves nothing open', () => {
    const whole = { size: 1, twice: 2, inner: { deep: 'y' }, list: [{ protocol: 'TCP' }] };
    expect(withDefaults(whole, table)).toBe(whole);
  });

  test('never changes what it was given', () => {
    const given = Object.freeze({ inner: Object.freeze({}), list: Object.freeze([Object.freeze({})]) });
    expect(withDefaults(given, table)).toMatchObject({ inner: { deep: 'x' }, list: [{ protocol: 'TCP' }] });
    expect(given).toEqual({ inner: {}, list: [{}] });
  });
});
