import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonText } from '../../src/json/json.ts';
import { isEntriesArray, mergedEntries, repeatedEntries } from '../../src/json/repeated-keys.ts';
import { strictComplaints } from '../../src/types/strict-complaints.ts';

function complaints(text: string): string[] {
  const entries = repeatedEntries(text, parseJsonText(text));
  return entries === undefined ? [] : strictComplaints(entries);
}

describe('repeated keys', () => {
  test('are not found where there are none, however the text is written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(repeatedEntries(text, parseJsonText(text))).toBeUndefined();
      }),
    );
  });

  test('are found in any text, in the order of the text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, key) => {
        const text = `[{${JSON.stringify(key)}: 1, "other":${JSON.stringify(value)} ,${JSON.stringify(key)}:2}]`;
        const entries = repeatedEntries(text, parseJsonText(text));
        expect(entries !== undefined && isEntriesArray(entries)).toBe(true);
        expect(mergedEntries(entries ?? null, false)).toEqual(parseJsonText(text));
      }),
    );
  });

  const table: readonly [text: string, paths: readonly string[]][] = [
    ['{"a":1,"a":2}', ['a']],
    ['{"a":{"b":1,"b":2},"a":1}', ['a.b', 'a']],
    ['{"a":[{"b":1},{"b":1,"b":2}]}', ['a[1].b']],
    ['{"a":"\\"a\\":1","b":"}{\\\\"}', []],
    ['{"a" : 1 ,\n"\\u0061":2}', ['a']],
    ['{"a":1,"a":2,"a":3}', ['a']],
  ];
  test.each(table)('of %s', (text, paths) => {
    expect(complaints(text)).toEqual(paths.map((path) => `duplicate field "${path}"`));
  });

  test('become one object in a struct, and the last one elsewhere', () => {
    const text = '{"a":{"b":1},"a":{"c":2}}';
    const entries = repeatedEntries(text, parseJsonText(text)) ?? null;
    expect(mergedEntries(entries, true)).toEqual({ a: { b: 1, c: 2 } });
    expect(mergedEntries(entries, false)).toEqual({ a: { c: 2 } });
  });

  test('are told of a hundred times and no more', () => {
    const twice = Array.from({ length: 200 }, (_, at) => `"k${at}":1,"k${at}":2`).join(',');
    expect(complaints(`{${twice}}`)).toHaveLength(100);
  });
});
