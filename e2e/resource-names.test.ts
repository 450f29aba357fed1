// The table of names is kubectl's own, on the embedded server.

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Client, Discovery, UnknownResourceError } from '@kube-rx/client';
import { apiVersionOf } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from '../packages/apiserver/test/support/kubectl.ts';
import { definitions, names } from '../packages/client/test/discovery/kubectl-names.ts';

let server: ApiServer;
let run: Kubectl;
let known: Discovery;

beforeAll(async () => {
  server = new ApiServer({ resources: catalog });
  const client = new Client(server.service);
  for (const definition of definitions)
    await client.request({
      method: 'POST',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      query: [],
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(definition),
    });
  run = kubectl(findKubectl() ?? '', (await server.listen()).url);
  known = new Discovery(client);
});

afterAll(async () => {
  run[Symbol.dispose]();
  await server.close();
});

/** As `apps/v1 deployments`. */
async function asKubectl(name: string): Promise<string> {
  const { stderr } = await run(`get ${name} -v=6`);
  if (stderr.includes("doesn't have a resource type")) return 'unknown';
  const asked = [...stderr.matchAll(/\/(?:api|apis)\/([^?" ]+)\?limit=500/g)].at(-1)?.[1];
  if (asked === undefined) throw new Error(`kubectl asked for nothing: ${stderr}`);
  return asked.replace('/namespaces/default', '').replace(/\/([^/]+)$/, ' $1');
}

async function asDiscovery(name: string): Promise<string> {
  try {
    const resource = await known.resolve(name);
    return `${apiVersionOf(resource)} ${resource.plural}`;
  } catch (error) {
    if (error instanceof UnknownResourceError) return 'unknown';
    throw error;
  }
}

test.each(names)('%s: %s', async (name, resource) => {
  expect([await asKubectl(name), await asDiscovery(name)]).toEqual([resource, resource]);
});
