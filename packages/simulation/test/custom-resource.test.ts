// A user's own resource, defined by a schema, in the world of the simulation.

import { describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { defineResource, type KubeObject, type Scope } from '@kube-rx/core';
import { simulate } from '../src/simulate.ts';
import { reflectorSubject, watcherSubject } from '../src/subject.ts';
import { randomWrites, type Workload } from '../src/workload.ts';
import { World } from '../src/world.ts';

interface Website extends KubeObject {
  readonly spec: { readonly host: string; readonly replicas?: number };
}

function website<S extends Scope>(scope: S) {
  const resource = defineResource<Website>({
    group: 'shop.example',
    version: 'v1',
    kind: 'Website',
    plural: 'websites',
    scope,
  });
  const spec = {
    type: 'object',
    required: ['host'],
    properties: {
      host: { type: 'string' },
      replicas: { type: 'integer', minimum: 0, default: 1 },
    },
  };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'websites.shop.example' },
    spec: {
      group: 'shop.example',
      scope,
      names: { plural: 'websites', singular: 'website', kind: 'Website', listKind: 'WebsiteList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec } } },
        },
      ],
    },
  };
  return { resource, definitions: [definition] };
}

const draw = (random: { below(bound: number): number }) => ({
  metadata: { labels: { size: String(random.below(3)) } },
  spec: { host: `${random.below(1000)}.shop.example` },
});

describe('a custom resource in the simulation', () => {
  test.each<[Scope, number]>([
    ['Namespaced', 1],
    ['Namespaced', 2],
    ['Namespaced', 3],
    ['Cluster', 4],
  ])('%s: is reflected without a broken promise under seed %d', async (scope, seed) => {
    const { resource, definitions } = website(scope);
    const verdict = await simulate({
      seed,
      definitions,
      workload: randomWrites({ resource, draw }),
      subjects: [
        reflectorSubject('reflecting', { resource }),
        watcherSubject('selecting', { resource, labelSelector: 'size=1', labelIndexes: ['size'] }),
      ],
    });
    expect(verdict.violations).toEqual([]);
    expect(verdict.events).toBeGreaterThan(20);
  });

  test('is held to its schema', async () => {
    const { resource, definitions } = website('Namespaced');
    const world = new World(1, { definitions });
    const websites = Api.namespaced(world.direct(), resource, 'default');
    const created = await websites.create({ metadata: { name: 'a' }, spec: { host: 'a.shop.example' } });
    expect(created.spec.replicas).toBe(1);
    const invalid = { metadata: { name: 'b' }, spec: { host: 'b.shop.example', replicas: -1 } };
    await expect(websites.create(invalid)).rejects.toThrow('spec.replicas');
    await world.close();
  });

  test('comes back as it was at the start when the server is restored', async () => {
    const { resource, definitions } = website('Namespaced');
    const first = { apiVersion: 'shop.example/v1', kind: 'Website', metadata: { name: 'first' } };
    const objects = [{ ...first, spec: { host: 'first.shop.example' } }];
    const workload: Workload = ({ client }) =>
      Api.namespaced(client, resource, 'default')
        .delete('first')
        .then(() => undefined);
    const world = new World(1, { definitions, objects, workload });
    const before = await world.truth({ resource });
    await world.write(world.random);
    expect(await world.truth({ resource })).toEqual([]);
    world.inflict({ fault: { type: 'restore' } });
    expect(await world.truth({ resource })).toEqual(before);
    expect(before).toEqual([expect.stringMatching(/^default\/first@/)]);
    await world.close();
  });

  test('that a subject loses track of is told as a violation', async () => {
    const { resource, definitions } = website('Namespaced');
    const verdict = await simulate({
      seed: 1,
      definitions,
      recoveryMs: 30_000,
      workload: randomWrites({ resource, draw }),
      subjects: [
        (world) => ({
          caughtUp: async () => (await world.truth({ resource })).length === 0,
          violations: () => [],
          events: 0,
          close: () => Promise.resolve(),
        }),
      ],
    });
    expect(verdict.violations[0]).toContain('I1: not caught up with the server');
  });
});
