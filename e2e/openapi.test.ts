// The embedded server's OpenAPI v2 beside the real one's. That of v3 is compared with a copy in the unit tests.

import { expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { ControlPlane } from './control-plane.ts';

interface Swagger {
  readonly definitions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

// Which belong to every group, and name all that there are.
const shared = /\.meta\.v1\.(APIResourceList|DeleteOptions|Status|WatchEvent)$/;

/** Without descriptions, and lists in an order of their own: required fields are in that of chance. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(comparable).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => key !== 'description' || typeof inner !== 'string',
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, comparable(inner)]));
}

test('the definitions of OpenAPI v2 are those of the real server', async () => {
  await using controlPlane = await ControlPlane.start();
  const real = (await controlPlane.request('/openapi/v2')).body as Swagger;
  await using server = new ApiServer({ resources: catalog });
  const { body } = await server.service({ method: 'GET', path: '/openapi/v2', query: [], headers: {} });
  const embedded = JSON.parse(new TextDecoder().decode(await readBody(body))) as Swagger;
  const own = Object.entries(embedded.definitions).filter(([name]) => !shared.test(name));
  expect(own.length).toBeGreaterThan(540);
  for (const [name, definition] of own)
    expect([name, comparable(definition)]).toEqual([name, comparable(real.definitions[name])]);
}, 60_000);
