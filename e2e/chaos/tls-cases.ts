// Certificates and tokens that are renewed while watches run.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { Client, inferConfig } from '@kube-rx/client';
import type { ChaosCase } from './case.ts';
import { statusOf } from './frames.ts';
import type { Stage } from './stage.ts';

interface Credentials {
  readonly folder: string;
  readonly client: Client;
  readonly put: (pair: KeyPair) => Promise<void>;
}

/** A client by a kubeconfig whose authority and certificate, or token, are files. */
async function byFiles(stage: Stage, http2: boolean, pair?: KeyPair): Promise<Credentials> {
  const folder = await mkdtemp(join(stage.controlPlane.folder, 'files-'));
  const put = async ({ certificate, key }: KeyPair): Promise<void> => {
    await writeFile(join(folder, 'tls.crt'), certificate);
    await writeFile(join(folder, 'tls.key'), key);
  };
  await writeFile(join(folder, 'ca.crt'), stage.proxy.ca);
  await writeFile(join(folder, 'token'), stage.controlPlane.adminToken);
  if (pair) await put(pair);
  const user = pair ? { 'client-certificate': 'tls.crt', 'client-key': 'tls.key' } : { tokenFile: 'token' };
  const kubeconfig = join(folder, 'config');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: stage.proxy.url, 'certificate-authority': 'ca.crt' } }],
      users: [{ name: 'u', user }],
    }),
  );
  return { folder, put, client: Client.fromConfig(await inferConfig({ kubeconfig }), { http2 }) };
}

export const tlsCases: readonly ChaosCase[] = [false, true].flatMap((http2) => {
  const label = http2 ? 'HTTP/2' : 'HTTP/1.1';
  const first = new CertificateAuthority('first');
  const second = new CertificateAuthority('second');
  const issue = (authority: CertificateAuthority): KeyPair =>
    authority.issue({ usage: 'client', subject: { commonName: 'ann' } });
  return [
    {
      name: `${label}: the server's authority is renewed, and the file with it`,
      http2,
      rightWithinMs: 5000,
      play: async (stage: Stage) => {
        const { client, folder } = await byFiles(stage, http2);
        await stage.open({ client });
        stage.fault();
        stage.proxy.rotate({ authority: second });
        await writeFile(join(folder, 'ca.crt'), second.certificate);
        stage.proxy.cut();
        await stage.write();
      },
    },
    {
      name: `${label}: the server's authority is renewed, and the file 4 s later`,
      http2,
      rightWithinMs: 11_000,
      isUnreachable: true,
      play: async (stage: Stage) => {
        const { client, folder } = await byFiles(stage, http2);
        await stage.open({ client });
        stage.fault();
        stage.proxy.rotate({ authority: second });
        stage.proxy.cut();
        await stage.write();
        await stage.wait(4000);
        await writeFile(join(folder, 'ca.crt'), second.certificate);
        stage.heal();
      },
    },
    {
      name: `${label}: the authority of clients is renewed, and the certificate with it`,
      http2,
      rightWithinMs: 5000,
      proxy: { clientAuthority: first },
      play: async (stage: Stage) => {
        const { client, put } = await byFiles(stage, http2, issue(first));
        await stage.open({ client });
        stage.fault();
        stage.proxy.rotate({ clientAuthority: second });
        await put(issue(second));
        stage.proxy.cut();
        await stage.write();
      },
    },
    {
      name: `${label}: the authority of clients is renewed, and the certificate 4 s later`,
      http2,
      rightWithinMs: 11_000,
      isUnreachable: true,
      proxy: { clientAuthority: first },
      play: async (stage: Stage) => {
        const { client, put } = await byFiles(stage, http2, issue(first));
        await stage.open({ client });
        stage.fault();
        stage.proxy.rotate({ clientAuthority: second });
        stage.proxy.cut();
        await stage.write();
        await stage.wait(4000);
        await put(issue(second));
        stage.heal();
      },
    },
    {
      name: `${label}: the token is renewed, and the file with it`,
      http2,
      rightWithinMs: 5000,
      play: async (stage: Stage) => {
        const { client, folder } = await byFiles(stage, http2);
        await stage.open({ client });
        // The proxy knows the new token alone, and the server the old one.
        stage.fault({
          ask: (exchange) => {
            const isNew = exchange.headers.authorization === 'Bearer renewed';
            if (isNew) exchange.headers.authorization = `Bearer ${stage.controlPlane.adminToken}`;
            else exchange.answer(401, statusOf(401, 'Unauthorized'));
            return !isNew;
          },
        });
        await writeFile(join(folder, 'token'), 'renewed');
        stage.proxy.cut();
        await stage.write();
      },
    },
  ];
});
