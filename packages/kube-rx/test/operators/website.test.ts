// The website operator of examples/operators, on an API server in memory.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Controller, getCondition, parseManifests } from 'kube-rx';
import { ConfigMap, Deployment, Service } from 'kube-rx/k8s';
import { Event } from 'kube-rx/k8s/events.k8s.io/v1';
import { websiteOperator } from '../../../../examples/operators/website.ts';
import { Website } from '../../../../examples/operators/website-kind.ts';
import { deployments, garbageCollector, OperatorCluster } from '../support/operator-cluster.ts';

const examples = join(import.meta.dirname, '../../../../examples/operators');
const manifests = parseManifests(readFileSync(join(examples, 'website.yaml')), 'website.yaml');
// With the kind, the rights and the DNS, and without the first website.
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const objects = [shop, ...manifests.map(({ object }) => object).filter(({ kind }) => kind !== 'Website')];
const anHour = 3_600_000;

describe('the website operator', () => {
  let cluster: OperatorCluster;
  let operator: Controller<Website>;
  let sites: Api<Website, 'status'>;
  let deployed: Api<Deployment>;
  let services: Api<Service>;
  let dns: Api<ConfigMap>;

  beforeEach(async () => {
    cluster = new OperatorCluster(objects, [deployments, garbageCollector(Website, Deployment, Service)]);
    const { client } = cluster;
    sites = Api.namespaced(client, Website, 'shop');
    deployed = Api.namespaced(client, Deployment, 'shop');
    services = Api.namespaced(client, Service, 'shop');
    dns = Api.namespaced(client, ConfigMap, 'dns');
    operator = websiteOperator(client, cluster.options);
    await cluster.run(operator);
    await sites.create({ metadata: { name: 'front' }, spec: { host: 'front.example.com', replicas: 2 } });
    await cluster.rest();
  });

  afterEach(() => cluster[Symbol.asyncDispose]());

  const ready = async (name = 'front') => getCondition(await sites.get(name), 'Ready');
  const records = async () => (await dns.get('dns')).data ?? {};

  test('makes the children of a website, publishes it and says that it is ready', async () => {
    expect((await deployed.get('front')).spec).toMatchObject({ replicas: 2 });
    expect((await services.get('front')).spec?.ports?.[0]).toMatchObject({ port: 80, targetPort: 8080 });
    expect(await records()).toEqual({ 'front.example.com': 'front.shop.svc' });
    expect(await ready()).toMatchObject({ status: 'True', reason: 'Available', observedGeneration: 1 });
    expect((await sites.get('front')).status?.readyReplicas).toBe(2);
    const events = await Api.namespaced(cluster.client, Event, 'shop').list();
    expect(events.map(({ reason, regarding }) => [reason, regarding?.name])).toEqual([
      ['Published', 'front'],
    ]);
  });

  test('writes nothing once all is as it shall be', async () => {
    expect(await cluster.writesWithin(anHour)).toBe(0);
  });

  test('follows a change of the website, and leaves no record of the host before', async () => {
    await sites.patch.merge('front', { spec: { host: 'new.example.com', replicas: 3 } });
    await cluster.rest();
    expect((await deployed.get('front')).spec?.replicas).toBe(3);
    expect(await records()).toEqual({ 'new.example.com': 'front.shop.svc' });
    expect(await ready()).toMatchObject({ status: 'True', observedGeneration: 2 });
  });

  test('makes anew what a person deletes', async () => {
    const before = await deployed.get('front');
    await deployed.delete('front');
    await services.delete('front');
    await cluster.rest();
    expect((await deployed.get('front')).metadata.uid).not.toBe(before.metadata.uid);
    await services.get('front');
    expect(await ready()).toMatchObject({ status: 'True' });
  });

  test('undoes what a person edits, and leaves fields alone that it does not own', async () => {
    await deployed.patch.strategic('front', {
      metadata: { annotations: { note: 'mine' } },
      spec: { replicas: 9, template: { spec: { containers: [{ name: 'web', image: 'evil:1' }] } } },
    });
    await cluster.rest();
    const { metadata, spec } = await deployed.get('front');
    expect(spec?.replicas).toBe(2);
    expect(spec?.template.spec?.containers[0]?.image).toBe('nginx:1.29');
    expect(metadata.annotations).toMatchObject({ note: 'mine' });
  });

  test('looks at the DNS every ten minutes, as nothing tells when it changes', async () => {
    await dns.replace('dns', { metadata: { name: 'dns' }, data: {} });
    await cluster.clock.advance(600_000);
    expect(await records()).toEqual({ 'front.example.com': 'front.shop.svc' });
  });

  test('takes the name back before a deleted website goes, and its children go after it', async () => {
    await sites.delete('front');
    expect((await sites.get('front')).metadata.deletionTimestamp).toBeDefined();
    await cluster.rest();
    expect(await records()).toEqual({});
    expect(
      [await sites.list(), await deployed.list(), await services.list()].map(({ length }) => length),
    ).toEqual([0, 0, 0]);
  });

  test('lets a website go where the DNS is gone already (finalizer deadlock)', async () => {
    await dns.delete('dns');
    await sites.delete('front');
    await cluster.rest();
    expect(await sites.list()).toHaveLength(0);
  });

  test('writes nothing when it is started again, as all that it knows is in the cluster', async () => {
    await cluster.stop(operator);
    const before = cluster.server.revision;
    await cluster.run(websiteOperator(cluster.client, cluster.options));
    expect(cluster.server.revision).toBe(before);
  });

  test('catches up with what happened while it did not run', async () => {
    await cluster.stop(operator);
    await sites.create({ metadata: { name: 'late' }, spec: { host: 'late.example.com' } });
    await sites.delete('front');
    await cluster.rest();
    expect(await records()).toEqual({ 'front.example.com': 'front.shop.svc' });
    await cluster.run(websiteOperator(cluster.client, cluster.options));
    expect(await records()).toEqual({ 'late.example.com': 'late.shop.svc' });
    expect((await sites.list()).map(({ metadata }) => metadata.name)).toEqual(['late']);
  });

  test('says of a website whose host is taken so, makes nothing of it, and heals when the host is free', async () => {
    await sites.create({ metadata: { name: 'copycat' }, spec: { host: 'front.example.com' } });
    await cluster.rest();
    expect(await ready('copycat')).toMatchObject({
      status: 'False',
      reason: 'HostTaken',
      message: 'front.example.com belongs to front.shop.svc',
    });
    expect(await deployed.list()).toHaveLength(1);
    expect(await records()).toEqual({ 'front.example.com': 'front.shop.svc' });
    await sites.delete('front');
    await cluster.clock.advance(30_000);
    await cluster.rest();
    expect(await ready('copycat')).toMatchObject({ status: 'True' });
  });

  test('takes no Deployment over that is not its own, and goes on within half a minute once it is gone', async () => {
    const labels = { app: 'legacy' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'legacy:1' }] } };
    await deployed.create({
      metadata: { name: 'old' },
      spec: { selector: { matchLabels: labels }, template },
    });
    await sites.create({ metadata: { name: 'old' }, spec: { host: 'old.example.com' } });
    await cluster.rest();
    expect(await ready('old')).toMatchObject({ status: 'False', reason: 'NameTaken' });
    const { metadata, spec } = await deployed.get('old');
    expect(metadata.ownerReferences).toBeUndefined();
    expect(spec?.template.spec?.containers[0]?.image).toBe('legacy:1');
    await deployed.delete('old');
    await cluster.clock.advance(30_000);
    await cluster.rest();
    expect(await ready('old')).toMatchObject({ status: 'True' });
  });

  test('does not count what an earlier namesake left behind (children of an earlier namesake counted)', async () => {
    const { metadata } = await deployed.get('front');
    const [owner] = metadata.ownerReferences ?? [];
    if (!owner) throw new Error('the Deployment has no owner');
    await deployed.patch.merge('front', {
      metadata: { ownerReferences: [{ ...owner, uid: 'another-uid' }] },
    });
    await cluster.rest();
    // The collector has taken it, as its owner is nobody. That is no deletion of a child of ours.
    expect(await deployed.list()).toHaveLength(0);
    await cluster.clock.advance(600_000);
    const { metadata: now } = await deployed.get('front');
    expect(now.uid).not.toBe(metadata.uid);
    expect(now.ownerReferences).toEqual([owner]);
  });

  test.each([
    ['a host that is none', { host: 'Not A Host' }],
    ['too many replicas', { host: 'a.example.com', replicas: 21 }],
    ['an empty image', { host: 'a.example.com', image: '' }],
  ])('has no website with %s, as the server refuses it', async (_, spec) => {
    await expect(sites.create({ metadata: { name: 'bad' }, spec })).rejects.toThrow(/invalid/i);
  });
});
