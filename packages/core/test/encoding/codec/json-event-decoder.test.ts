import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError, isExpired, ObjectEvent } from '@kube-rx/core';
import { bytes, json } from '../../support/bytes.ts';
import { type Pod, pod, podType, secret } from '../../support/objects.ts';
import { decodeWatchEvent } from '../support/decoders.ts';
import { thrown } from '../support/thrown.ts';

describe('a frame of JSON', () => {
  test.each(['ADDED', 'MODIFIED', 'DELETED'] as const)('gives the object of an %s frame', (type) => {
    const event = decodeWatchEvent<Pod>(json({ type, object: pod('a', { rv: '9' }) }), podType);
    if (!(event instanceof ObjectEvent)) throw new Error(`not an ObjectEvent: ${event.type}`);
    expect(event.type).toBe(type);
    expect(event.encoded.resourceVersion).toBe('9');
    expect(event.object).toBe(event.encoded.object);
    expect(event.object).toEqual(pod('a', { rv: '9' }));
  });

  test('gives an object its apiVersion and kind where the frame left them out', () => {
    const { metadata } = pod('a');
    const event = decodeWatchEvent<Pod>(json({ type: 'ADDED', object: { metadata } }), podType);
    expect(event).toHaveProperty('object', { ...podType, metadata });
  });

  test('gives an object of any kind where no type is expected', () => {
    const event = decodeWatchEvent(json({ type: 'ADDED', object: secret('s', 'x') }));
    expect(event).toHaveProperty('object.kind', 'Secret');
  });

  test.each([
    ['without annotations', { resourceVersion: '12' }, false],
    ['with annotations of null', { resourceVersion: '12', annotations: null }, false],
    [
      'with the end mark',
      { resourceVersion: '12', annotations: { 'k8s.io/initial-events-end': 'true' } },
      true,
    ],
    [
      'with an end mark of "false"',
      { resourceVersion: '12', annotations: { 'k8s.io/initial-events-end': 'false' } },
      false,
    ],
    [
      'with an end mark that is no text',
      { resourceVersion: '12', annotations: { 'k8s.io/initial-events-end': true } },
      false,
    ],
  ])('gives the resourceVersion of a bookmark %s', (_what, metadata, initialEventsEnd) => {
    const event = decodeWatchEvent(json({ type: 'BOOKMARK', object: { kind: 'Pod', metadata } }), podType);
    expect(event).toEqual({ type: 'BOOKMARK', resourceVersion: '12', initialEventsEnd });
  });

  test('gives the Status of an ERROR frame', () => {
    const frame =
      '{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 5 (101)","reason":"Expired","code":410}}';
    const event = decodeWatchEvent(bytes(frame), podType);
    if (event.type !== 'ERROR') throw new Error(`not an ERROR: ${event.type}`);
    expect(event.status).toMatchObject({ code: 410, reason: 'Expired' });
    expect(isExpired(event.status)).toBe(true);
  });

  test.each([[undefined], [null], ['gone'], [410]])('gives an empty Status for an ERROR of %j', (object) => {
    expect(decodeWatchEvent(json({ type: 'ERROR', object }))).toEqual({ type: 'ERROR', status: {} });
  });

  test.each([
    ['nothing in it', 'null'],
    ['a string', '"ADDED"'],
    ['an array', '["ADDED"]'],
    ['no type', '{"object":{}}'],
    ['an unknown type', '{"type":"RENAMED","object":{}}'],
    ['a type in lower case', '{"type":"added","object":{}}'],
    ['a type that is inherited by every object', '{"type":"toString"}'],
    ['a Status outside of an event', '{"kind":"Status","status":"Failure","code":410}'],
    ['no object', '{"type":"ADDED"}'],
    ['an object of null', '{"type":"ADDED","object":null}'],
    ['an object without metadata', '{"type":"ADDED","object":{}}'],
    ['a Table', '{"type":"ADDED","object":{"kind":"Table","metadata":{"resourceVersion":"1"}}}'],
    ['a bookmark without an object', '{"type":"BOOKMARK"}'],
    ['a bookmark without metadata', '{"type":"BOOKMARK","object":{}}'],
    ['a bookmark without a resourceVersion', '{"type":"BOOKMARK","object":{"metadata":{}}}'],
    [
      'a bookmark with an empty resourceVersion',
      '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":""}}}',
    ],
    ['a bookmark with a number', '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":5}}}'],
  ])('refuses a frame with %s as a protocol violation', (_what, frame) => {
    expect(thrown(DecodeError, () => decodeWatchEvent(bytes(frame), podType)).fault).toBe('protocol');
  });

  test('says which kind came in place of the expected one', () => {
    const frame = json({ type: 'ADDED', object: { ...pod('a'), kind: 'Table' } });
    expect(() => decodeWatchEvent(frame, podType)).toThrow('has the kind Table, not Pod');
  });

  test.each([[''], ['{'], ['{"type":"ADDED","object":'], ['<html>'], ['upstream connect error']])(
    'refuses %j as malformed',
    (frame) => {
      expect(thrown(DecodeError, () => decodeWatchEvent(bytes(frame))).fault).toBe('malformed');
    },
  );

  test('takes the later one of two equal keys, as the server would', () => {
    const event = decodeWatchEvent(
      bytes('{"type":"ADDED","type":"BOOKMARK","object":{"metadata":{"resourceVersion":"5"}}}'),
    );
    expect(event.type).toBe('BOOKMARK');
  });

  test.prop([fc.nat()])('refuses a frame that is cut at any byte', (seed) => {
    const frame = json({ type: 'MODIFIED', object: pod('a', { labels: { app: 'w\u00fcrfel' } }) });
    const error = thrown(DecodeError, () => decodeWatchEvent(frame.subarray(0, seed % frame.length)));
    expect(error.fault).toBe('malformed');
  });

  test.prop([
    fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom('ADDED', 'BOOKMARK', 'ERROR'), object: fc.jsonValue() }),
      fc.record({
        type: fc.constantFrom('DELETED', 'BOOKMARK'),
        object: fc.record({ kind: fc.jsonValue(), metadata: fc.jsonValue() }, { requiredKeys: [] }),
      }),
      fc.record({
        type: fc.constantFrom('ADDED', 'BOOKMARK'),
        object: fc.record({
          metadata: fc.record(
            { name: fc.jsonValue(), resourceVersion: fc.jsonValue(), annotations: fc.jsonValue() },
            { requiredKeys: [] },
          ),
        }),
      }),
    ),
  ])('throws nothing but a DecodeError, whatever the value', (value) => {
    try {
      const event = decodeWatchEvent(json(value), podType);
      if (event.type === 'BOOKMARK') expect(typeof event.resourceVersion).toBe('string');
      else if (event.type !== 'ERROR') expect(typeof event.encoded.name).toBe('string');
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeError);
    }
  });
});
