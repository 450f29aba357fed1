import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, parseManifests } from '@kube-rx/client';
import { defineResource, exactInteger, type KubeObject } from '@kube-rx/core';
import { Pod } from '@kube-rx/k8s';
import { loadManifests } from '../../src/apiserver/load.ts';

interface Website extends KubeObject {
  readonly spec?: { readonly hits: number; readonly each: readonly number[] };
  readonly status?: { readonly hits: number };
}

const Website = defineResource<Website>({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  plural: 'websites',
  scope: 'Namespaced',
});

const custom = `
apiVersion: example.com/v1
kind: Website
metadata: { name: shop, namespace: shop }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: websites.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: websites, singular: website, kind: Website }
  versions:
  - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: a } }
---
apiVersion: v1
kind: Namespace
metadata: { name: default }
`;

const dumped = `
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: { name: web, namespace: new, resourceVersion: "77", uid: abc, managedFields: [{ manager: x }] }
  spec: { containers: [{ name: c, image: i }] }
  status: { phase: Running, podIP: 10.1.0.1 }
`;

function load(text: string): { client: Client; loaded: Promise<void> } {
  const client = new Client(new ApiServer().service);
  return { client, loaded: loadManifests(client, parseManifests(text, 'f.yaml')) };
}

describe('loading manifests', () => {
  test.each([
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551615', 18446744073709552000n],
    ['1e20', 100000000000000000000n],
    ['-1.0e16', -10000000000000000n],
  ])('takes the number %s as kubectl does', async (written, exact) => {
    const { client, loaded } = load(`${custom}---
apiVersion: example.com/v1
kind: Website
metadata: { name: large, namespace: shop }
spec: { hits: ${written}, each: [${written}] }
status: { hits: ${written} }
`);
    await loaded;
    const { spec, status } = await Api.namespaced(client, Website, 'shop').get('large');
    expect([exactInteger(spec, 'hits'), exactInteger(spec?.each, 0), exactInteger(status, 'hits')]).toEqual([
      exact,
      exact,
      exact,
    ]);
  });

  test('takes definitions and namespaces first, whatever the order of the file', async () => {
    const { client, loaded } = load(custom);
    await loaded;
    expect((await Api.all(client, Website).list()).map(({ metadata }) => metadata.name)).toEqual(['shop']);
  });

  test('takes what was dumped from another cluster, status included', async () => {
    const { client, loaded } = load(dumped);
    await loaded;
    const { metadata, status } = await Api.namespaced(client, Pod, 'new').get('web');
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.1.0.1' });
    expect(metadata.uid).not.toBe('abc');
  });

  test.each([
    [
      'apiVersion: v1\nkind: Nope\nmetadata: { name: a }\n',
      'f.yaml:1: the server has no kind Nope in v1; is its',
    ],
    [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: A_b }\n',
      'f.yaml:1: create configmaps in default: ',
    ],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: { name: A/b }\n', 'f.yaml:1: '],
  ])('names the place of what the server does not take: %j', async (text, message) => {
    await expect(load(text).loaded).rejects.toThrow(message);
  });
});
