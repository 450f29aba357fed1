// Refusals that quote a large value many times over: their answers are bounded, and so is what is held meanwhile.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `name-${at}`);

function definition(keys: string[]): object {
  const list = {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': keys,
    items: { type: 'object' },
  };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: list } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'farms.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'farms', kind: 'Farm' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

function pod(more: object, resources: object): object {
  return {
    metadata: { name: 'a' },
    spec: { ...more, containers: [{ name: 'a', image: 'b', resources }] },
  };
}

describe('a refusal of what is large', () => {
  test.each<[what: string, path: string, body: object]>([
    [
      'a list with many keys that are no fields',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      definition(names(40_000)),
    ],
    [
      'a quota with one scope many times over',
      '/api/v1/namespaces/default/resourcequotas',
      {
        metadata: { name: 'a' },
        spec: { hard: { pods: '1', cpu: '1' }, scopes: Array.from({ length: 10_000 }, () => 'BestEffort') },
      },
    ],
    [
      'claims that a pod does not have, beside many that it has',
      '/api/v1/namespaces/default/pods',
      pod(
        { resourceClaims: names(20_000).map((name) => ({ name, resourceClaimName: 'c' })) },
        { claims: names(20_000).map((name) => ({ name: `x${name}` })) },
      ),
    ],
    [
      'limits without end',
      '/api/v1/namespaces/default/pods',
      pod({}, { limits: Object.fromEntries(names(20_000).map((name) => [name, '1'])) }),
    ],
  ])('of %s is told and ends', async (_, path, body) => {
    const server = new TestServer({ resources: catalog });
    const { status, text } = await server.post(path, body);
    expect([422, 501]).toContain(status);
    expect(text.length).toBeLessThan(50_000_000);
  });

  test('of a pair of keys is none where a Secret has many beginnings of PEM and no end', async () => {
    const server = new TestServer({ resources: catalog });
    const secret = {
      metadata: { name: 'a' },
      type: 'kubernetes.io/tls',
      stringData: { 'tls.crt': '-----BEGIN X-----\n'.repeat(15_000), 'tls.key': 'x' },
    };
    expect((await server.post('/api/v1/namespaces/default/secrets', secret)).status).toBe(201);
  });
});
