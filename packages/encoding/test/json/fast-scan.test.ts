import { describe, expect, test } from '@jest/globals';
import { fastScanObject, forget, found, reach, reaches } from '../../src/json/fast-scan.ts';
import { foundWords } from '../../src/json/found.ts';
import { gaveUp } from '../../src/json/json-scanner.ts';
import { scanObject } from '../../src/json/object-scan.ts';
import { bytes } from '../support/bytes.ts';

describe('scanning objects fast', () => {
  const mebibyte = 1024 * 1024;
  const head = '{"metadata":{"name":"a","resourceVersion":"1"}';

  const scanSlowly = (text: Uint8Array, at: number, end: number): unknown => {
    const places = new Int32Array(foundWords);
    const behind = scanObject(text, at, end, places);
    return behind === gaveUp ? gaveUp : [behind, [...places]];
  };
  const scanFast = (text: Uint8Array, at: number, end: number): unknown => {
    const behind = fastScanObject(text, at, end);
    return behind === gaveUp ? gaveUp : [behind, [...found]];
  };

  test('reaches a mebibyte, and still scans what ends behind it', () => {
    const text = bytes(`${head},"a":[${'"0123456789",'.repeat(100_000)}1]}`);
    reach(text, 0, text.length);
    expect([reaches(text, 0), reaches(text, mebibyte - 1), reaches(text, mebibyte)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(fastScanObject(text, 0, text.length)).toBe(text.length);
    forget();
  });

  test('does not take what goes on behind what is within reach for whole', () => {
    const text = bytes(`${head},"a":"${'a'.repeat(mebibyte)}}"}`);
    reach(text, 0, text.length);
    expect(fastScanObject(text, 0, text.length)).toBe(text.length);
    expect(fastScanObject(text, 0, mebibyte)).toBe(gaveUp);
    forget();
  });

  test('is the same from the middle of the bytes, and within an end', () => {
    const item = `${head.replace('{', '{"kind":"Pod", ')},"status":{"a":[1,"b"]} }`;
    const text = bytes(`[${item},${item}]`);
    reach(text, 1, text.length);
    for (const at of [1, 2, item.length + 2])
      for (let end = at; end <= text.length; end += 1)
        expect(scanFast(text, at, end)).toEqual(scanSlowly(text, at, end));
    forget();
  });

  test('sees bytes that changed since', () => {
    const text = bytes(`${head}}`);
    reach(text, 0, text.length);
    forget();
    text[2] = 0x01;
    expect(fastScanObject(text, 0, text.length)).toBe(gaveUp);
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
    reach(text, 0, text.length);
    expect(scanFast(text, 0, text.length)).toEqual(scanSlowly(text, 0, text.length));
    forget();
  });
});
