// The rights in the manifest of the website operators: what they ask for, and no more.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Access, AccessLog, compareRoles, describeAccess, describeExcess } from '@kube-rx/rbac';
import { Api, Client, type Controller, parseManifests } from 'kube-rx';
import { ConfigMap, Deployment, Service } from 'kube-rx/k8s';
import { websiteOperator } from '../../../../examples/operators/website.ts';
import { websiteComposite } from '../../../../examples/operators/website-composite.ts';
import { Website } from '../../../../examples/operators/website-kind.ts';
import { deployments, garbageCollector, OperatorCluster } from '../support/operator-cluster.ts';

const examples = join(import.meta.dirname, '../../../../examples/operators');
const manifests = parseManifests(readFileSync(join(examples, 'website.yaml')), 'website.yaml').map(
  ({ object }) => object,
);
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const seeds = [shop, ...manifests.filter(({ kind }) => kind !== 'Website')];

type Start = (client: Client, options: OperatorCluster['options']) => Controller<Website>;

/** What an operator asks for while websites come, change, lose what they own, and go. */
async function askedBy(start: Start): Promise<readonly Access[]> {
  const log = new AccessLog();
  const actors = [deployments, garbageCollector(Website, Deployment, Service)];
  await using cluster = new OperatorCluster(seeds, actors);
  const { client, clock, server } = cluster;
  const own = new Client(
    server.serviceTelling(({ access }) => log.add(access)),
    { clock },
  );
  const operator = start(own, cluster.options);
  const sites = Api.namespaced(client, Website, 'shop');
  await cluster.run(operator);
  for (const name of ['front', 'twin']) {
    await sites.create({ metadata: { name }, spec: { host: 'front.example.com', replicas: 2 } });
    await cluster.rest();
  }
  await sites.patch.merge('twin', { spec: { host: 'twin.example.com' } });
  await sites.patch.merge('front', { spec: { replicas: 0 } });
  await cluster.rest();
  await Api.namespaced(client, Deployment, 'shop').delete('twin');
  await cluster.rest();
  await Api.namespaced(client, ConfigMap, 'dns').replace('dns', { metadata: { name: 'dns' }, data: {} });
  await clock.advance(600_000);
  for (const name of ['front', 'twin']) await sites.delete(name);
  await cluster.rest();
  expect(await sites.list()).toHaveLength(0);
  for (const access of operator.access) log.add(access);
  await own.close();
  return log.accesses;
}

function compared(asked: readonly Access[]): string[] {
  const { missing, excess } = compareRoles(manifests, asked, { named: ['configmaps'] });
  return [...missing.map((one) => `missing: ${describeAccess(one)}`), ...excess.map(describeExcess)];
}

describe('the rights of the website operators', () => {
  test('are those that the two of them ask for, no more and no less', async () => {
    const [operator, composite] = await Promise.all([askedBy(websiteOperator), askedBy(websiteComposite)]);
    expect(compared([...operator, ...composite])).toEqual([]);
  });
});
