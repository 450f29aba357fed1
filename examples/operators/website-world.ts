// A world to prove the operator of websites in: a person works on the same objects, Deployments come up late, what has no
// owner is collected, and everything may fail. `npm run simulate -- --subjects operator` runs it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  controllerSubject,
  deployments,
  garbageCollector,
  type PersonWritesOptions,
  personWrites,
  type SimulateOptions,
  type SimulationVerdict,
  simulate,
  type WorldOptions,
} from '@kube-rx/simulation';
import { Api, type Client, getCondition, parseManifests } from 'kube-rx';
import { ConfigMap, Deployment, Service } from 'kube-rx/k8s';
import { websiteOperator } from './website.ts';
import { Website } from './website-kind.ts';

const file = join(import.meta.dirname, 'website.yaml');
const manifests = parseManifests(readFileSync(file), 'website.yaml').map(({ object }) => object);

/** What else acts on the websites. */
type Person = Pick<PersonWritesOptions<Website>, 'names' | 'orphans'>;

/** All but the operator. */
export function surroundings(person: Person = {}): WorldOptions {
  return {
    definitions: manifests.filter(({ kind }) => kind === 'CustomResourceDefinition'),
    objects: manifests.filter(({ kind }) => kind === 'Namespace' || kind === 'ConfigMap'),
    actors: [deployments(), garbageCollector([Website, Deployment, Service])],
    workload: personWrites({
      resource: Website,
      draw: (random, name) => ({
        metadata: { name },
        spec: { host: `${name}-${random.below(100)}.example.com`, replicas: random.below(4) },
      }),
      children: [
        { resource: Deployment, draw: (random) => ({ spec: { replicas: random.below(9) } }) },
        {
          resource: Service,
          draw: (random) => ({ spec: { ports: [{ port: 80, targetPort: random.below(99) + 1 }] } }),
        },
      ],
      ...person,
    }),
  };
}

export const websiteWorld: Omit<SimulateOptions, 'seed'> = {
  ...surroundings(),
  subjects: [
    controllerSubject('websites', ({ client, ...options }) => websiteOperator(client, options), {
      primary: Website,
      children: [Deployment, Service],
      desired: notReady,
      promptMs: 2000,
      leftovers: stillPublished,
    }),
  ],
};

/** What went wrong under a seed: the same each time. */
export function simulateWebsites(seed: number): Promise<SimulationVerdict> {
  return simulate({ seed, ...websiteWorld });
}

export async function notReady(client: Client): Promise<string[]> {
  return (await Api.all(client, Website).list()).flatMap((site) => {
    const ready = getCondition(site.status ? { status: site.status } : {}, 'Ready');
    return ready?.status === 'True'
      ? []
      : [`${site.metadata.name} is not ready: ${ready?.reason ?? 'no status'}`];
  });
}

async function stillPublished(client: Client, { key }: { readonly key: string }): Promise<string[]> {
  const { data = {} } = await Api.namespaced(client, ConfigMap, 'dns').get('dns');
  const [namespace, name] = key.split('/');
  const hosts = Object.keys(data).filter((host) => data[host] === `${name}.${namespace}.svc`);
  return hosts.map((host) => `${host} is still in the DNS`);
}
