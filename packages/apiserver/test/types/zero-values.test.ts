// Zeros as Go prints and forgets them.

import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/json/json.ts';
import { converterMismatch } from '../../src/types/converter-words.ts';
import { decodeTyped } from '../../src/types/decoder.ts';
import { withoutEmptyLists, withPrintedZeros } from '../../src/types/zero-values.ts';

const decoded = (type: string, object: JsonObject): JsonObject =>
  decodeTyped(type, object, converterMismatch).object;

test('a zero is dropped where Go omits it, and stays where it is a pointer or printed', () => {
  const spec = { hostNetwork: false, nodeName: '', priority: 0, enableServiceLinks: false };
  const containers = [{ name: '', image: '', stdin: false, livenessProbe: { periodSeconds: 0 } }];
  expect(decoded('core/v1/PodSpec', { ...spec, containers })).toEqual({
    priority: 0,
    enableServiceLinks: false,
    containers: [{ name: '', livenessProbe: {} }],
  });
});

test('what is printed always is there at every level, in lists and maps as well', () => {
  const object = {
    spec: { template: { spec: { containers: [{ name: 'c' }], volumes: [{ projected: {} }] } } },
  };
  expect(withPrintedZeros('apps/v1/Deployment', object)).toEqual({
    spec: {
      selector: null,
      strategy: {},
      template: {
        metadata: {},
        spec: {
          containers: [{ name: 'c', resources: {} }],
          volumes: [{ name: '', projected: { sources: null } }],
        },
      },
    },
  });
});

test('an object that lacks nothing stays the same one, and so do metadata and unknown types', () => {
  const whole = { metadata: { labels: {} }, data: { a: '' } };
  expect(withPrintedZeros('core/v1/ConfigMap', whole)).toEqual(whole);
  const strange = { spec: { list: [] } };
  expect(withPrintedZeros('example.com/v1/Thing', strange)).toBe(strange);
  expect(withoutEmptyLists('example.com/v1/Thing', strange)).toBe(strange);
});

test('a list without items comes back from storage as null, but not from storage as JSON', () => {
  const rules = { rules: [], metadata: { name: 'a' } };
  expect(withoutEmptyLists('rbac.authorization.k8s.io/v1/Role', rules)).toEqual({ ...rules, rules: null });
  const versions = { spec: { versions: [] } };
  expect(withoutEmptyLists('apiextensions.k8s.io/v1/CustomResourceDefinition', versions)).toBe(versions);
});
