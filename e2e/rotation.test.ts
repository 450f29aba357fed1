// A control plane renews its authorities, as `kubeadm certs renew` or a managed cluster does: first the certificate that
// the server shows, then the authority by which it knows its clients. Nobody restarts anything.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { Api, Client, ClientCertificate, inferConfig, StaticToken } from '@kube-rx/client';
import { isUnauthorized } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { CutProxy } from './cut-proxy.ts';

const namespace = 'default';
const next = new CertificateAuthority('next');

let controlPlane: ControlPlane;
let proxy: CutProxy;
let admin: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  proxy = await CutProxy.start(controlPlane.url);
  admin = Client.fromConfig({
    server: controlPlane.url,
    tls: { certificateAuthority: controlPlane.ca + next.certificate },
    credentials: new StaticToken(controlPlane.adminToken),
  });
});

afterAll(async () => {
  await admin.close();
  await proxy.close();
  await controlPlane.stop();
});

/** The common name of who signed what the server shows now. */
function servingIssuer(): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(controlPlane.url);
    const socket = connectTls({ host, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().issuer.CN));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test('a watch and the calls beside it go on through both', async () => {
  const folder = join(controlPlane.folder, 'client');
  await mkdir(folder);
  const put = async ({ certificate, key }: KeyPair): Promise<void> => {
    await writeFile(join(folder, 'tls.crt'), certificate);
    await writeFile(join(folder, 'tls.key'), key);
  };
  const groups = ['system:masters'];
  await writeFile(join(folder, 'ca.crt'), controlPlane.ca);
  await put(controlPlane.issueClientCertificate({ name: 'ann', groups }));
  const kubeconfig = join(folder, 'config');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: proxy.url, 'certificate-authority': 'ca.crt' } }],
      users: [{ name: 'u', user: { 'client-certificate': 'tls.crt', 'client-key': 'tls.key' } }],
    }),
  );
  await using client = Client.fromConfig(await inferConfig({ kubeconfig }));
  const configs = Api.namespaced(client, ConfigMap, namespace);
  await using cache = reflector(configs, { backoff: { minMs: 50, maxMs: 500 } });
  await cache.ready({ timeout: 30_000 });
  const { epoch } = cache.status;
  const create = (name: string) => Api.namespaced(admin, ConfigMap, namespace).create({ metadata: { name } });

  const subject = { commonName: 'kube-apiserver' };
  const serving = next.issue({ usage: 'server', subject, hosts: ['127.0.0.1', 'localhost'] });
  await writeFile(join(controlPlane.folder, 'server.crt'), serving.certificate);
  await writeFile(join(controlPlane.folder, 'server.key'), serving.key);
  await eventually('the server shows the new certificate', async () => (await servingIssuer()) === 'next');
  await create('during');
  await eventually('the old connection carries on', () => cache.store.has(`${namespace}/during`));
  await writeFile(join(folder, 'ca.crt'), next.certificate);
  proxy.cut();
  await configs.create({ metadata: { name: 'served' } });
  await eventually('the watch trusts the server', () => cache.store.has(`${namespace}/served`));

  // As the server reads it, for clients alone.
  await writeFile(controlPlane.caFile, next.certificate);
  const former = controlPlane.issueClientCertificate({ name: 'old', groups });
  const path = '/api/v1/namespaces/default/configmaps';
  await eventually('the server does not know the old certificate any more', async () => {
    await using old = Client.fromConfig({
      server: controlPlane.url,
      tls: { certificateAuthority: next.certificate },
      clientCertificate: new ClientCertificate(former.certificate, former.key),
    });
    return await old.requestText({ method: 'GET', path, query: [], headers: {} }).then(
      () => false,
      (error: unknown) => isUnauthorized(error),
    );
  });
  await put(next.issue({ usage: 'client', subject: { commonName: 'bob', organizations: groups } }));
  await configs.create({ metadata: { name: 'known' } });
  proxy.cut();
  await create('renewed');
  await eventually('the watch goes on', () => cache.store.has(`${namespace}/renewed`));
  expect(cache.store.has(`${namespace}/known`)).toBe(true);
  expect(cache.status.epoch).toBe(epoch);
});
