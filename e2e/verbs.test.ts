// Every verb on a real API server, and drains beside kubectl's own.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, Client, type Config, DrainError, drain, restart, StaticToken } from '@kube-rx/client';
import { ApiError, isConflict, isForbidden, isInvalid, isNotFound, isTooManyRequests } from '@kube-rx/core';
import {
  CertificateSigningRequest,
  ClusterRole,
  ConfigMap,
  Deployment,
  Namespace,
  Node,
  Pod,
  PodDisruptionBudget,
  SelfSubjectReview,
  ServiceAccount,
} from '@kube-rx/k8s';
import { findKubectl } from '../packages/apiserver/test/support/kubectl.ts';
import { connect } from './connect.ts';
import { ControlPlane, type TokenUser } from './control-plane.ts';

const viewer: TokenUser = { name: 'viewer', token: 'viewer-token' };
let controlPlane: ControlPlane;
let client: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start({ users: [viewer] });
  client = await connect(controlPlane);
  await Api.all(client, Namespace).create({ metadata: { name: 'shop' } });
});

afterAll(async () => {
  await client.close();
  await controlPlane.stop();
});

const configs = () => Api.namespaced(client, ConfigMap, 'shop');
const pods = () => Api.namespaced(client, Pod, 'shop');
const budgets = () => Api.namespaced(client, PodDisruptionBudget, 'shop');
const containers = [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '100m' } } }];
const config = (): Config => ({
  server: controlPlane.url,
  tls: { certificateAuthority: controlPlane.ca },
});

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('expected a failure, but it succeeded');
  return outcome.reason;
}

/** A running pod; nothing runs it, so it ends only without a grace period. */
async function run(name: string, metadata: Partial<Pod['metadata']> = {}, nodeName?: string): Promise<Pod> {
  const spec = { containers, ...(nodeName !== undefined && { nodeName }) };
  await pods().create({ metadata: { name, labels: { app: name }, ...metadata }, spec });
  return pods().status.patch.merge(name, {
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
}

/** Its status by hand, as no controller is there. */
async function allow(name: string, disruptionsAllowed: number): Promise<void> {
  const spec = { selector: { matchLabels: { app: name } }, minAvailable: 1 };
  const budget =
    (await budgets().getOptional(name)) ?? (await budgets().create({ metadata: { name }, spec }));
  const counts = { currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, observedGeneration: 1 };
  await budgets().status.replace(name, { ...budget, status: { ...counts, disruptionsAllowed } });
}

describe('writes', () => {
  test('patch in each of the ways', async () => {
    await configs().create({ metadata: { name: 'patched' }, data: { a: '1', b: '2' } });
    await configs().patch.merge('patched', { data: { a: null, c: '3' } });
    await configs().patch.json('patched', [
      { op: 'test', path: '/data/b', value: '2' },
      { op: 'replace', path: '/data/b', value: 'two' },
    ]);
    const { data } = await configs().patch.strategic('patched', { data: { d: '4' } });
    expect(data).toEqual({ b: 'two', c: '3', d: '4' });
    const failed = configs().patch.json('patched', [{ op: 'test', path: '/data/b', value: 'other' }]);
    expect(isInvalid(await failureOf(failed))).toBe(true);
  });

  test('apply with conflicts, and by force', async () => {
    const intent = (sky: string) => ({ data: { sky } });
    await configs().apply('applied', intent('blue'), { fieldManager: 'one' });
    const conflict = await failureOf(configs().apply('applied', intent('grey'), { fieldManager: 'two' }));
    expect(isConflict(conflict)).toBe(true);
    expect(String(conflict)).toContain('.data.sky');
    const options = { fieldManager: 'two', force: true };
    expect((await configs().apply('applied', intent('grey'), options)).data).toEqual({ sky: 'grey' });
  });

  test('change nothing in a dry run, whatever the verb', async () => {
    const dryRun = true;
    await configs().create({ metadata: { name: 'dry' }, data: { a: '1' } });
    const before = await configs().get('dry');
    await configs().create({ metadata: { name: 'dry-2' } }, { dryRun });
    await configs().replace('dry', { ...before, data: {} }, { dryRun });
    await configs().patch.merge('dry', { data: { a: '2' } }, { dryRun });
    await configs().apply('dry', { data: { b: '2' } }, { dryRun, fieldManager: 'one' });
    await configs().modify('dry', (found) => ({ ...found, data: {} }), { dryRun });
    await configs().createOrPatch('dry', (found) => ({ ...(found ?? before), data: {} }), { dryRun });
    await (await configs().entry('dry')).modify((found) => ({ ...found, data: {} })).commit({ dryRun });
    await configs().delete('dry', { dryRun });
    await configs().deleteCollection({ dryRun });
    expect(await configs().get('dry')).toEqual(before);
    expect(await configs().getOptional('dry-2')).toBeUndefined();
  });

  test('say what is not known, where they validate strictly', async () => {
    const unknown: object = { metadata: { name: 'strict' }, dta: {} };
    const untyped: Api = configs();
    const create = untyped.create(
      { metadata: { name: 'strict' }, ...unknown },
      { fieldValidation: 'Strict' },
    );
    expect(String(await failureOf(create))).toContain('unknown field "dta"');
  });

  test('delete the object that was read, and no namesake', async () => {
    const read = await configs().create({ metadata: { name: 'twin' } });
    await configs().delete('twin');
    const twin = await configs().create({ metadata: { name: 'twin' } });
    expect(isConflict(await failureOf(configs().delete(read)))).toBe(true);
    await Api.all(client, ConfigMap).delete(twin);
    expect(await configs().getOptional('twin')).toBeUndefined();
  });

  test('go by an entry to the state that is wanted', async () => {
    const entry = await configs().entry('entry');
    entry.orInsert(() => ({ metadata: { name: 'entry' }, data: { a: '1' } }));
    await configs().create({ metadata: { name: 'entry' }, data: { b: '2' } });
    entry.modify((found) => ({ ...found, data: { ...found.data, c: '3' } }));
    expect((await entry.commit()).data).toEqual({ b: '2', c: '3' });
    entry.modify((found) => ({ ...found, immutable: true }));
    await configs().patch.merge('entry', { data: { d: '4' } });
    expect(await entry.commit()).toMatchObject({ immutable: true, data: { d: '4' } });
  });

  test('create or patch by the difference alone, and the status on its own', async () => {
    const want = (found: ConfigMap | undefined): ConfigMap => ({
      ...found,
      metadata: found?.metadata ?? { name: 'wanted' },
      data: { ...found?.data, sky: 'blue' },
    });
    const outcomes = [
      await configs().createOrPatch('wanted', want),
      await configs().createOrPatch('wanted', want),
    ];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'unchanged']);
    await configs().patch.merge('wanted', { data: { sky: 'grey', grass: 'green' } });
    const patched = await configs().createOrPatch('wanted', want);
    expect(patched).toMatchObject({ outcome: 'patched', object: { data: { sky: 'blue', grass: 'green' } } });
    await run('half');
    const both = await pods().createOrPatch('half', (found) => ({
      metadata: { ...found?.metadata, labels: { app: 'whole' } },
      ...(found?.spec && { spec: found.spec }),
      status: { ...found?.status, phase: 'Succeeded' },
    }));
    expect(both.object).toMatchObject({
      metadata: { labels: { app: 'whole' } },
      status: { phase: 'Succeeded' },
    });
  });
});

describe('subresources', () => {
  test('scale and restart a Deployment', async () => {
    const deployments = Api.namespaced(client, Deployment, 'shop');
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers } };
    const spec = { selector: { matchLabels: { app: 'web' } }, template };
    await deployments.create({ metadata: { name: 'web' }, spec });
    const scale = await deployments.scale.replace('web', { replicas: 3 });
    expect(scale.spec?.replicas).toBe(3);
    await restart(deployments, 'web');
    const { spec: restarted } = await deployments.get('web');
    expect(restarted?.replicas).toBe(3);
    expect(restarted?.template.metadata?.annotations).toHaveProperty(['kubectl.kubernetes.io/restartedAt']);
  });

  test('evict a pod as its budgets allow', async () => {
    const pod = await run('guarded');
    await allow('guarded', 0);
    const refused = await failureOf(pods().evict('guarded', { gracePeriodSeconds: 0 }));
    expect(isTooManyRequests(refused)).toBe(true);
    await budgets().create({
      metadata: { name: 'second' },
      spec: { selector: { matchLabels: { app: 'guarded' } } },
    });
    const doubted = await failureOf(pods().evict('guarded'));
    expect(doubted).toBeInstanceOf(ApiError);
    expect(String(doubted)).toContain('more than one PodDisruptionBudget');
    await budgets().delete('second');
    await allow('guarded', 1);
    await pods().evict(pod, { dryRun: true });
    expect((await pods().get('guarded')).metadata.deletionTimestamp).toBeUndefined();
    await pods().evict(pod, { gracePeriodSeconds: 0 });
    expect(await pods().getOptional('guarded')).toBeUndefined();
    await budgets().delete('guarded');
    await run('guarded');
    expect(isConflict(await failureOf(pods().evict(pod)))).toBe(true);
  });

  test('make a token by which a client is somebody else', async () => {
    await Api.namespaced(client, ServiceAccount, 'shop').create({ metadata: { name: 'builder' } });
    const issued = await Api.namespaced(client, ServiceAccount, 'shop').createToken('builder', {
      expirationSeconds: 600,
    });
    await using builder = Client.fromConfig({ ...config(), credentials: issued.credentials() });
    const review = await Api.all(builder, SelfSubjectReview).create({ metadata: {} });
    expect(review.status?.userInfo?.username).toBe('system:serviceaccount:shop:builder');
    const forbidden = await failureOf(Api.namespaced(builder, ConfigMap, 'shop').list());
    expect(isForbidden(forbidden)).toBe(true);
    expect(String(forbidden)).toContain(
      'User "system:serviceaccount:shop:builder" cannot list resource "configmaps"',
    );
    expect(String(forbidden)).not.toContain(issued.reveal().slice(0, 20));
  });

  test('approve and deny certificate signing requests', async () => {
    const requests = Api.all(client, CertificateSigningRequest);
    const asked = {
      request: Buffer.from(signingRequest).toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    } as const;
    await requests.create({ metadata: { name: 'good' }, spec: asked });
    const approved = await requests.approve('good', { reason: 'Known', message: 'on the list' });
    expect(approved.status?.conditions).toMatchObject([{ type: 'Approved', reason: 'Known' }]);
    expect(isInvalid(await failureOf(requests.deny('good')))).toBe(true);
    await requests.create({ metadata: { name: 'bad' }, spec: asked });
    expect((await requests.deny('bad')).status?.conditions).toMatchObject([{ type: 'Denied' }]);
  });

  test('put a container into a pod, and change the resources of another', async () => {
    await run('looked-into');
    const ephemeralContainers = [{ name: 'debug', image: 'busybox:1' }];
    const { spec } = await pods().ephemeralContainers.patch.strategic('looked-into', {
      spec: { ephemeralContainers },
    });
    expect(spec?.ephemeralContainers?.map(({ name }) => name)).toEqual(['debug']);
    const resources = { requests: { cpu: '200m' } };
    const resized = await pods().resize.patch.strategic('looked-into', {
      spec: { containers: [{ name: 'web', resources }] },
    });
    expect(resized.spec?.containers[0]?.resources?.requests).toEqual({ cpu: '200m' });
  });

  test('bind a pod to a node, once', async () => {
    await pods().create({ metadata: { name: 'unbound' }, spec: { containers } });
    await pods().bind('unbound', 'node-9');
    expect((await pods().get('unbound')).spec?.nodeName).toBe('node-9');
    expect(isConflict(await failureOf(pods().bind('unbound', 'node-8')))).toBe(true);
  });
});

describe('an identity', () => {
  test('acts as another, with groups, uid and extra', async () => {
    const impersonation = {
      user: 'jané',
      groups: ['system:masters', 'shop, and more'],
      uid: 'u-1',
      extra: { 'example.com/team': ['a', 'b'], Reason: ['test'] },
    };
    const credentials = new StaticToken(controlPlane.adminToken);
    await using acting = Client.fromConfig({ ...config(), credentials, impersonation });
    const { status } = await Api.all(acting, SelfSubjectReview).create({ metadata: {} });
    expect(status?.userInfo).toMatchObject({
      username: 'jané',
      uid: 'u-1',
      groups: ['system:masters', 'shop, and more', 'system:authenticated'],
      extra: { 'example.com/team': ['a', 'b'], reason: ['test'] },
    });
  });

  test('is told what it lacks', async () => {
    await using viewing = await connect(controlPlane, { user: viewer });
    const forbidden = await failureOf(Api.namespaced(viewing, Pod, 'shop').evict('guarded'));
    expect(isForbidden(forbidden)).toBe(true);
    expect(String(forbidden)).toContain('User "viewer" cannot create resource "pods/eviction"');
    expect(isForbidden(await failureOf(Api.all(viewing, ClusterRole).list()))).toBe(true);
  });
});

describe('a drain', () => {
  const owner = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true }];

  async function kubectlDrain(node: string, ...flags: string[]): Promise<string> {
    const kubectl = findKubectl();
    if (kubectl === undefined) throw new Error('there is no kubectl for this machine');
    const kubeconfig = join(controlPlane.folder, 'verbs.kubeconfig');
    await controlPlane.writeKubeconfig(kubeconfig);
    const words = ['--kubeconfig', kubeconfig, 'drain', node, ...flags];
    return new Promise((resolve) => {
      execFile(kubectl, words, (_error, stdout, stderr) => resolve(stdout + stderr));
    });
  }

  test('takes and refuses the pods that kubectl takes and refuses', async () => {
    await Api.all(client, Node).create({ metadata: { name: 'node-7' } });
    await run('managed', { ownerReferences: owner }, 'node-7');
    await run('lone', {}, 'node-7');
    await run('over', {}, 'node-7');
    await pods().status.patch.merge('over', { status: { phase: 'Succeeded' } });
    await run('static', { annotations: { 'kubernetes.io/config.mirror': 'hash' } }, 'node-7');
    await pods().create({
      metadata: { name: 'local', ownerReferences: owner },
      spec: { containers, nodeName: 'node-7', volumes: [{ name: 'data', emptyDir: {} }] },
    });
    const daemonSet = [
      { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'gone', uid: 'u', controller: true },
    ];
    await run('orphan', { ownerReferences: daemonSet }, 'node-7');

    const said = await kubectlDrain('node-7', '--dry-run=server');
    const error = await failureOf(drain(client, 'node-7', { dryRun: true }));
    const refused = error instanceof DrainError ? error.refusals.flatMap((group) => group.pods) : [];
    expect(refused.sort()).toEqual(['shop/local', 'shop/lone', 'shop/orphan']);
    for (const pod of refused) expect(said).toMatch(new RegExp(`cannot delete .*${pod}`));
    expect(said).not.toMatch(/cannot delete .*shop\/(managed|over|static)/);

    const flags = ['--dry-run=server', '--force', '--delete-emptydir-data'];
    const evicted = (await kubectlDrain('node-7', ...flags)).matchAll(/evicting pod (\S+)/g);
    const { removed } = await drain(client, 'node-7', {
      dryRun: true,
      force: true,
      deleteEmptyDirData: true,
    });
    expect([...removed].sort()).toEqual(Array.from(evicted, ([, pod]) => pod).sort());
    expect((await Api.all(client, Node).get('node-7')).spec?.unschedulable).toBeUndefined();
  });

  test('empties a node, and waits for what a budget holds back', async () => {
    await Api.all(client, Node).create({ metadata: { name: 'node-6' } });
    await run('held', { ownerReferences: owner }, 'node-6');
    await run('free', { ownerReferences: owner }, 'node-6');
    await allow('held', 0);
    const steps: string[] = [];
    const { removed } = await drain(client, 'node-6', {
      gracePeriodSeconds: 0,
      timeout: 60_000,
      onProgress: (step) => {
        steps.push(step.type);
        if (step.type === 'blocked') void allow('held', 1);
      },
    });
    expect([...removed].sort()).toEqual(['shop/free', 'shop/held']);
    expect(steps.filter((type) => type === 'blocked').length).toBe(1);
    expect((await Api.all(client, Node).get('node-6')).spec?.unschedulable).toBe(true);
  });

  test('sees the pods of a namespace off that ends', async () => {
    const ending = Api.namespaced(client, Pod, 'ending');
    await Api.all(client, Namespace).create({ metadata: { name: 'ending' } });
    await Api.all(client, Node).create({ metadata: { name: 'node-5' } });
    await ending.create({
      metadata: { name: 'web-0', ownerReferences: owner },
      spec: { containers, nodeName: 'node-5' },
    });
    await Api.all(client, Namespace).delete('ending');
    const { removed } = await drain(client, 'node-5', {
      timeout: 60_000,
      onProgress: (step) => {
        // No controller deletes the pods of the namespace here.
        if (step.type === 'blocked') void ending.delete('web-0', { gracePeriodSeconds: 0 });
      },
    });
    expect(removed).toEqual(['ending/web-0']);
    expect(isNotFound(await failureOf(ending.get('web-0')))).toBe(true);
  });
});

// Of a key that is nowhere any more.
const signingRequest = `-----BEGIN CERTIFICATE REQUEST-----
MIHvMIGWAgEAMDQxFTATBgNVBAoMDHN5c3RlbTpub2RlczEbMBkGA1UEAwwSc3lz
dGVtOm5vZGU6bm9kZS03MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGyBYW8zf
eRrjh0lka4jp3TdT7aoR2V+XDrnTEonXLOC+kEEG6aXR7uAmWEIdwogYmqMUxuSS
ydbmiHJCzbLNMqAAMAoGCCqGSM49BAMCA0gAMEUCICqVF71X6sJ3OzmSLvcbOmji
tBENKYGmOOH8YJxA6M+VAiEA1zHxQwCexfc8PH2fRweg2dR/WCG5nY0XDRny4eO1
VJY=
-----END CERTIFICATE REQUEST-----
`;
