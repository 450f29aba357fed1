import { describe, expect, test } from '@jest/globals';
import { gaveUp } from '../../../src/encoding/json/json-scanner.ts';
import { ObjectScanner } from '../../../src/encoding/json/object-scanner.ts';
import { PortableScanner } from '../../../src/encoding/json/portable-scanner.ts';
import { bytes } from '../../support/bytes.ts';

describe('scanning objects fast', () => {
  const mebibyte = 1024 * 1024;
  const head = '{"metadata":{"name":"a","resourceVersion":"1"}';

  const scanner = new ObjectScanner();
  const portable = new PortableScanner();
  const scanWith = (
    either: Pick<ObjectScanner, 'scan' | 'found'>,
    ...at: Parameters<ObjectScanner['scan']>
  ): unknown => {
    const behind = either.scan(...at);
    return behind === gaveUp ? gaveUp : [behind, [...either.found]];
  };

  test('loads a mebibyte, and still scans what ends behind it', () => {
    const text = bytes(`${head},"a":[${'"0123456789",'.repeat(100_000)}1]}`);
    scanner.load(text, 0, text.length);
    expect([
      scanner.hasLoaded(text, 0),
      scanner.hasLoaded(text, mebibyte - 1),
      scanner.hasLoaded(text, mebibyte),
    ]).toEqual([true, true, false]);
    expect(scanner.scan(text, 0, text.length)).toBe(text.length);
    scanner.unload();
  });

  test('does not take for whole what goes on behind what is loaded', () => {
    const text = bytes(`${head},"a":"${'a'.repeat(mebibyte)}}"}`);
    scanner.load(text, 0, text.length);
    expect(scanner.scan(text, 0, text.length)).toBe(text.length);
    expect(scanner.scan(text, 0, mebibyte)).toBe(gaveUp);
    scanner.unload();
  });

  test('is the same from the middle of the bytes, and within an end', () => {
    const item = `${head.replace('{', '{"kind":"Pod", ')},"status":{"a":[1,"b"]} }`;
    const text = bytes(`[${item},${item}]`);
    scanner.load(text, 1, text.length);
    for (const at of [1, 2, item.length + 2])
      for (let end = at; end <= text.length; end += 1)
        expect(scanWith(scanner, text, at, end)).toEqual(scanWith(portable, text, at, end));
    scanner.unload();
  });

  test('sees bytes that changed since', () => {
    const text = bytes(`${head}}`);
    scanner.load(text, 0, text.length);
    scanner.unload();
    text[2] = 0x01;
    expect(scanner.scan(text, 0, text.length)).toBe(gaveUp);
  });

  test.each([
    [
      'keys of the same length',
      '{"kinf":1,"metadatb":2,"apiVersioo":3,"metadata":{"uie":4,"namf":5,"labelt":6,"namespacf":7,"managedFieldt":8,"resourceVersioo":9,"name":"a","resourceVersion":"1"}}',
    ],
    [
      'keys that only begin as one',
      '{"k":1,"metadataa":2,"metadata":{"n":1,"uidd":4,"name":"a","resourceVersion":"1","xanagedFields":8}}',
    ],
    ['managedFields first', '{"metadata":{"managedFields":[{}],"name":"a","resourceVersion":"1"}}'],
    ['managedFields last', '{"metadata":{"name":"a","resourceVersion":"1","managedFields":[{}]}}'],
    [
      'managedFields with blanks about',
      '{"metadata":{"name":"a" , "managedFields" : null , "resourceVersion":"1" } }',
    ],
    ['managedFields alone', '{"metadata":{"managedFields":[]}}'],
    ['no name', '{"metadata":{"resourceVersion":"1"}}'],
    ['an empty version', '{"metadata":{"name":"a","resourceVersion":""}}'],
    ['an empty uid', '{"metadata":{"name":"a","resourceVersion":"1","uid":""}}'],
    ['a name that is long', `{"metadata":{"name":"${'a'.repeat(100)}","resourceVersion":"1"}}`],
    ['a name beyond ASCII', '{"metadata":{"name":"ä","resourceVersion":"1"}}'],
    ['metadata twice', '{"metadata":{"name":"a","resourceVersion":"1"},"metadata":{}}'],
    ['a name twice', '{"metadata":{"name":"a","resourceVersion":"1","name":"b"}}'],
    ['another kind of metadata', '{"metadata":[1]}'],
    ['no member', '{}'],
  ])('is the same of %s', (_, json) => {
    const text = bytes(json);
    scanner.load(text, 0, text.length);
    expect(scanWith(scanner, text, 0, text.length)).toEqual(scanWith(portable, text, 0, text.length));
    scanner.unload();
  });
});
