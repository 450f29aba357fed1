// The node labeller of examples/operators, on an API server in memory.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, getLabel } from 'kube-rx';
import { ConfigMap, Node } from 'kube-rx/k8s';
import { nodeLabeller } from '../../../../examples/operators/node-labeller.ts';
import { OperatorCluster } from '../support/operator-cluster.ts';

const anHour = 3_600_000;

describe('the node labeller', () => {
  let cluster: OperatorCluster;
  let nodes: Api<Node, 'proxy' | 'status'>;
  let rules: Api<ConfigMap>;

  const sizes = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      (await nodes.list()).map((each) => [each.metadata.name, getLabel(each, 'example.com/size')]),
    );

  beforeEach(async () => {
    cluster = new OperatorCluster([
      node('a', '4'),
      node('b', '32'),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'node-sizes', namespace: 'kube-system' },
        data: { small: '0', large: '16' },
      },
    ]);
    nodes = Api.all(cluster.client, Node);
    rules = Api.namespaced(cluster.client, ConfigMap, 'kube-system');
    await cluster.run(nodeLabeller(cluster.client, cluster.options));
  });

  afterEach(() => cluster[Symbol.asyncDispose]());

  test('gives each node the label of its size, and writes nothing after that', async () => {
    expect(await sizes()).toEqual({ a: 'small', b: 'large' });
    expect(await cluster.writesWithin(anHour)).toBe(0);
  });

  test('labels a node that joins, and one that grows', async () => {
    await nodes.create({ metadata: { name: 'c' } });
    await cluster.rest();
    expect(await sizes()).toMatchObject({ c: undefined });
    await nodes.status.patch.merge('c', { status: { capacity: { cpu: '16' } } });
    await cluster.rest();
    expect(await sizes()).toMatchObject({ c: 'large' });
  });

  test('follows the rules, for all nodes', async () => {
    await rules.patch.merge('node-sizes', { data: { large: '64', medium: '4' } });
    await cluster.rest();
    expect(await sizes()).toEqual({ a: 'medium', b: 'medium' });
  });

  test('puts a label back that a person changes, and leaves all others alone', async () => {
    await nodes.patch.merge('a', { metadata: { labels: { 'example.com/size': 'huge', zone: 'z1' } } });
    await cluster.rest();
    expect((await nodes.get('a')).metadata.labels).toMatchObject({ 'example.com/size': 'small', zone: 'z1' });
  });

  test('removes its labels with the rules', async () => {
    await rules.delete('node-sizes');
    await cluster.rest();
    expect(await sizes()).toEqual({ a: undefined, b: undefined });
  });

  test('does nothing for a node that is deleted', async () => {
    await nodes.delete('a');
    await cluster.rest();
    expect(await sizes()).toEqual({ b: 'large' });
  });

  test('changes no label while the rules are wrong, and goes on once they are right', async () => {
    await rules.patch.merge('node-sizes', { data: { large: 'many' } });
    await cluster.rest();
    expect(await sizes()).toEqual({ a: 'small', b: 'large' });
    await rules.patch.merge('node-sizes', { data: { large: '4' } });
    await cluster.rest();
    expect(await sizes()).toEqual({ a: 'large', b: 'large' });
  });
});

function node(name: string, cpu: string) {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { capacity: { cpu } } };
}
