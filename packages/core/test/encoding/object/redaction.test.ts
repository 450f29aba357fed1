// No value of a Secret may reach an error, whatever is wrong with the bytes. This is a promise of all decoders.

import { inspect } from 'node:util';
import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError } from '@kube-rx/core';
import { parseJson } from '../../../src/encoding/json/parse-json.ts';
import { DecodedObject } from '../../../src/encoding/object/decoded-object.ts';
import { bytes, concat, json } from '../../support/bytes.ts';
import { podType, secret, secretType } from '../../support/objects.ts';
import { decodeList, decodeWatchEvent } from '../support/decoders.ts';

// Letters that no other text of these tests contains: any three of them in a row come from the Secret.
const password = fc.string({
  unit: fc.constantFrom('\u0416', '\u0429', '\u042e'),
  minLength: 3,
  maxLength: 400,
});
const traces = /[\u0416\u0429\u042e]{2}|\\u04(16|29|2[eE])/;

const shapes: Readonly<Record<string, (value: string) => unknown>> = {
  'a Secret': (value) => secret('s', value),
  'a Secret that was applied by kubectl': (value) => ({
    metadata: {
      annotations: { applied: JSON.stringify(secret('s', value)) },
      ...secret('s', value).metadata,
    },
    stringData: { a: value, b: JSON.stringify({ inner: JSON.stringify({ [value]: value }) }) },
  }),
  'a Pod with an environment': (value) => ({
    ...secret('s', ''),
    kind: 'Pod',
    spec: { containers: [{ args: [value, value], env: [{ name: 'PASSWORD', value }] }] },
  }),
  'a Secret without a name': (value) => ({ data: { a: value }, metadata: { resourceVersion: '1' } }),
  'a Secret with its value everywhere': (value) => ({
    kind: value,
    apiVersion: value,
    type: value,
    metadata: { name: 7, namespace: value, resourceVersion: value, uid: value, annotations: [value] },
  }),
  'a bare value': (value) => value,
};

function everythingThatIsSaid(error: DecodeError): string {
  return [
    error.message,
    error.excerpt,
    error.stack,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 9 }),
  ].join('\n');
}

const decoders: Readonly<Record<string, (body: Uint8Array) => unknown>> = {
  'a watch of Secrets': (body) => decodeWatchEvent(body, secretType),
  'a watch of Pods': (body) => decodeWatchEvent(body, podType),
  'a list of Secrets': (body) => decodeList(body, secretType),
  'a list of Pods': (body) => decodeList(body, podType),
  'an object': (body) => DecodedObject.from(parseJson(body, 'a body'), podType),
};

const wrappings: readonly ((object: unknown) => unknown)[] = [
  (object) => object,
  (object) => ({ type: 'ADDED', object }),
  (object) => ({ type: 'BOOKMARK', object }),
  (object) => ({ kind: 'SecretList', metadata: { resourceVersion: '1' }, items: [object] }),
  (object) => ({ kind: object, metadata: { resourceVersion: object, continue: object }, items: object }),
];

const body = fc
  .record({
    shape: fc.constantFrom(...Object.keys(shapes)),
    value: password,
    wrapping: fc.constantFrom(...wrappings),
  })
  .map(({ shape, value, wrapping }) => json(wrapping(shapes[shape]?.(value))));

// One stretch of bytes lost, replaced or added: what a torn connection or a broken proxy does.
const damaged = fc
  .record({
    body,
    at: fc.nat(),
    lost: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 3 }) }, fc.nat()),
    instead: fc.oneof(
      fc.constant(''),
      fc.string({ unit: fc.constantFrom('"', '\\', ':', ',', '{', '}', '[', ']', 'x', '0', ' ') }),
      fc.constantFrom('":', '","', '{"', '\\"', '":"x","', '<html>'),
    ),
  })
  .map(({ body: whole, at, lost, instead }) => {
    const start = at % (whole.length + 1);
    return concat([
      whole.subarray(0, start),
      bytes(instead),
      whole.subarray(start + (lost % (whole.length + 1))),
    ]);
  });

describe('a decoder that meets a Secret', () => {
  for (const [name, decode] of Object.entries(decoders)) {
    test.prop([body])(`names none of its values where it expected ${name}`, (whole) => {
      expectNoTrace(decode, whole);
    });

    test.prop([damaged], { numRuns: 1000 })(`names none of its values where ${name} is damaged`, (part) => {
      expectNoTrace(decode, part);
    });
  }

  test('would name them without redaction, so that this test can fail', () => {
    expect(traces.test(JSON.stringify(shapes['a Secret']?.('\u0416\u0429\u042e')))).toBe(true);
  });
});

function expectNoTrace(decode: (body: Uint8Array) => unknown, whole: Uint8Array): void {
  try {
    decode(whole);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    expect(everythingThatIsSaid(error)).not.toMatch(traces);
  }
}
