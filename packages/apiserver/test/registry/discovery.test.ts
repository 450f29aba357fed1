// What discovery says of a kind that was handed to the server as a bare token.

import { describe, expect, test } from '@jest/globals';
import { defineResource } from '@kube-rx/core';
import { coreV1Namespace } from '@kube-rx/k8s/tokens';
import { TestServer } from '../support/test-server.ts';

interface Row {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
}

async function rowsOf(server: TestServer, path: string): Promise<readonly Row[]> {
  const { text } = await server.get(path);
  return (JSON.parse(text) as { readonly resources: readonly Row[] }).resources;
}

describe('discovery of a bare token', () => {
  test('says of a built-in kind what a real server says', async () => {
    const rows = await rowsOf(new TestServer({ resources: [coreV1Namespace] }), '/api/v1');
    const read = ['get', 'patch', 'update'];
    expect(rows.map(({ name, verbs, shortNames }) => ({ name, verbs, shortNames }))).toEqual([
      {
        name: 'namespaces',
        verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
        shortNames: ['ns'],
      },
      { name: 'namespaces/finalize', verbs: ['update'], shortNames: undefined },
      { name: 'namespaces/status', verbs: read, shortNames: undefined },
    ]);
  });

  test('offers every verb of a kind that no Kubernetes has, and the subresources of its token', async () => {
    const widget = defineResource({
      group: 'example.com',
      version: 'v1',
      kind: 'Widget',
      plural: 'widgets',
      scope: 'Namespaced',
      subresources: ['status', 'scale', 'unheard-of'],
    });
    const rows = await rowsOf(new TestServer({ resources: [widget] }), '/apis/example.com/v1');
    expect(rows.map(({ name }) => name)).toEqual(['widgets', 'widgets/scale', 'widgets/status']);
    expect(rows[0]?.verbs).toContain('deletecollection');
  });
});

test('a description may leave its members open by undefined', async () => {
  const open: object = {
    verbs: undefined,
    shortNames: undefined,
    subresources: undefined,
    singular: undefined,
  };
  const server = new TestServer({ resources: [{ resource: coreV1Namespace, ...open }] });
  expect((await rowsOf(server, '/api/v1'))[0]?.verbs).toContain('deletecollection');
});
