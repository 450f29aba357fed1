// An exec plugin whose tokens and certificates a real API server has issued, and takes back: tokens of a service account
// that end with the Secret that they are bound to, and certificates that expire.
// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens

import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, Client, type ClientOptions, inferConfig } from '@kube-rx/client';
import { type Clock, systemClock } from '@kube-rx/core';
import { ConfigMap, Role, RoleBinding, Secret, ServiceAccount } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const namespace = 'default';
const apiVersion = 'client.authentication.k8s.io/v1';
const account = 'runner';

let controlPlane: ControlPlane;
let proxy: CutProxy;
let admin: Client;
let folder = '';
let folders = 0;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  proxy = await CutProxy.start(controlPlane.url);
  admin = await connect(controlPlane);
  await Api.namespaced(admin, ServiceAccount, namespace).create({ metadata: { name: account } });
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }];
  await Api.namespaced(admin, Role, namespace).create({ metadata: { name: 'reader' }, rules });
  await Api.namespaced(admin, RoleBinding, namespace).create({
    metadata: { name: 'reader' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [
      { kind: 'ServiceAccount', name: account, namespace },
      { kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'User', name: 'bob', apiGroup: 'rbac.authorization.k8s.io' },
    ],
  });
});

beforeEach(async () => {
  folder = join(controlPlane.folder, `plugin-${(folders += 1)}`);
  await mkdir(folder);
});

afterAll(async () => {
  await admin.close();
  await proxy.close();
  await controlPlane.stop();
});

// Asks for a token as `kubectl create token --bound-object-kind Secret` does, with a Secret of its own for each run.
const issuing = `
import { request } from 'node:https';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
const { SERVER, CA, TOKEN, FOLDER } = process.env;
const post = (path, body) => new Promise((resolve, reject) => {
  const headers = { authorization: 'Bearer ' + TOKEN, 'content-type': 'application/json' };
  request(SERVER + path, { method: 'POST', ca: readFileSync(CA), headers }, (response) => {
    let text = '';
    response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(JSON.parse(text)));
  }).on('error', reject).end(JSON.stringify(body));
});
appendFileSync(FOLDER + '/runs', 'x');
const core = '/api/v1/namespaces/${namespace}';
const secret = await post(core + '/secrets', { metadata: { generateName: 'bound-' } });
const { name, uid } = secret.metadata;
const boundObjectRef = { kind: 'Secret', apiVersion: 'v1', name, uid };
const spec = { expirationSeconds: 600, boundObjectRef };
const issued = await post(core + '/serviceaccounts/${account}/token', { spec });
const { token, expirationTimestamp } = issued.status;
writeFileSync(FOLDER + '/last', JSON.stringify({ name, token }));
console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${apiVersion}', status: { token, expirationTimestamp } }));`;

// Prints what the test has written.
const printing = `
import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(process.env.FOLDER + '/runs', 'x');
console.log(readFileSync(process.env.FOLDER + '/credential', 'utf8'));`;

async function connectBy(plugin: string, options: ClientOptions = {}): Promise<Client> {
  await writeFile(join(folder, 'plugin.mjs'), plugin);
  const env = {
    SERVER: controlPlane.url,
    CA: controlPlane.caFile,
    TOKEN: controlPlane.adminToken,
    FOLDER: folder,
  };
  const exec = {
    apiVersion,
    command: process.execPath,
    args: [join(folder, 'plugin.mjs')],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    interactiveMode: 'Never',
  };
  const kubeconfig = join(folder, 'config');
  const cluster = { server: proxy.url, 'certificate-authority': controlPlane.caFile };
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { exec } }],
    }),
  );
  return Client.fromConfig(await inferConfig({ kubeconfig }), options);
}

const runs = (): number => (existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs')).length : 0);

function lastIssued(): { name: string; token: string } {
  return JSON.parse(readFileSync(join(folder, 'last'), 'utf8')) as { name: string; token: string };
}

/** Whom the server takes us for. */
async function whoAmI(client: Client): Promise<string> {
  const review = await client.request({
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    query: [],
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: '{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}',
  });
  return (review as { status: { userInfo: { username: string } } }).status.userInfo.username;
}

const robot = `system:serviceaccount:${namespace}:${account}`;

/** The server keeps its verdict on a token for ten seconds. */
async function revoke(): Promise<void> {
  const { name, token } = lastIssued();
  await Api.namespaced(admin, Secret, namespace).delete(name);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  await eventually('the token is refused', async () => {
    return (await controlPlane.request(path, { user: { name: robot, token } })).status === 401;
  });
}

describe('the token of an exec plugin', () => {
  test('is got once for all calls, and again once the server refuses it', async () => {
    await using client = await connectBy(issuing);
    expect(await Promise.all([1, 2, 3, 4, 5].map(() => whoAmI(client)))).toEqual(Array(5).fill(robot));
    expect(runs()).toBe(1);
    await revoke();
    expect(await Promise.all([1, 2, 3].map(() => whoAmI(client)))).toEqual(Array(3).fill(robot));
    expect(runs()).toBe(2);
  });

  test('is got again before it expires, by the time that it names', async () => {
    let shift = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + shift };
    await using client = await connectBy(issuing, { clock });
    await whoAmI(client);
    const first = lastIssued().token;
    shift = 580_000;
    await whoAmI(client);
    expect(lastIssued().token).toBe(first);
    shift = 600_000;
    expect(await whoAmI(client)).toBe(robot);
    expect(lastIssued().token).not.toBe(first);
    expect(runs()).toBe(2);
  });

  test('may end while a watch runs, which goes on with the next one and lists nothing again', async () => {
    await using client = await connectBy(issuing);
    await using cache = reflector(Api.namespaced(client, ConfigMap, namespace), {
      backoff: { minMs: 50, maxMs: 500 },
    });
    await cache.ready({ timeout: 30_000 });
    const { epoch } = cache.status;
    await revoke();
    proxy.cut();
    await Api.namespaced(admin, ConfigMap, namespace).create({ metadata: { name: 'late' } });
    await eventually('the watch goes on', () => cache.store.has(`${namespace}/late`));
    expect(cache.status.epoch).toBe(epoch);
    expect(runs()).toBe(2);
  });
});

describe('the certificate of an exec plugin', () => {
  const print = async (name: string, notAfter: Date): Promise<void> => {
    const { certificate, key } = controlPlane.issueClientCertificate({ name, notAfter });
    // It promises more than the certificate holds.
    const status = {
      clientCertificateData: certificate,
      clientKeyData: key,
      expirationTimestamp: new Date(Date.now() + 3_600_000).toISOString(),
    };
    await writeFile(
      join(folder, 'credential'),
      JSON.stringify({ kind: 'ExecCredential', apiVersion, status }),
    );
  };

  test('that expires too early is replaced at the 401, over new connections, in the same call', async () => {
    // As long as a busy machine may take for the plugin and the first call.
    const end = Math.ceil(Date.now() / 1000) * 1000 + 15_000;
    await print('ann', new Date(end));
    await using client = await connectBy(printing);
    expect(await whoAmI(client)).toBe('ann');
    await print('bob', new Date(end + 3_600_000));
    await eventually('it has expired', () => Date.now() > end + 1_000);
    expect(await Promise.all([1, 2, 3].map(() => whoAmI(client)))).toEqual(['bob', 'bob', 'bob']);
    expect(runs()).toBe(2);
  });
});
