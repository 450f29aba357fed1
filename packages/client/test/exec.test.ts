// A whole client with an exec plugin: a kubeconfig, a program that is run, a server that checks.

import { TLSSocket } from 'node:tls';
import { expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Client } from '../src/client.ts';
import { folder } from './support/folder.ts';
import { pem, serveHttps } from './support/loopback.ts';

const apiVersion = 'client.authentication.k8s.io/v1';

/** A server that knows the names `known`, and a client whose plugin prints what the file `answer` holds. */
async function start(known: string[]) {
  const seen: string[] = [];
  const server = await serveHttps(
    {
      cert: pem('server.crt'),
      key: pem('server.key'),
      ca: pem('authority.crt'),
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => {
      const { socket, headers } = request;
      const subject = (): string =>
        socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : 'nobody';
      const name = headers.authorization ?? subject();
      seen.push(name);
      response.writeHead(known.includes(name) ? 200 : 401, { 'content-type': 'application/json' }).end('{}');
    },
  );
  const files = folder();
  const print = (status: object): string =>
    files.write('answer', JSON.stringify({ kind: 'ExecCredential', apiVersion, status }));
  files.write('bin/login', `#!/bin/sh\nprintf x >> ${files.path}/runs\ncat ${files.path}/answer\n`, 0o755);
  files.write('ca.crt', pem('authority.crt'));
  const kubeconfig = files.write(
    'config',
    `
current-context: test
contexts: [{ name: test, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: "https://localhost:${server.port}", certificate-authority: ca.crt } }]
users: [{ name: u, user: { exec: { command: ./bin/login, apiVersion: ${apiVersion}, interactiveMode: Never } } }]`,
  );
  const clock = new VirtualClock();
  const client = await Client.tryDefault({ kubeconfig, clock });
  const ask = async (): Promise<unknown> =>
    client.request({ method: 'GET', path: '/', query: [], headers: {} });
  return { client, clock, seen, print, ask, runs: () => files.read('runs').length };
}

// The plugin is a script of the shell.
const testOnUnix = process.platform === 'win32' ? test.skip : test;

testOnUnix('a plugin is run once for many requests, and once more where its token is refused', async () => {
  const { client, seen, print, ask, runs } = await start(['Bearer new']);
  print({ token: 'new' });
  await Promise.all([ask(), ask()]);
  await ask();
  expect(runs()).toBe(1);
  expect(seen).toEqual(['Bearer new', 'Bearer new', 'Bearer new']);
  await client.close();
});

testOnUnix('a token that is refused is replaced, and the request sent again', async () => {
  const { client, seen, print, ask, runs } = await start(['Bearer old', 'Bearer new']);
  print({ token: 'stale' });
  await expect(ask()).rejects.toThrow(/401/);
  expect(runs()).toBe(2);
  print({ token: 'new' });
  await ask();
  await ask();
  expect(runs()).toBe(3);
  expect(seen).toEqual(['Bearer stale', 'Bearer stale', 'Bearer new', 'Bearer new']);
  await client.close();
});

testOnUnix('a certificate that expires is replaced by that of another run', async () => {
  const { client, clock, seen, print, ask, runs } = await start(['admin', 'server']);
  const expirationTimestamp = new Date(clock.now() + 60_000).toISOString();
  print({ clientCertificateData: pem('client.crt'), clientKeyData: pem('client.key'), expirationTimestamp });
  await ask();
  await ask();
  print({ clientCertificateData: pem('server.crt'), clientKeyData: pem('server.key') });
  await clock.advance(50_000);
  await ask();
  expect(seen).toEqual(['admin', 'admin', 'server']);
  expect(runs()).toBe(2);
  await client.close();
});

testOnUnix(
  'a certificate that is refused is replaced, and the request sent again over new connections',
  async () => {
    const { client, seen, print, ask, runs } = await start(['server']);
    print({ clientCertificateData: pem('client.crt'), clientKeyData: pem('client.key') });
    await expect(ask()).rejects.toThrow(/401/);
    expect(runs()).toBe(2);
    print({ clientCertificateData: pem('server.crt'), clientKeyData: pem('server.key') });
    await Promise.all([ask(), ask()]);
    expect(runs()).toBe(3);
    expect(seen.slice(0, 2)).toEqual(['admin', 'admin']);
    expect(seen.filter((name) => name === 'server')).toHaveLength(2);
    await client.close();
  },
);
