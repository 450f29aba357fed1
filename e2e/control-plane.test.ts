import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findBinaries } from './binaries.ts';
import { ControlPlane, type TokenUser } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const viewer: TokenUser = { name: 'viewer', token: 'viewer-token' };
let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await ControlPlane.start({ users: [viewer] });
});

afterAll(async () => {
  await controlPlane.stop();
});

async function createConfigMap(name: string): Promise<string> {
  const created = await controlPlane.request(CONFIG_MAPS, { body: { metadata: { name } } });
  expect(created.status).toBe(201);
  return (created.body as { readonly metadata: { readonly resourceVersion: string } }).metadata
    .resourceVersion;
}

describe('a control plane', () => {
  test('runs Kubernetes 1.36.3 and is ready', async () => {
    expect((await controlPlane.request('/version')).body).toMatchObject({
      gitVersion: 'v1.36.3',
      minor: '36',
    });
    expect(await controlPlane.request('/readyz')).toEqual({ status: 200, body: 'ok' });
  });

  test('knows its token users, and forbids them what no role allows', async () => {
    expect(
      (await controlPlane.request('/version', { user: { name: 'nobody', token: 'wrong' } })).status,
    ).toBe(401);
    const answer = await controlPlane.request(CONFIG_MAPS, { user: viewer });
    expect(answer.status).toBe(403);
    expect(JSON.stringify(answer.body)).toContain('viewer');
  });

  test('accepts the client certificates it issues', async () => {
    const admin = controlPlane.issueClientCertificate({ name: 'root', groups: ['system:masters'] });
    const outgoing = request(new URL(CONFIG_MAPS, controlPlane.url), {
      ca: controlPlane.ca,
      cert: admin.certificate,
      key: admin.key,
    });
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  test('writes a kubeconfig for its admin, or for a certificate through a proxy', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const file = join(folder, 'config');
    await controlPlane.writeKubeconfig(file);
    const text = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect(text).toContain(`server: "${controlPlane.url}"`);
    expect(text).toContain(`token: "${controlPlane.adminToken}"`);

    const user = controlPlane.issueClientCertificate({ name: 'root' });
    const proxied = controlPlane.kubeconfig({ user, server: 'https://127.0.0.1:1', namespace: 'shop' });
    expect(proxied).toContain('client-certificate-data: ');
    expect(proxied).toContain('namespace: "shop"');
  });

  test('keeps its data and its address when the API server is killed and started again', async () => {
    const { url } = controlPlane;
    await createConfigMap('survivor');
    await controlPlane.restartApiServer();
    expect(controlPlane.url).toBe(url);
    expect((await controlPlane.request(`${CONFIG_MAPS}/survivor`)).status).toBe(200);
  });

  test('refuses connections while the API server is down', async () => {
    await controlPlane.stopApiServer({ graceful: true });
    await expect(controlPlane.request('/version')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await controlPlane.startApiServer();
    expect(controlPlane.running).toEqual({ etcd: true, apiServer: true });
  });

  test('expires old watches once etcd is compacted and the API server restarted', async () => {
    const old = await createConfigMap('before-compaction');
    await createConfigMap('after-compaction');
    const compacted = await controlPlane.compact();
    expect(compacted).toBeGreaterThan(Number(old));
    await expect(controlPlane.compact()).resolves.toBeGreaterThanOrEqual(compacted);

    await controlPlane.restartApiServer();
    const exact = `${CONFIG_MAPS}?resourceVersion=${old}&resourceVersionMatch=Exact`;
    expect((await controlPlane.request(exact)).status).toBe(410);
    const watch = await controlPlane.request(
      `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${old}`,
    );
    expect(JSON.stringify(watch.body)).toContain('"code":410');
  });

  test('goes back in time when a snapshot of etcd is restored', async () => {
    const snapshot = await controlPlane.snapshot();
    const lost = await createConfigMap('lost');
    await controlPlane.restore(snapshot);
    expect((await controlPlane.request(`${CONFIG_MAPS}/lost`)).status).toBe(404);
    const next = await createConfigMap('again');
    expect(Number(next)).toBeLessThanOrEqual(Number(lost) + 100);
  });

  test('is not built when KUBEBUILDER_ASSETS points elsewhere', async () => {
    await expect(findBinaries({ env: { KUBEBUILDER_ASSETS: '/nowhere' } })).rejects.toThrow(
      'KUBEBUILDER_ASSETS is /nowhere, but there is no etcd and kube-apiserver in it.',
    );
  });

  test('says what to do when there are no binaries and no Go', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const env = { XDG_CACHE_HOME: cache, PATH: '/nowhere' };
    await expect(findBinaries({ env })).rejects.toThrow('install Go 1.26 or newer');
    await rm(cache, { recursive: true });
  });
});

describe('a cut proxy in front of a control plane', () => {
  const watch = (proxy: CutProxy): ReturnType<typeof request> => {
    const outgoing = request(new URL(`${CONFIG_MAPS}?watch=1`, proxy.url), {
      ca: controlPlane.ca,
      agent: false,
      headers: { authorization: `Bearer ${controlPlane.adminToken}` },
    });
    outgoing.on('error', () => undefined); // a reset is told to the request and to its response
    outgoing.end();
    return outgoing;
  };

  test('passes TLS through under the server certificate for 127.0.0.1, and resets watches', async () => {
    await using proxy = await CutProxy.start(controlPlane.url);
    const [response] = (await once(watch(proxy), 'response')) as [
      NodeJS.ReadableStream & { statusCode: number },
    ];
    expect(response.statusCode).toBe(200);
    expect(proxy.connections).toBe(1);
    expect(proxy.cut()).toBe(1);
    const [error] = (await once(response.resume(), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect([proxy.connections, proxy.accepted]).toEqual([0, 1]);
  });
});
