// The scan in WebAssembly takes bytes in blocks of sixty-four, and what it gets wrong it gets wrong at their ends, where
// chance seldom comes. So here every place around an end is tried.

import { describe, expect, test } from '@jest/globals';
import { gaveUp, skipValue } from '../../../src/encoding/json/json-scanner.ts';
import { ObjectScanner } from '../../../src/encoding/json/object-scanner.ts';
import { PortableScanner } from '../../../src/encoding/json/portable-scanner.ts';

const head = '{"metadata":{"name":"a","resourceVersion":"1"},"x":';
const headOfOwners = '{"metadata":{"name":"a","resourceVersion":"1","ownerReferences":';
// Behind the end there may be anything.
const garbage = ['"]}\\],{["}]', ']]]]}}}}', '[[[[[[[[', '"', '\\', ''];
const block = 64;

class Twins {
  readonly #bytes = new Uint8Array(1_100_000);
  readonly #scanner = new ObjectScanner();
  readonly #portable = new PortableScanner();
  readonly faults: string[] = [];
  cases = 0;
  #length = 0;

  /** Both scan an object with this value, which they know as text of Latin-1, or nearly. */
  compare(...value: readonly string[]): void {
    this.#compare([head, ...value, '}']);
  }

  /** Both scan an object with these owner references. */
  compareOwners(...value: readonly string[]): void {
    this.#compare([headOfOwners, ...value, '}}']);
  }

  #compare(object: readonly string[]): void {
    this.#length = 0;
    for (const part of object) this.#put(part);
    const end = this.#length;
    this.cases += 1;
    this.#put(garbage[this.cases % garbage.length] ?? '');
    const slow = this.#portable.scan(this.#bytes, 0, end);
    this.#scanner.load(this.#bytes, 0, this.#length);
    const fast = this.#scanner.scan(this.#bytes, 0, end);
    this.#scanner.unload();
    const { found } = this.#portable;
    const same =
      fast === slow && (slow === gaveUp || found.every((place, at) => place === this.#scanner.found[at]));
    if (!same && this.faults.length < 5)
      this.faults.push(`${fast}, not ${slow}: ${object.join('').slice(0, 200)}`);
  }

  #put(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#length + at] = text.charCodeAt(at);
    this.#length += text.length;
  }
}

/** Every sequence of so many of them. */
function* sequences(tokens: readonly string[], length: number): Generator<string> {
  for (let number = 0; number < tokens.length ** length; number += 1) {
    let text = '';
    for (let rest = number, left = length; left > 0; left -= 1) {
      text += tokens[rest % tokens.length] ?? '';
      rest = Math.floor(rest / tokens.length);
    }
    yield text;
  }
}

describe('the scan in WebAssembly and its twin agree on', () => {
  const tokens = ['{', '}', '[', ']', ',', ':', '"a"', '"\\\\"', '1', '"a":'];

  test('every short sequence of tokens, wherever a block ends within it', () => {
    const twins = new Twins();
    for (const text of sequences(tokens, 4))
      for (let distance = 0; distance < 8; distance += 1) {
        twins.compare('["', 'p'.repeat(block - distance - 4), '",', text, ']');
        twins.compare('{"', 'p'.repeat(block - distance - 4), '":', text, '}');
      }
    for (const text of sequences(tokens, 5)) {
      const distance = 1 + (twins.cases % 6);
      twins.compare('["', 'p'.repeat(block - distance - 4), '",', text, ']');
    }
    expect([twins.faults, twins.cases]).toEqual([[], 260_000]);
  });

  test('every short sequence of bytes of a string, wherever a block ends within it', () => {
    const twins = new Twins();
    for (const text of sequences(['\\', '"', 'n', 'u', '0', '\u00c3', '\u00a9', '\n'], 4))
      for (let distance = 0; distance < 6; distance += 1)
        twins.compare('["', 'p'.repeat(block - distance - 2), text, '","b"]');
    for (let run = 0; run < 140; run += 1)
      for (let pad = 0; pad < block; pad += 1)
        for (const last of ['', '"', 'u0041', 'u00g1', 'x'])
          twins.compare('{"', 'p'.repeat(pad), '\\'.repeat(run), last, '":1}');
    expect(twins.faults).toEqual([]);
  });

  test('what is nested about as deep as blocks go, and as anybody goes', () => {
    const twins = new Twins();
    const pairs = [
      ['[', ']'],
      ['{"a":', '}'],
      ['[{},', ']'],
      ['{"":[],"b":', '}'],
      ['[{"a":[', ']}]'],
    ] as const;
    for (let pad = 0; pad < block; pad += 1)
      for (let levels = 50; levels <= 80; levels += pad % 8 === 0 ? 1 : 7)
        for (const [open, close] of pairs) {
          const before = `["${'p'.repeat(pad)}",${open.repeat(levels)}`;
          twins.compare(before, '1', close.repeat(levels), ']');
          twins.compare(before, '{}', close.repeat(levels - 1), close.endsWith(']') ? '}' : ']', ']');
          twins.compare(before, '[]', close.repeat(levels + 1), ']');
        }
    for (let levels = 9990; levels <= 10_005; levels += 1) {
      twins.compare('['.repeat(levels), ']'.repeat(levels));
      twins.compare('{"a":'.repeat(levels), '[]', '}'.repeat(levels));
      twins.compare('['.repeat(levels));
    }
    twins.compare('['.repeat(500_000));
    expect(twins.faults).toEqual([]);
  });

  test('owner references of every shape', () => {
    const twins = new Twins();
    const parts = [
      '{"controller":true}',
      '{"name":"b","controller":false}',
      '{ "uid" : "c" , "controller" : true }',
      '{"controller":true,"controller":false}',
      '{"controllers":true,"kind":"d"}',
      '{"contr\\u006fller":true}',
      '{"controller":tru}',
      '{"controller":"true"}',
      '{}',
      'null',
      '[{"controller":true}]',
      ' ',
      ',',
    ];
    for (let length = 0; length <= 4; length += 1)
      for (const text of sequences(parts, length)) {
        twins.compareOwners('[', text, ']');
        if (length < 3) twins.compareOwners(text);
      }
    expect(twins.faults).toEqual([]);
  });

  test('bytes of UTF-8, whole and broken', () => {
    const twins = new Twins();
    const around = (...bytes: readonly number[]): void => {
      const text = String.fromCharCode(...bytes);
      twins.compare('"', text, '"');
      twins.compare('["', 'p'.repeat(block - 2 - (twins.cases % 5)), text, '"]');
    };
    for (let lead = 0x7f; lead < 0x100; lead += 1)
      for (let second = 0x7f; second < 0x100; second += 1) {
        around(lead, second);
        if (lead < 0xdf) continue;
        for (const third of [0x22, 0x7f, 0x80, 0xbf, 0xc0]) {
          around(lead, second, third);
          if (lead >= 0xef) around(lead, second, 0x80, third);
        }
      }
    expect(twins.faults).toEqual([]);
  });

  test.each(['-', '.', 'e', 'E', '+', '0', '1'])('numbers that begin with %s', (first) => {
    const twins = new Twins();
    for (const rest of sequences(['0', '1', '-', '+', '.', 'e'], 4)) {
      twins.compare(first, rest);
      twins.compare('["', 'p'.repeat(block - 4 - (twins.cases % 7)), '",', first, rest, ']');
    }
    expect(twins.faults).toEqual([]);
  });

  test.each(['true', 'false', 'null', 'tru', 'truee', 'nulll', 'True', 'NaN', 'true1', '1true'])(
    '%s',
    (word) => {
      const twins = new Twins();
      for (let pad = 0; pad < block + 6; pad += 1) {
        twins.compare('["', 'p'.repeat(pad), '",', word, ']');
        twins.compare('{"', 'p'.repeat(pad), '":', word, '}');
      }
      twins.compare(word);
      expect(twins.faults).toEqual([]);
    },
  );
});

test('nothing is nested deeper than Go would read, in either', () => {
  const deep = (levels: number): Uint8Array =>
    Uint8Array.from('['.repeat(levels) + ']'.repeat(levels), (letter) => letter.charCodeAt(0));
  expect([skipValue(deep(10_000), 0, 20_000), skipValue(deep(10_001), 0, 20_002)]).toEqual([20_000, gaveUp]);
});
