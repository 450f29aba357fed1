import { describe, expect, test } from '@jest/globals';
import { printColumns, printPolicy, printRecording, printZeros } from '@kube-rx/codegen';

const name = { name: 'Name', type: 'string', format: 'name', description: 'Its name.', priority: 0 };
const tables = { pods: [name, { ...name, name: 'IP', priority: 1 }], 'jobs.batch': [name] };
const zeros = { 'v1 Pod': { spec: { containers: null } }, 'v1 ConfigMap': {} };

describe('recordings of a server', () => {
  test('are printed in one order, whatever the order of the server', () => {
    const turned = Object.fromEntries(Object.entries(tables).toReversed());
    expect(printRecording(turned)).toBe(printRecording(tables));
    expect(JSON.parse(printRecording(tables))).toEqual(tables);
    expect(Object.keys(JSON.parse(printRecording(zeros)) as object)).toEqual(['v1 ConfigMap', 'v1 Pod']);
  });

  test('say a description once, however many columns have it', () => {
    expect(printColumns(tables, ['Generated.']).split('Its name.')).toHaveLength(2);
  });

  test('leave out kinds that print nothing where nothing is set', () => {
    expect(printZeros(zeros, ['Generated.'])).toContain(`'v1 Pod': {"spec":{"containers":null}}`);
    expect(printZeros(zeros, ['Generated.'])).not.toContain('ConfigMap');
  });

  test('say a label once that all roles have, and roles before the bindings of them', () => {
    const role = {
      kind: 'ClusterRole',
      metadata: { name: 'r', labels: { a: 'b', c: 'd' } },
      rules: [{ verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods'], resourceNames: ['x'] }],
    };
    const metadata = { name: 'b', labels: { a: 'b' } };
    const roleRef = { kind: 'ClusterRole', name: 'r' };
    const binding = { kind: 'ClusterRoleBinding', metadata, roleRef };
    const printed = printPolicy({ b: binding, r: role }, ['Generated.']);
    const lines = [
      'each|a=b|',
      'ClusterRole||r|c=d|',
      'allow|get,list|,apps|pods|x',
      'ClusterRoleBinding||b||',
    ];
    expect(printed.match(/"[^"]+"/g)).toEqual([...lines, 'role|ClusterRole|r'].map((one) => `"${one}"`));
  });

  test('refuse a text that would be read as two', () => {
    const role = { kind: 'ClusterRole', metadata: { name: 'a|b' } };
    expect(() => printPolicy({ role }, ['Generated.'])).toThrow(/cannot be told from several texts/);
    expect(() => printPolicy({ role: { kind: 'Pod', metadata: { name: 'a' } } }, [])).toThrow(
      /no kind of a role/,
    );
  });
});
