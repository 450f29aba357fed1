import { describe, expect, test } from '@jest/globals';
import type { ApiResource } from '@kube-rx/client';
import { parseExactJson } from '@kube-rx/core';
import {
  asList,
  formatJson,
  formatJsonLine,
  formatName,
  formatYaml,
  presentable,
} from '../../src/output/object-text.ts';

const deployments: ApiResource = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  scope: 'Namespaced',
  singular: 'deployment',
  shortNames: [],
  categories: [],
  verbs: [],
};
const object = { metadata: { name: 'web', managedFields: [{ manager: 'me' }] }, spec: { replicas: 1 } };

describe('an object as text', () => {
  test('says what it is, and leaves out who manages its fields', () => {
    const shown = presentable(object, deployments, {});
    expect(formatJsonLine(shown)).toBe(
      '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1}}\n',
    );
  });

  test('keeps who manages its fields where that is wanted', () => {
    const shown = presentable(object, deployments, { showManagedFields: true });
    expect(formatJsonLine(shown)).toContain('"managedFields":[{"manager":"me"}]');
  });

  test('is JSON as kubectl writes it: keys in order, indented by four', () => {
    expect(formatJson(asList([{ b: [{ d: 1, c: 2 }], a: null }]))).toBe(
      `${JSON.stringify({ apiVersion: 'v1', items: [{ a: null, b: [{ c: 2, d: 1 }] }], kind: 'List', metadata: { resourceVersion: '' } }, undefined, 4)}\n`,
    );
  });

  test('is YAML in which text stays text for older readers, too', () => {
    expect(
      formatYaml({
        on: 'yes',
        time: '2026-04-22T10:00:00Z',
        number: '010',
        lines: 'a\nb\n',
        list: [{ a: 1 }],
      }),
    ).toBe('lines: |\n  a\n  b\nlist:\n- a: 1\nnumber: "010"\n"on": "yes"\ntime: "2026-04-22T10:00:00Z"\n');
  });

  test('has every digit of whole numbers beyond 2^53', () => {
    const read = parseExactJson('{"large":9007199254740993,"list":[-9223372036854775808,1]}') as object;
    expect(formatJsonLine(read)).toBe('{"large":9007199254740993,"list":[-9223372036854775808,1]}\n');
    expect(formatJson(asList([read]))).toContain('"large": 9007199254740993,\n');
    expect(formatYaml(read)).toBe('large: 9007199254740993\nlist:\n- -9223372036854775808\n- 1\n');
  });

  test('is named with its kind and group', () => {
    expect(formatName(deployments, object)).toBe('deployment.apps/web\n');
    expect(formatName({ ...deployments, group: '', kind: 'Pod' }, object)).toBe('pod/web\n');
  });
});
