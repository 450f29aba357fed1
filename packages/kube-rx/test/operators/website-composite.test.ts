// The composite of examples/operators, on an API server in memory.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, controllerReference, getCondition, parseManifests } from 'kube-rx';
import { ConfigMap, Deployment, Service } from 'kube-rx/k8s';
import { Event } from 'kube-rx/k8s/events.k8s.io/v1';
import { websiteComposite } from '../../../../examples/operators/website-composite.ts';
import { Website } from '../../../../examples/operators/website-kind.ts';
import { deployments, garbageCollector, OperatorCluster } from '../support/operator-cluster.ts';

const examples = join(import.meta.dirname, '../../../../examples/operators');
const definition = parseManifests(readFileSync(join(examples, 'website.yaml')), 'website.yaml')
  .map(({ object }) => object)
  .filter(({ kind }) => kind === 'CustomResourceDefinition');
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const anHour = 3_600_000;

describe('the composite of a website', () => {
  let cluster: OperatorCluster;
  let sites: Api<Website, 'status'>;
  let deployed: Api<Deployment>;
  let services: Api<Service>;

  const ready = async (name = 'front') => getCondition(await sites.get(name), 'Ready');

  beforeEach(async () => {
    const actors = [deployments, garbageCollector(ConfigMap, Website, Deployment, Service)];
    cluster = new OperatorCluster([shop, ...definition], actors);
    sites = Api.namespaced(cluster.client, Website, 'shop');
    deployed = Api.namespaced(cluster.client, Deployment, 'shop');
    services = Api.namespaced(cluster.client, Service, 'shop');
    await cluster.run(websiteComposite(cluster.client, cluster.options));
    await sites.create({ metadata: { name: 'front' }, spec: { host: 'front.example.com', replicas: 2 } });
    await cluster.rest();
  });

  afterEach(() => cluster[Symbol.asyncDispose]());

  test('reaches what is desired, says so, and writes nothing after that', async () => {
    expect((await deployed.get('front')).spec?.replicas).toBe(2);
    await services.get('front');
    expect(await ready()).toMatchObject({ status: 'True', reason: 'Available' });
    expect(await cluster.writesWithin(anHour)).toBe(0);
  });

  test('makes anew what a person deletes, and undoes what a person edits', async () => {
    await services.delete('front');
    await deployed.patch.merge('front', { spec: { replicas: 7 } });
    await cluster.rest();
    await services.get('front');
    expect((await deployed.get('front')).spec?.replicas).toBe(2);
  });

  test('deletes what is no longer desired, and makes it again', async () => {
    await sites.patch.merge('front', { spec: { replicas: 0 } });
    await cluster.rest();
    expect(await services.list()).toHaveLength(0);
    expect((await deployed.get('front')).spec?.replicas).toBe(0);
    await sites.patch.merge('front', { spec: { replicas: 1 } });
    await cluster.rest();
    await services.get('front');
  });

  test('goes with its children', async () => {
    await sites.delete('front');
    await cluster.rest();
    expect(
      [await sites.list(), await deployed.list(), await services.list()].map((all) => all.length),
    ).toEqual([0, 0, 0]);
  });

  test('takes over nothing that another one controls, and says so', async () => {
    const other = await Api.namespaced(cluster.client, ConfigMap, 'shop').create({
      metadata: { name: 'other' },
    });
    await services.create({
      metadata: { name: 'copycat', ownerReferences: [controllerReference(ConfigMap, other)] },
      spec: { ports: [{ port: 1 }] },
    });
    await sites.create({ metadata: { name: 'copycat' }, spec: { host: 'b.example.com' } });
    await cluster.rest();
    expect((await services.get('copycat')).spec?.ports?.[0]?.port).toBe(1);
    const events = await Api.namespaced(cluster.client, Event, 'shop').list();
    expect(events.map(({ reason, regarding }) => [reason, regarding?.name])).toContainEqual([
      'DesiredStateRefused',
      'copycat',
    ]);
  });
});
