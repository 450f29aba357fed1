import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Client, discovery, UnknownResourceError } from '@kube-rx/client';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { type Kubectl, kubectlOf } from './kubectl.ts';

let controlPlane: ControlPlane;
let client: Client;
let kubectl: Kubectl;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
  kubectl = await kubectlOf(controlPlane);
});

afterAll(async () => {
  await kubectl[Symbol.asyncDispose]();
  await client.close();
  await controlPlane.stop();
});

test('an extension whose server is down hides only itself, and is told', async () => {
  const service = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.broken.example' },
    spec: {
      group: 'broken.example',
      version: 'v1',
      groupPriorityMinimum: 1000,
      versionPriority: 10,
      insecureSkipTLSVerify: true,
      service: { name: 'none', namespace: 'default' },
    },
  };
  const path = '/apis/apiregistration.k8s.io/v1/apiservices';
  expect((await controlPlane.request(path, { body: service })).status).toBe(201);
  const known = discovery(client);
  await eventually('the group is listed', async () => {
    known.invalidate();
    return (await known.served()).unavailable.includes('broken.example/v1');
  });
  expect(await known.resolve('deploy')).toMatchObject({ plural: 'deployments', group: 'apps' });
  await expect(known.resolve('gadgets')).rejects.toMatchObject({ unavailable: ['broken.example/v1'] });
});

test('a definition that is created while a program runs is found', async () => {
  const known = discovery(client);
  await expect(known.resolve('gizmos')).rejects.toBeInstanceOf(UnknownResourceError);
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gizmos.shop.example' },
    spec: {
      group: 'shop.example',
      scope: 'Namespaced',
      names: { plural: 'gizmos', singular: 'gizmo', kind: 'Gizmo', shortNames: ['gz'] },
      versions: ['v1alpha1', 'v1', 'v1beta1'].map((name) => ({
        name,
        served: true,
        storage: name === 'v1',
        schema: { openAPIV3Schema: { type: 'object' } },
      })),
    },
  };
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  expect((await controlPlane.request(path, { body: definition })).status).toBe(201);
  await eventually('the kind is served', async () => {
    known.invalidate();
    return known.resolve('gz').then(
      ({ version }) => version === 'v1',
      () => false,
    );
  });
  // Each version is served in its own time.
  await eventually('the other version is served', async () => {
    known.invalidate();
    const { resources } = await known.served();
    return resources.some(({ group, version }) => group === 'shop.example' && version === 'v1beta1');
  });
  expect(await known.resolveKind({ apiVersion: 'shop.example/v1beta1', kind: 'Gizmo' })).toMatchObject({
    plural: 'gizmos',
    version: 'v1beta1',
  });
});

test.each([
  'po',
  'deploy.apps',
  'deployments.v1.apps',
  'ing',
  'ev',
  'events.v1.events.k8s.io',
  'hpa',
  'pdb',
  'sc',
  'csr',
  'netpol',
  'crd',
  'cj',
  'lease',
  'endpointslice',
])('%s means to kubectl what it means here', async (name) => {
  const { output } = await kubectl(`get ${name} -v=6`);
  const { group, version, plural } = await discovery(client).resolve(name);
  const asked = [...output.matchAll(/\/(?:api|apis)\/([^?" ]+)\?limit=500/g)].at(-1)?.[1];
  expect(asked?.replace('/namespaces/default', '')).toBe(
    `${group === '' ? '' : `${group}/`}${version}/${plural}`,
  );
});
