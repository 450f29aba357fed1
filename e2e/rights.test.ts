// Roles that are written for what was asked, on a real API server: it allows all of that, and nothing beside.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, applyAll, type Client } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import { SubjectAccessReview } from '@kube-rx/k8s/authorization.k8s.io/v1';
import { type Access, compareRoles, describeAccess, rolesFor } from '@kube-rx/rbac';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const user = 'system:serviceaccount:default:operator';
const web = { group: 'apps', resource: 'deployments' };
const dns = { group: '', resource: 'configmaps', namespace: 'kube-public' };
const asked: readonly Access[] = [
  { verb: 'list', ...web },
  { verb: 'create', ...web, namespace: 'default' },
  { verb: 'patch', ...web, namespace: 'default', name: 'a' },
  { verb: 'update', ...web, subresource: 'scale', namespace: 'default', name: 'a' },
  { verb: 'get', ...dns, name: 'dns' },
  { verb: 'get', ...dns, name: 'more' },
  { verb: 'watch', ...dns, name: 'dns' },
  { verb: 'create', ...dns },
  { verb: 'deletecollection', group: '', resource: 'pods', namespace: 'kube-public' },
  { verb: 'get', group: '', resource: 'nodes', name: 'n' },
  { verb: 'impersonate', group: '', resource: 'groups', name: 'devs' },
  { verb: 'create', group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' },
];
const scope = { named: ['configmaps', 'groups'] };
const manifests = rolesFor(asked, { name: 'operator', namespace: 'default', ...scope });

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
/** Each verb on each of the resources, in and out of the namespaces, with each of the names. */
const conceivable: readonly Access[] = [...asked, { ...dns, verb: 'get', namespace: 'default', name: 'dns' }]
  .filter(({ group }) => group !== 'authorization.k8s.io')
  .flatMap((one) => [one, { ...one, name: 'other' }])
  .flatMap((one) => [...verbs, 'impersonate'].map((verb) => ({ ...one, verb })));

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

async function isAllowed(resourceAttributes: Access): Promise<boolean> {
  const review = await Api.all(client, SubjectAccessReview).create({
    metadata: {},
    // As an authenticated user is.
    spec: { user, groups: ['system:authenticated'], resourceAttributes },
  });
  return review.status?.allowed ?? false;
}

describe('the roles for what was asked', () => {
  test('are taken, and allow all of it', async () => {
    await applyAll(
      client,
      manifests.map((one): DynamicObject => ({ ...one })),
    );
    for (const access of asked) await eventually(describeAccess(access), () => isAllowed(access));
  });

  test('allow nothing that the comparison calls missing, and all else', async () => {
    const allowed: string[] = [];
    for (const access of conceivable) {
      const { missing } = compareRoles(manifests, [access]);
      const verdict = await isAllowed(access);
      expect([describeAccess(access), verdict]).toEqual([describeAccess(access), missing.length === 0]);
      if (verdict) allowed.push(describeAccess(access));
    }
    expect(allowed.length).toBeGreaterThan(10);
    expect(allowed.length).toBeLessThan(conceivable.length / 2);
  });
});
