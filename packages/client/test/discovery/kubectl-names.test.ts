// What names mean to the real kubectl, on one server, is what they mean here.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from '../../../apiserver/test/support/kubectl.ts';
import { Client } from '../../src/client.ts';
import { Discovery, UnknownResourceError } from '../../src/discovery/discovery.ts';

const path = findKubectl();
let server: ApiServer;
let run: Kubectl;
let known: Discovery;

interface Names {
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
}

function definition(group: string, versions: readonly string[], names: Names): object {
  const schema = { openAPIV3Schema: { type: 'object' } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names,
      versions: versions.map((name, at) => ({ name, served: true, storage: at === 0, schema })),
    },
  };
}

beforeAll(async () => {
  server = new ApiServer({ resources: catalog });
  const client = new Client(server.service);
  for (const made of [
    // Names that built-in kinds have as well, and those of one another.
    definition('aaa.example', ['v1'], { plural: 'services', kind: 'Service', shortNames: ['ksvc'] }),
    definition('zzz.example', ['v1alpha1', 'v1', 'v1beta1'], {
      plural: 'websites',
      kind: 'Website',
      singular: 'site',
      shortNames: ['ws', 'po'],
    }),
    definition('yyy.example', ['v1'], { plural: 'websites', kind: 'Website', shortNames: ['ws'] }),
    definition('v1.example', ['v1'], { plural: 'deployments', kind: 'Deployment' }),
  ])
    await client.request({
      method: 'POST',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      query: [],
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(made),
    });
  run = kubectl(path ?? '', (await server.listen()).url);
  known = new Discovery(client);
});

afterAll(async () => {
  run[Symbol.dispose]();
  await server.close();
});

const unknown = 'unknown';

/** As `apps/v1 deployments`. */
async function asKubectl(name: string): Promise<string> {
  const { stderr } = await run(`get ${name} -v=6`);
  if (/doesn't have a resource type/.test(stderr)) return unknown;
  const asked = [...stderr.matchAll(/\/(?:api|apis)\/([^?" ]+)\?limit=500/g)].at(-1)?.[1];
  if (asked === undefined) throw new Error(`kubectl asked for nothing: ${stderr}`);
  const [apiVersion, plural] = asked.split(/\/namespaces\/default\/|\/(?=[^/]+$)/);
  return `${apiVersion} ${plural}`;
}

async function asOurs(name: string): Promise<string> {
  try {
    const { group, version, plural } = await known.resolve(name);
    return `${group === '' ? '' : `${group}/`}${version} ${plural}`;
  } catch (error) {
    if (error instanceof UnknownResourceError) return unknown;
    throw error;
  }
}

(path === undefined ? test.skip : test).each([
  'pods',
  'pod',
  'po',
  'Pod',
  'PODS',
  'deploy',
  'deployments',
  'Deployment',
  'deployments.apps',
  'deployment.apps',
  'deploy.apps',
  'deployments.v1.apps',
  'deployment.v1.apps',
  'Deployment.v1.apps',
  'deployments.v2.apps',
  'deployments.v1',
  'deployments.v1.example',
  'deployments.v1.v1.example',
  'deployments.',
  'ing',
  'ingresses',
  'ingresses.networking',
  'ingress.net',
  'events',
  'ev',
  'event',
  'Event',
  'events.events.k8s.io',
  'ev.events.k8s.io',
  'events.v1.events.k8s.io',
  'events.v1.',
  'pods.v1.',
  'svc',
  'services',
  'Service',
  'services.aaa.example',
  'service.aaa',
  'ksvc',
  'website',
  'site',
  'sites',
  'websites',
  'Website',
  'ws',
  'ws.zzz.example',
  'ws.zzz',
  'po.zzz.example',
  'websites.zzz.example',
  'websites.v1beta1.zzz.example',
  'websites.v1alpha1.zzz.example',
  'Website.v1alpha1.zzz.example',
  'websites.v2.zzz.example',
  'hpa',
  'hpa.v2.autoscaling',
  'horizontalpodautoscalers.v1.autoscaling',
  'horizontalpodautoscaler.autoscal',
  'cm',
  'ns',
  'no',
  'pc',
  'crd',
  'crds',
  'nothing',
  'pods.apps',
  'po.v1.',
  'constructor',
])('%s', async (name) => {
  expect(await asOurs(name)).toBe(await asKubectl(name));
});
