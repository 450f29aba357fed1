import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/json/json.ts';
import { decodeTyped } from '../../src/types/decoder.ts';
import { timeComplaint } from '../../src/types/go-time.ts';
import { jsonMismatch } from '../../src/types/json-mismatch.ts';

function decode(type: string, object: JsonObject): ReturnType<typeof decodeTyped> {
  return decodeTyped(type, object, jsonMismatch);
}

describe('an object as its kind holds it', () => {
  test('is the same object where there is nothing to change', () => {
    const pod = {
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'c', ports: [{ containerPort: 1 }] }] },
    };
    expect(decode('core/v1/Pod', pod).object).toBe(pod);
  });

  test('has no nulls, and zero values for those among items', () => {
    const { object } = decode('core/v1/ConfigMap', { immutable: null, data: { a: null, b: 'x' } });
    expect(object).toEqual({ data: { a: '', b: 'x' } });
  });

  test('has quantities and times in their stored form', () => {
    const hard = { cpu: 1, memory: '1024Mi', pods: '1000', storage: '0.5' };
    expect(decode('core/v1/ResourceQuotaSpec', { hard }).object).toEqual({
      hard: { cpu: '1', memory: '1Gi', pods: '1k', storage: '500m' },
    });
    const times = { acquireTime: '2020-01-01T01:00:00.000001+01:00' };
    expect(decode('coordination.k8s.io/v1/LeaseSpec', times).object).toEqual({
      acquireTime: '2020-01-01T00:00:00.000001Z',
    });
  });

  test('does not have what its type does not, nor anything below that', () => {
    const { object, unknown } = decode('core/v1/PodSpec', {
      containers: [{ name: 'c', imagee: { a: { b: 1 } } }],
      hostnam: 'h',
      hostname: 'h',
      ['__proto__']: 1,
    });
    expect(object).toEqual({ containers: [{ name: 'c' }], hostname: 'h' });
    expect(unknown).toEqual(['containers[0].imagee', 'hostnam', '__proto__']);
  });

  test('keeps whatever stands where any JSON may', () => {
    const revision = { data: { any: [1, null, { x: true }] }, revision: 1 };
    expect(decode('apps/v1/ControllerRevision', revision)).toEqual({ object: revision, unknown: [] });
  });

  test('has schemas without what they do not know, of which nobody is told below an alternative', () => {
    const { object, unknown } = decode('apiextensions.k8s.io/v1/JSONSchemaProps', {
      foo: 1,
      items: { type: 'string', foo: 1 },
      additionalProperties: true,
      default: { foo: 1 },
    });
    expect(object).toEqual({ items: { type: 'string' }, additionalProperties: true, default: { foo: 1 } });
    expect(unknown).toEqual(['foo']);
  });

  const wrong: readonly [type: string, object: JsonObject, complaint: string][] = [
    ['core/v1/Secret', { data: { a: 'YQ' } }, 'illegal base64 data at input byte 0'],
    ['core/v1/Secret', { data: { a: 'YWFhYQ==x' } }, 'illegal base64 data at input byte 6'],
    ['core/v1/ResourceQuotaSpec', { hard: { cpu: '1x' } }, 'quantities must match the regular expression'],
    ['core/v1/ResourceQuotaSpec', { hard: { cpu: '1K' } }, "unable to parse quantity's suffix"],
    [
      'apiextensions.k8s.io/v1/JSONSchemaProps',
      { additionalProperties: 'x' },
      'boolean or JSON schema expected',
    ],
    [
      'core/v1/ConfigMap',
      { binaryData: [] },
      'json: cannot unmarshal array into Go struct field ConfigMap.binaryData of type map[string][]uint8',
    ],
    [
      'core/v1/PodSpec',
      { priority: -2_147_483_649 },
      'json: cannot unmarshal number -2147483649 into Go struct field PodSpec.priority of type int32',
    ],
  ];
  test.each(wrong)('of %s is not %j', (type, object, complaint) => {
    expect(() => decode(type, object)).toThrow(complaint);
  });

  test('is whatever it is where the table does not have its type', () => {
    expect(decode('example.com/v1/Website', { a: null })).toEqual({ object: { a: null }, unknown: [] });
  });
});

describe('a time that Go cannot read', () => {
  const layout = '2006-01-02T15:04:05Z07:00';
  test.each([
    ['2020-01-01T00:00:00Z', undefined],
    ['2020-01-01T00:00:00.123+01:00', undefined],
    ['', `parsing time "" as "${layout}": cannot parse "" as "2006"`],
    ['2020-1-01', `parsing time "2020-1-01" as "${layout}": cannot parse "1-01" as "01"`],
    ['2020-01-01', `parsing time "2020-01-01" as "${layout}": cannot parse "" as "T"`],
    ['2020-01-01T00:00:00', `parsing time "2020-01-01T00:00:00" as "${layout}": cannot parse "" as "Z07:00"`],
    ['2020-01-01T00:00:00Zx', 'parsing time "2020-01-01T00:00:00Zx": extra text: "x"'],
    ['2020-13-01T00:00:00Z', 'parsing time "2020-13-01T00:00:00Z": month out of range'],
    ['2021-02-29T00:00:00Z', 'parsing time "2021-02-29T00:00:00Z": day out of range'],
    ['2020-01-01T24:00:00Z', 'parsing time "2020-01-01T24:00:00Z": hour out of range'],
  ])('%s', (text, complaint) => {
    expect(timeComplaint(text, 'Time')).toBe(complaint);
  });
});
