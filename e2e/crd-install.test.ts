// Kinds from code on the real API server: installed, used, upgraded, and kept from breaking.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client, NotReadyError } from '@kube-rx/client';
import { isInvalid } from '@kube-rx/core';
import { applyCrds, BreakingChangeError, defineCustomResource, type ObjectType } from '@kube-rx/crd';
import { z } from 'zod';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

let controlPlane: ControlPlane;
let client: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
});

afterAll(async () => {
  await client.close();
  await controlPlane.stop();
});

const base = { group: 'shop.example', kind: 'Website', scope: 'Namespaced', shortNames: ['ws'] } as const;
const spec = z.object({
  host: z.string().max(100),
  replicas: z.int().min(0).default(1),
  door: z.enum(['open', 'shut']).optional(),
});
const status = z.object({
  replicas: z.int().optional(),
  conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
});
const version = {
  spec,
  status,
  columns: { Host: '.spec.host', Ready: '.status.conditions[?(@.type=="Ready")].status' },
  selectableFields: ['.spec.host'],
  scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
  rules: [
    {
      rule: 'self.replicas <= 10',
      message: 'at most ten',
      fieldPath: '.replicas',
      reason: 'FieldValueForbidden',
    },
    { rule: 'self.host == oldSelf.host', messageExpression: "'it stays ' + oldSelf.host" },
  ],
  objectRules: [{ rule: 'self.metadata.name.size() < 20' }],
} as const;

const Website = defineCustomResource({ ...base, versions: { v1: version } });
type Website = ObjectType<typeof Website>;

describe('a kind from code', () => {
  test('is installed and used at once, with defaults, rules, status, scale and selection', async () => {
    const [applied] = await applyCrds(client, [Website]);
    expect(applied).toMatchObject({ name: 'websites.shop.example', outcome: 'created', changes: [] });
    const websites = Api.namespaced(client, Website, 'default');
    const made: Website = await websites.create({
      metadata: { name: 'front' },
      spec: { host: 'h', replicas: 1 },
    });
    expect(made.spec).toEqual({ host: 'h', replicas: 1 });
    const refusal = await websites
      .create({ metadata: { name: 'many' }, spec: { host: 'h', replicas: 11 } })
      .catch((error: unknown) => error);
    expect(isInvalid(refusal)).toBe(true);
    expect(String(refusal)).toContain('at most ten');
    await websites.status.patch.merge('front', { status: { replicas: 1 } });
    expect((await websites.get('front')).status?.replicas).toBe(1);
    expect(await websites.list({ fieldSelector: { 'spec.host': 'other' } })).toHaveLength(0);
    expect(await websites.list({ fieldSelector: { 'spec.host': 'h' } })).toHaveLength(1);
  });

  test('is unchanged where it is applied again', async () => {
    const [applied] = await applyCrds(client, [Website]);
    expect(applied).toMatchObject({ outcome: 'unchanged', changes: [] });
  });

  test('gets a field and a version more, whose objects are served at once', async () => {
    const more = { ...version, spec: spec.extend({ image: z.string().optional() }) };
    const both = defineCustomResource({
      ...base,
      versions: { v1: { ...more, storage: true }, v1beta1: { ...more, deprecated: 'use v1' } },
    });
    const [applied] = await applyCrds(client, [both]);
    expect(applied).toMatchObject({ outcome: 'configured', changes: [] });
    const old = Api.namespaced(client, both.inVersion('v1beta1'), 'default');
    expect((await old.get('front')).spec.host).toBe('h');
  });

  test('is not installed where it breaks what is there', async () => {
    const narrower = { ...version, spec: spec.extend({ door: z.enum(['open']).optional() }) };
    const failure = await applyCrds(client, [
      defineCustomResource({ ...base, versions: { v1: narrower } }),
    ]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BreakingChangeError);
    expect(String(failure)).toMatch(/v1 \.spec\.door: its enum has no "shut" any more \(refused\)/);
    expect(String(failure)).toMatch(/v1beta1: there is no such version any more \(unserved\)/);
  });

  test('keeps the version that is stored', async () => {
    const next = defineCustomResource({ ...base, versions: { v2: version } });
    await expect(applyCrds(client, [next], { allowBreaking: true })).rejects.toThrow(
      /v1: objects may be stored in it/,
    );
  });

  test('is told whose names are taken', async () => {
    const thief = defineCustomResource({
      ...base,
      plural: 'shops',
      singular: 'shop',
      shortNames: [],
      versions: { v1: { spec } },
    });
    const failure = await applyCrds(client, [thief]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotReadyError);
    expect(String(failure)).toMatch(
      /shops\.shop\.example will not be served, as its names are taken: .*Website/,
    );
    // With a name of its own it is installed, whatever its conditions said a moment ago.
    const honest = defineCustomResource({
      ...base,
      kind: 'Shop',
      shortNames: [],
      versions: { v1: { spec } },
    });
    const [applied] = await applyCrds(client, [honest]);
    expect(applied).toMatchObject({ name: 'shops.shop.example', outcome: 'configured' });
  });

  test('may be a definition from elsewhere, which is tried only', async () => {
    const definition = {
      ...Website.definition,
      metadata: { name: 'websites.other.example' },
      spec: { ...Website.definition.spec, group: 'other.example' },
    };
    const [applied] = await applyCrds(client, [definition], { dryRun: true });
    expect(applied?.outcome).toBe('created');
  });
});
