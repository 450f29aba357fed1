// What the embedded server tells of the rights that requests need, on a real API server: a program does its work with
// the roles that are written by it, and is refused where any one right of them is missing.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, applyAll, Client, Kubeconfig, resolveContext } from '@kube-rx/client';
import { type DynamicObject, isForbidden } from '@kube-rx/core';
import { ConfigMap, Deployment, Role } from '@kube-rx/k8s';
import { SubjectAccessReview } from '@kube-rx/k8s/authorization.k8s.io/v1';
import { catalog } from '@kube-rx/k8s/catalog';
import { type Access, AccessLog, describeAccess, rolesFor } from '@kube-rx/rbac';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const namespace = 'default';
const owner = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', namespace } } as const;

/** Requests that need more than their verb says, beside others; what it makes has names that begin so. */
async function work(client: Client, name: string): Promise<void> {
  const maps = Api.namespaced(client, ConfigMap, namespace);
  const { uid = '' } = (await maps.get('owner')).metadata;
  const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid, blockOwnerDeletion: true };
  const metadata = { name, ownerReferences: [reference] };
  await maps.apply(name, { apiVersion: 'v1', kind: 'ConfigMap', metadata }, { fieldManager: 'work' });
  await maps.patch.merge(name, { metadata: { ownerReferences: [] } });
  await maps.list({ fieldSelector: { 'metadata.name': name } });
  const deployments = Api.namespaced(client, Deployment, namespace);
  const labels = { app: name };
  await deployments.create({
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    },
  });
  await deployments.scale.get(name);
  await deployments.status.patch.merge(name, { status: { replicas: 1 } });
  await deployments.deleteCollection({ labelSelector: labels });
  const rules = [{ apiGroups: ['example.com'], resources: ['websites'], verbs: ['get'] }];
  await Api.namespaced(client, Role, namespace).create({ metadata: { name: `${name}-made` }, rules });
}

async function askedBy(program: (client: Client) => Promise<void>): Promise<readonly Access[]> {
  await using server = new ApiServer({ resources: catalog });
  server.seed([owner]);
  const log = new AccessLog();
  await using client = new Client(server.serviceTelling(({ access }) => log.add(access)));
  await program(client);
  return log.accesses;
}

/** Which right an access is of, whatever the object. */
const rightOf = ({ verb, group, resource, subresource }: Access): string =>
  describeAccess({ verb, group, resource, ...(subresource !== undefined && { subresource }) });

let controlPlane: ControlPlane;
let admin: Client;

beforeAll(async () => {
  const plugin = '--enable-admission-plugins=OwnerReferencesPermissionEnforcement';
  controlPlane = await ControlPlane.start({ apiServerFlags: [plugin] });
  admin = await connectAs();
  await Api.namespaced(admin, ConfigMap, namespace).create(owner);
});

afterAll(async () => {
  await admin.close();
  await controlPlane.stop();
});

async function connectAs(user?: string): Promise<Client> {
  const text = controlPlane.kubeconfig({});
  const config = await resolveContext(await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text }]));
  return Client.fromConfig({ ...config, ...(user !== undefined && { impersonation: { user } }) });
}

/** Does the work with the roles for these accesses alone. */
async function workWith(accesses: readonly Access[], name: string): Promise<void> {
  const manifests = rolesFor(accesses, { name, namespace });
  await applyAll(
    admin,
    manifests.map((one): DynamicObject => ({ ...one })),
  );
  const user = `system:serviceaccount:${namespace}:${name}`;
  const [any] = accesses;
  if (!any) throw new Error('there are no accesses');
  const spec = { user, resourceAttributes: any };
  await eventually(`the roles of ${name} are known`, async () => {
    const review = await Api.all(admin, SubjectAccessReview).create({ metadata: {}, spec });
    return review.status?.allowed === true;
  });
  await using client = await connectAs(user);
  await work(client, name);
}

describe('the rights that the embedded server tells', () => {
  test('are enough, and each of them is needed', async () => {
    const accesses = await askedBy((client) => work(client, 'any'));
    await workWith(accesses, 'whole');
    const rights = [...new Set(accesses.map(rightOf))];
    expect(rights).toEqual(
      expect.arrayContaining([
        'create configmaps',
        'update configmaps/finalizers',
        'delete configmaps',
        'escalate roles.rbac.authorization.k8s.io',
      ]),
    );
    const needless: string[] = [];
    for (const [at, right] of rights.entries()) {
      const others = accesses.filter((access) => rightOf(access) !== right);
      try {
        await workWith(others, `without-${at}`);
        needless.push(right);
      } catch (error) {
        if (!isForbidden(error)) throw error;
      }
    }
    expect(needless).toEqual([]);
  });
});
