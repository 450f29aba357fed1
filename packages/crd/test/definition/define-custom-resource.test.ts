import { describe, expect, it, test } from '@jest/globals';
import type { KubeObject, Resource } from '@kube-rx/core';
import { defineCustomResource, InvalidCustomResourceError, type ObjectType, pluralOf } from '@kube-rx/crd';
import { z } from 'zod';
import { spec, status, websiteOf } from '../support/website.ts';

const base = { group: 'shop.example', kind: 'Website', scope: 'Namespaced' } as const;

const Website = defineCustomResource({
  ...base,
  shortNames: ['ws'],
  categories: ['shop'],
  versions: {
    v1beta1: { spec, deprecated: 'use v1' },
    v1: {
      spec,
      status,
      description: 'A website.',
      columns: {
        Host: '.spec.host',
        Replicas: '.spec.replicas',
        Since: { jsonPath: '.status.since', type: 'date' },
        Ready: '.status.conditions[?(@.type=="Ready")].status',
        Age: { jsonPath: '.metadata.creationTimestamp', priority: 1 },
      },
      selectableFields: ['.spec.host'],
      scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.readyReplicas' },
      objectRules: [{ rule: 'self.metadata.name.size() < 50' }],
    },
  },
  rules: [{ rule: 'self.replicas <= 10', message: 'at most ten' }],
});
type Website = ObjectType<typeof Website>;

function problemsOf(define: () => unknown): readonly string[] {
  try {
    define();
  } catch (error) {
    if (error instanceof InvalidCustomResourceError) return error.problems;
    throw error;
  }
  return [];
}

describe('defineCustomResource', () => {
  it('is a token of the most stable version', () => {
    expect(Website).toMatchObject({
      ...base,
      version: 'v1',
      plural: 'websites',
      subresources: ['status', 'scale'],
    });
    expect(Website.inVersion('v1beta1')).toEqual({
      ...base,
      version: 'v1beta1',
      plural: 'websites',
      subresources: [],
    });
  });

  it('makes the definition of all versions', () => {
    expect(Website.definition).toMatchObject({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'websites.shop.example' },
      spec: {
        group: 'shop.example',
        scope: 'Namespaced',
        names: {
          plural: 'websites',
          singular: 'website',
          kind: 'Website',
          listKind: 'WebsiteList',
          shortNames: ['ws'],
          categories: ['shop'],
        },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas' } },
            additionalPrinterColumns: [
              { name: 'Host', type: 'string', jsonPath: '.spec.host' },
              { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
              { name: 'Since', type: 'date', jsonPath: '.status.since' },
              { name: 'Ready', type: 'string' },
              { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 1 },
            ],
            selectableFields: [{ jsonPath: '.spec.host' }],
          },
          { name: 'v1beta1', served: true, storage: false, deprecated: true, deprecationWarning: 'use v1' },
        ],
      },
    });
    const [v1] = Website.definition.spec.versions;
    expect(v1?.schema?.openAPIV3Schema).toMatchObject({
      type: 'object',
      description: 'A website.',
      required: ['spec'],
      'x-kubernetes-validations': [{ rule: 'self.metadata.name.size() < 50' }],
      properties: {
        spec: {
          type: 'object',
          required: ['host', 'replicas'],
          properties: { replicas: { type: 'integer', default: 1 } },
          'x-kubernetes-validations': [{ rule: 'self.replicas <= 10', message: 'at most ten' }],
        },
      },
    });
  });

  test('its objects have the types of the schema, with defaults', () => {
    const site: Website = { metadata: { name: 'a' }, spec: { host: 'h', replicas: 1 } };
    const replicas: number = site.spec.replicas;
    // @ts-expect-error The spec has no such field.
    const wrong: keyof Website['spec'] = 'nothing';
    const ready: number | undefined = site.status?.readyReplicas;
    const old: Resource<KubeObject & { readonly spec: { readonly host: string } }, 'Namespaced', never> =
      Website.inVersion('v1beta1');
    expect([replicas, wrong, ready, old.version]).toEqual([1, 'nothing', undefined, 'v1beta1']);
    const scope: 'Namespaced' = Website.scope;
    const subresources: readonly ('status' | 'scale')[] | undefined = Website.subresources;
    expect([scope, subresources]).toEqual(['Namespaced', ['status', 'scale']]);
  });

  it('knows no other version', () => {
    // @ts-expect-error The compiler knows as well.
    expect(() => Website.inVersion('v2')).toThrow(/has no version "v2"; it has v1, v1beta1/);
  });

  it.each([
    ['v1beta1 before v1alpha1', ['v1alpha1', 'v1beta1'], 'v1beta1'],
    ['v10 before v2', ['v2', 'v10'], 'v10'],
    ['any v before other names', ['stable', 'v1alpha1'], 'v1alpha1'],
  ])('stores %s', (_, names, stored) => {
    const versions = Object.fromEntries(names.map((name) => [name, { spec }]));
    expect(defineCustomResource({ ...base, versions }).version).toBe(stored);
  });

  it('stores what it is told to', () => {
    const kind = defineCustomResource({
      ...base,
      versions: { v1: { spec }, v1beta1: { spec, storage: true } },
    });
    expect(kind.version).toBe('v1beta1');
  });

  it.each([
    ['a group of one word', { group: 'shop' }, /group "shop" is no domain/],
    ['a protected group', { group: 'shop.k8s.io' }, /is protected/],
    ['a kind with a dash', { kind: 'Web-Site' }, /kind "Web-Site" is not letters and digits/],
    ['a plural in capitals', { plural: 'Websites' }, /plural "Websites" is no DNS label/],
    ['a short name with a dot', { shortNames: ['w.s'] }, /short name "w.s"/],
    ['no versions', { versions: {} }, /no version for storage/],
    [
      'two versions for storage',
      { versions: { v1: { spec, storage: true }, v2: { spec, storage: true } } },
      /more than one version is for storage: v2, v1/,
    ],
    ['a version with a dot', { versions: { 'v1.1': { spec } } }, /version "v1.1" is no DNS label/],
    [
      'a column of nothing',
      { versions: { v1: { spec, columns: { Host: '.spec.hots' } } } },
      /version v1: column "Host" of ".spec.hots": there is no field "hots"; there are: host, replicas, tags/,
    ],
    [
      'a column that filters by nothing',
      { versions: { v1: { spec, columns: { T: '.spec.tags[?(@.nam=="x")].weight' } } } },
      /column "T".*there is no field "nam"/,
    ],
    [
      'a column without a dot',
      { versions: { v1: { spec, columns: { Host: 'spec.host' } } } },
      /does not begin with a dot/,
    ],
    [
      'a field to select by that is a list',
      { versions: { v1: { spec, selectableFields: ['.spec.tags'] } } },
      /selectable field ".spec.tags": it is array/,
    ],
    [
      'a scale of nothing',
      {
        versions: {
          v1: {
            spec,
            status,
            scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.spec.replicas' },
          },
        },
      },
      /scale.specReplicasPath ".spec.size": there is no field "size"/,
    ],
    [
      'a wrong rule',
      { rules: [{ rule: 'self.replica < 1' }] },
      /version v1: rule "self.replica < 1" of .spec: "self.replica" has no such field/,
    ],
    [
      'versions of different types',
      { versions: { v1: { spec }, v2: { spec: z.object({ host: z.int() }) } } },
      /versions v2 and v1 cannot be converted .*\.spec\.host: its type was/,
    ],
    [
      'extensions of metadata',
      { versions: { v1: { spec, extensions: { metadata: {} } } } },
      /extensions "metadata"/,
    ],
  ])('refuses %s', (_, change, message) => {
    const problems = problemsOf(() =>
      defineCustomResource({ ...base, versions: { v1: { spec } }, ...change }),
    );
    expect(problems.some((problem) => message.test(problem))).toBe(true);
  });

  it('tells all that is wrong at once', () => {
    const wrong = { group: 'shop', versions: { v1: { spec, columns: { A: '.spec.a', B: '.spec.b' } } } };
    expect(problemsOf(() => defineCustomResource({ ...base, ...wrong }))).toHaveLength(3);
  });

  it('converts versions of different types by a webhook', () => {
    const conversion = {
      strategy: 'Webhook',
      webhook: { clientConfig: { url: 'https://shop.example/convert' }, conversionReviewVersions: ['v1'] },
    } as const;
    const versions = { v1: { spec }, v2: { spec: z.object({ host: z.int() }) } };
    const { definition } = defineCustomResource({ ...base, versions, conversion });
    expect(definition.spec.conversion).toEqual(conversion);
  });

  it.each([
    ['.spec.a\\.b'],
    [".spec['a.b']"],
    ['.spec.list[0].x'],
    ['.spec.list[*].x'],
    ['.spec.map.anything.x'],
    ['.spec.open.a.b'],
    ['.spec.list[0:2].x'],
    ['.metadata.labels.app'],
  ])('takes a column of %s', (jsonPath) => {
    const element = { type: 'object', properties: { x: { type: 'string' } } } as const;
    const site = websiteOf(
      {
        type: 'object',
        properties: {
          'a.b': { type: 'string' },
          list: { type: 'array', items: element },
          map: { type: 'object', additionalProperties: element },
          open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
      { columns: { C: jsonPath } },
    );
    expect(site.definition.spec.versions[0]?.additionalPrinterColumns).toEqual([
      { name: 'C', type: 'string', jsonPath },
    ]);
  });
});

describe('pluralOf', () => {
  it.each([
    ['website', 'websites'],
    ['policy', 'policies'],
    ['gateway', 'gateways'],
    ['ingress', 'ingresses'],
    ['switch', 'switches'],
    ['proxy', 'proxies'],
    ['box', 'boxes'],
  ])('of %s is %s', (word, plural) => {
    expect(pluralOf(word)).toBe(plural);
  });
});
