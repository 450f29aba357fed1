// Certificates and tokens that are renewed while watches run.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { Client, inferConfig } from '@kube-rx/client';
import type { ChaosCase } from './case.ts';
import { statusOf } from './frames.ts';
import type { Play } from './plots.ts';
import type { Stage } from './stage.ts';

interface Credentials {
  readonly folder: string;
  readonly client: Client;
  readonly put: (pair: KeyPair) => Promise<void>;
}

/** A client by a kubeconfig whose authority and certificate, or token, are files. */
async function byFiles(stage: Stage, pair?: KeyPair): Promise<Credentials> {
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
  return {
    folder,
    put,
    client: Client.fromConfig(await inferConfig({ kubeconfig }), { http2: stage.http2 }),
  };
}

interface Renewal {
  readonly open: (stage: Stage) => Promise<Credentials>;
  readonly rotate: (stage: Stage) => void;
  /** Makes the files right again. */
  readonly put: (credentials: Credentials) => Promise<void>;
}

/** Opens a cache, and renews what the server proves, or believes. */
async function rotated(stage: Stage, { open, rotate }: Renewal): Promise<Credentials> {
  const credentials = await open(stage);
  await stage.open({ client: credentials.client });
  stage.fault();
  rotate(stage);
  return credentials;
}

function renewed(renewal: Renewal): Play {
  return async (stage) => {
    await renewal.put(await rotated(stage, renewal));
    stage.proxy.cut();
    await stage.write();
  };
}

/** The files are right only 4 s later. */
function renewedLate(renewal: Renewal): Play {
  return async (stage) => {
    const credentials = await rotated(stage, renewal);
    stage.proxy.cut();
    await stage.write();
    await stage.wait(4000);
    await renewal.put(credentials);
    stage.heal();
  };
}

export const tlsCases: readonly ChaosCase[] = [false, true].flatMap((http2) => {
  const label = http2 ? 'HTTP/2' : 'HTTP/1.1';
  const first = new CertificateAuthority('first');
  const second = new CertificateAuthority('second');
  const issue = (authority: CertificateAuthority): KeyPair =>
    authority.issue({ usage: 'client', subject: { commonName: 'ann' } });
  const ofServer: Renewal = {
    open: (stage) => byFiles(stage),
    rotate: ({ proxy }) => proxy.rotate({ authority: second }),
    put: ({ folder }) => writeFile(join(folder, 'ca.crt'), second.certificate),
  };
  const ofClients: Renewal = {
    open: (stage) => byFiles(stage, issue(first)),
    rotate: ({ proxy }) => proxy.rotate({ clientAuthority: second }),
    put: ({ put }) => put(issue(second)),
  };
  return [
    {
      name: `${label}: the server's authority is renewed, and the file with it`,
      http2,
      rightWithinMs: 5000,
      play: renewed(ofServer),
    },
    {
      name: `${label}: the server's authority is renewed, and the file 4 s later`,
      http2,
      rightWithinMs: 11_000,
      isUnreachable: true,
      play: renewedLate(ofServer),
    },
    {
      name: `${label}: the authority of clients is renewed, and the certificate with it`,
      http2,
      rightWithinMs: 5000,
      proxy: { clientAuthority: first },
      play: renewed(ofClients),
    },
    {
      name: `${label}: the authority of clients is renewed, and the certificate 4 s later`,
      http2,
      rightWithinMs: 11_000,
      isUnreachable: true,
      proxy: { clientAuthority: first },
      play: renewedLate(ofClients),
    },
    {
      name: `${label}: the token is renewed, and the file with it`,
      http2,
      rightWithinMs: 5000,
      play: async (stage: Stage) => {
        const { client, folder } = await byFiles(stage);
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
