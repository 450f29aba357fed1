import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, type Resource, Time } from '@kube-rx/core';
import { ConfigMap, Deployment, Namespace, Node, Pod, Secret, Service } from '@kube-rx/k8s';
import { fallbackColumns, fallbackRow } from '../../src/table/fallback-columns.ts';

const now = Time.parse('2026-04-22T10:00:00Z');
const metadata = { name: 'x', creationTimestamp: '2026-04-20T10:00:00Z' };
const containers = [{ name: 'a' }, { name: 'b' }];

describe('columns for a server that makes no Tables', () => {
  test.each([
    ['', '<invalid>'],
    ['yesterday', '<invalid>'],
    [null, '<unknown>'],
    [{}, '<unknown>'],
  ])('have an age, also of an object created at %j: %s', (creationTimestamp, age) => {
    const object = { metadata: { name: 'x', creationTimestamp } } as unknown as DynamicObject;
    expect(fallbackRow(Node, object, now).cells).toEqual(['x', age]);
  });

  test.each<[string, Resource, object, Readonly<Record<string, unknown>>]>([
    ['any kind', Node, {}, { Name: 'x', Age: '2d' }],
    [
      'a ConfigMap',
      ConfigMap,
      { data: { a: '1' }, binaryData: { b: '', c: '' } },
      { Name: 'x', Data: 3, Age: '2d' },
    ],
    ['an empty ConfigMap', ConfigMap, {}, { Name: 'x', Data: 0, Age: '2d' }],
    [
      'a Secret',
      Secret,
      { type: 'Opaque', data: { a: '' } },
      { Name: 'x', Type: 'Opaque', Data: 1, Age: '2d' },
    ],
    ['a Namespace', Namespace, { status: { phase: 'Active' } }, { Name: 'x', Status: 'Active', Age: '2d' }],
    [
      'a Deployment',
      Deployment,
      { spec: { replicas: 3 }, status: { readyReplicas: 2, updatedReplicas: 3 } },
      { Name: 'x', Ready: '2/3', 'Up-to-date': 3, Available: 0, Age: '2d' },
    ],
    [
      'a Service',
      Service,
      {
        spec: {
          type: 'NodePort',
          clusterIP: '10.0.0.1',
          ports: [
            { port: 80, nodePort: 30080, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      },
      { Name: 'x', Type: 'NodePort', 'Cluster-IP': '10.0.0.1', 'Port(s)': '80:30080/TCP,53/UDP', Age: '2d' },
    ],
    [
      'a Pod that was just made',
      Pod,
      { spec: { containers }, status: { phase: 'Pending' } },
      { Name: 'x', Ready: '0/2', Status: 'Pending', Restarts: 0, Age: '2d', IP: '<none>', Node: '<none>' },
    ],
    [
      'a Pod in trouble',
      Pod,
      {
        spec: { containers, nodeName: 'n1' },
        status: {
          phase: 'Running',
          podIP: '10.1.0.1',
          containerStatuses: [
            { ready: true, restartCount: 1, state: { running: {} } },
            { ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
          ],
        },
      },
      {
        Name: 'x',
        Ready: '1/2',
        Status: 'CrashLoopBackOff',
        Restarts: 5,
        Age: '2d',
        IP: '10.1.0.1',
        Node: 'n1',
      },
    ],
  ])('tell of %s what people look for', (_, ...[resource, fields, expected]) => {
    const object: DynamicObject = { metadata, ...fields };
    const names = fallbackColumns(resource).map(({ name }) => name);
    const { cells } = fallbackRow(resource, object, now);
    expect(Object.fromEntries(names.map((name, at) => [name, cells[at]]))).toEqual(expected);
  });

  test('say so where an object has no age', () => {
    expect(fallbackRow(Node, { metadata: { name: 'x' } }, now).cells).toEqual(['x', '<unknown>']);
  });

  test('show a Pod that is being deleted as such', () => {
    const deleted = {
      metadata: { ...metadata, deletionTimestamp: '2026-04-22T10:00:00Z' },
      status: { phase: 'Running' },
    };
    expect(fallbackRow(Pod, deleted, now).cells[2]).toBe('Terminating');
  });
});
