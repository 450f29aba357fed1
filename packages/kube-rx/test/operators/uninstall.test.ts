// The operator of examples/operators/deployed is upgraded and taken out of a cluster: nothing gets stuck, or it is told.

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, applyAll, readManifests } from 'kube-rx';
import { applyCrds, BreakingChangeError, CustomResourceDefinition, type JsonSchemaProps } from 'kube-rx/crd';
import { ConfigMap, Deployment, Namespace, Service } from 'kube-rx/k8s';
import { Deployment as Operator } from 'kube-rx/k8s/apps/v1';
import { ClusterRole } from 'kube-rx/k8s/rbac.authorization.k8s.io/v1';
import { uninstall } from '../../../../examples/operators/deployed/uninstall.ts';
import { dnsFinalizer, websiteOperator } from '../../../../examples/operators/website.ts';
import { Website } from '../../../../examples/operators/website-kind.ts';
import { deployments, garbageCollector, OperatorCluster } from '../support/operator-cluster.ts';

const deploy = join(import.meta.dirname, '../../../../examples/operators/deployed/deploy');
const files = ['namespace', 'dns', 'websites.example.com', 'rbac', 'operator'];
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

let cluster: OperatorCluster;
let told: string[];
const operator = () => websiteOperator(cluster.client, cluster.options);
const sites = () => Api.namespaced(cluster.client, Website, 'shop');
const records = async () =>
  Object.keys((await Api.namespaced(cluster.client, ConfigMap, 'dns').get('dns')).data ?? {});

beforeEach(async () => {
  told = [];
  cluster = new OperatorCluster([shop], [deployments, garbageCollector(Website, Deployment, Service)]);
  await inTime(
    applyAll(cluster.client, await readManifests(files.map((file) => join(deploy, `${file}.yaml`)))),
  );
});

afterEach(async () => cluster[Symbol.asyncDispose]());

/** Lets time pass until it has ended. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const ended = work.finally(() => over.abort());
  ended.catch(() => undefined);
  while (!over.signal.aborted) await cluster.clock.advance(500);
  return ended;
}

async function create(...names: readonly string[]): Promise<void> {
  for (const name of names)
    await sites().create({ metadata: { name }, spec: { host: `${name}.example.com` } });
}

const tell = (line: string): void => void told.push(line);
const remove = (forceFinalizers = false) => inTime(uninstall(cluster.client, { forceFinalizers, tell }));

/** What is left of what was installed. */
async function left(): Promise<readonly string[]> {
  const { client } = cluster;
  const found = {
    deployment: await Api.namespaced(client, Operator, 'website-operator').getOptional('website-operator'),
    definition: await Api.all(client, CustomResourceDefinition).getOptional('websites.example.com'),
    rights: await Api.all(client, ClusterRole).getOptional('website-operator'),
    namespace: await Api.all(client, Namespace).getOptional('website-operator'),
  };
  return Object.entries(found).flatMap(([name, object]) => (object ? [name] : []));
}

const everything = ['deployment', 'definition', 'rights', 'namespace'];

describe('uninstalling', () => {
  test('takes away all but what is outside, which the operator has cleaned up', async () => {
    const running = operator();
    await cluster.run(running);
    await create('front', 'back');
    await cluster.rest();
    expect(await records()).toHaveLength(2);
    expect(await left()).toEqual(everything);

    expect(await remove()).toBe(true);
    expect(told[0]).toBe('the websites are gone');
    expect(await records()).toEqual([]);
    expect(await left()).toEqual([]);
    // And once more, where there is nothing left.
    expect(await remove()).toBe(true);
  });

  test('touches nothing else while websites are stuck, and says why', async () => {
    const running = operator();
    await cluster.run(running);
    await create('front');
    await cluster.rest();
    await cluster.stop(running);

    expect(await remove()).toBe(false);
    expect(told).toEqual(['shop/front is stuck: example.com/dns: no operator leads']);
    expect(await left()).toEqual(everything);
    expect((await sites().get('front')).metadata.finalizers).toEqual([dnsFinalizer]);

    // An operator that comes back ends it in order.
    await cluster.run(operator());
    expect(await remove()).toBe(true);
    expect(await records()).toEqual([]);
  });

  test('lets go of websites of an operator that is gone, where it is forced, and says what stays', async () => {
    const running = operator();
    await cluster.run(running);
    await create('front');
    await cluster.rest();
    await cluster.stop(running);

    expect(await remove(true)).toBe(true);
    expect(told).toContain('shop/front: let go of. front.example.com may still be in the DNS: look there');
    expect(await records()).toEqual(['front.example.com']);
    expect(await left()).toEqual([]);
  });

  test('takes no finalizer of anybody else', async () => {
    const finalizers = ['backup.example.com/a', dnsFinalizer, 'backup.example.com/b'];
    await sites().create({ metadata: { name: 'front', finalizers }, spec: { host: 'front.example.com' } });
    expect(await remove(true)).toBe(false);
    expect(told[0]).toBe(
      'shop/front is stuck: example.com/dns: no operator leads; backup.example.com/a: not of this operator; ' +
        'backup.example.com/b: not of this operator',
    );
    const { metadata } = await sites().get('front');
    expect(metadata.finalizers).toEqual(['backup.example.com/a', 'backup.example.com/b']);
    expect(await left()).toEqual(everything);
  });
});

describe('an upgrade of the kind', () => {
  /** The definition, with another schema of the spec. */
  function changed(change: (properties: Record<string, JsonSchemaProps>) => void): CustomResourceDefinition {
    const definition = structuredClone(Website.definition);
    const properties = definition.spec.versions[0]?.schema?.openAPIV3Schema?.properties?.['spec']?.properties;
    change(properties as Record<string, JsonSchemaProps>);
    return definition;
  }

  test('that adds a field keeps all websites, and the operator goes on with them', async () => {
    await cluster.run(operator());
    await create('front');
    await cluster.rest();
    const wider = changed((properties) => (properties['theme'] = { type: 'string', default: 'light' }));
    const [applied] = await inTime(applyCrds(cluster.client, [wider]));
    expect(applied).toMatchObject({ outcome: 'configured', changes: [] });
    await sites().patch.merge('front', { spec: { replicas: 2, theme: 'dark' } as Partial<Website['spec']> });
    await cluster.rest();
    const front = await sites().get('front');
    expect(front.spec).toMatchObject({ theme: 'dark', host: 'front.example.com' });
    expect(front.status).toMatchObject({ readyReplicas: 2 });
  });

  test('that would break websites is refused, and nothing is written', async () => {
    const narrower = changed((properties) => (properties['host'] = { type: 'string', maxLength: 10 }));
    await expect(inTime(applyCrds(cluster.client, [narrower]))).rejects.toThrow(BreakingChangeError);
    await create('a-long-name-of-a-website');
    expect(await sites().list()).toHaveLength(1);
  });
});
