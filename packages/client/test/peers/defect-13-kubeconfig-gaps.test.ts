// Defects of another client's kubeconfig: `tokenFile` was read under another name and not relative to its file,
// `as-uid`, `as-groups`, `as-user-extra` and `disable-compression` were ignored, a missing or repeating file of
// KUBECONFIG was an error, a context without a user forgot whom to trust, HTTPS_PROXY and NO_PROXY were not looked at,
// and a server without TLS was refused.
// https://github.com/kubernetes-client/javascript/issues/2474

import type { IncomingHttpHeaders } from 'node:http';
import { delimiter } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Client } from '../../src/client.ts';
import { inferConfig } from '../../src/config/infer.ts';
import { type Folder, folder } from '../support/folder.ts';
import { type Loopback, pem, serveHttp, serveHttps } from '../support/loopback.ts';
import { serveHttpProxy } from '../support/proxies.ts';
import { get } from '../support/requests.ts';
import { untilEnd } from '../support/until-end.ts';

interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** All values of a repeated header. */
  readonly all: (name: string) => string[];
}

const pair = { cert: pem('server.crt'), key: pem('server.key') };
const authority = `certificate-authority-data: ${Buffer.from(pem('authority.crt')).toString('base64')}`;

async function serveSeen(): Promise<Loopback & { readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = await serveHttps(pair, (request, response) => {
    const { url, headers, headersDistinct } = request;
    seen.push({ url, headers, all: (name) => headersDistinct[name] ?? [] });
    response.end('{}');
  });
  return { ...server, seen };
}

function kubeconfig(cluster: string, user?: string): string {
  return [
    'current-context: dev',
    `contexts: [{ name: dev, context: { cluster: c${user === undefined ? '' : ', user: u'} } }]`,
    `clusters: [{ name: c, cluster: { ${cluster} } }]`,
    ...(user === undefined ? [] : [`users: [{ name: u, user: { ${user} } }]`]),
  ].join('\n');
}

async function ask(environment: Record<string, string>): Promise<void> {
  const client = untilEnd(Client.fromConfig(await inferConfig({ environment })));
  await client.requestText(get('/x'));
}

function write(files: Folder, name: string, text: string): Record<string, string> {
  return { KUBECONFIG: files.write(name, text) };
}

test('a tokenFile is read, relative to the kubeconfig', async () => {
  const server = await serveSeen();
  const files = folder();
  files.write('cluster/secrets/token', 'abc\n');
  const text = kubeconfig(
    `server: "https://localhost:${server.port}", ${authority}`,
    'tokenFile: secrets/token',
  );
  await ask(write(files, 'cluster/config', text));
  expect(server.seen[0]?.headers.authorization).toBe('Bearer abc');
});

test('whom to act as is told whole, each group in a header of its own', async () => {
  const server = await serveSeen();
  const user =
    'as: jane, as-uid: "42", as-groups: [dev, "a, b"], as-user-extra: { "Example.com/Scope": [one, two] }';
  const text = kubeconfig(
    `server: "https://localhost:${server.port}", ${authority}, disable-compression: true`,
    user,
  );
  await ask(write(folder(), 'config', text));
  const [seen] = server.seen;
  expect(seen?.headers['impersonate-user']).toBe('jane');
  expect(seen?.headers['impersonate-uid']).toBe('42');
  expect(seen?.all('impersonate-group')).toEqual(['dev', 'a, b']);
  // What may not stand in the name of a header is escaped, as by client-go.
  expect(seen?.all('impersonate-extra-example.com%2fscope')).toEqual(['one', 'two']);
  expect(seen?.headers['accept-encoding']).toBe('identity');
});

test('of several files those that are missing are skipped, and the first that has an entry wins', async () => {
  const server = await serveSeen();
  const files = folder();
  const first = files.write(
    'first',
    kubeconfig(`server: "https://localhost:${server.port}", ${authority}`, 'token: one'),
  );
  const second = files.write('second', kubeconfig('server: "https://localhost:1"', 'token: two'));
  const listed = [`${files.path}/missing`, first, second, first].join(delimiter);
  await ask({ KUBECONFIG: listed });
  expect(server.seen[0]?.headers.authorization).toBe('Bearer one');
  expect(files.read('first')).toContain('token: one');
});

test.each(['', 'insecure'])('a context without a user knows whom to trust %s', async (how) => {
  const server = await serveSeen();
  const trust = how === '' ? authority : 'insecure-skip-tls-verify: true';
  await ask(write(folder(), 'config', kubeconfig(`server: "https://localhost:${server.port}", ${trust}`)));
  expect(server.seen).toHaveLength(1);
});

test('a server without TLS is reached, and so is one that is a host and port', async () => {
  const seen: (string | undefined)[] = [];
  const server = await serveHttp((request, response) => {
    seen.push(request.url);
    response.end('{}');
  });
  await ask(write(folder(), 'config', kubeconfig(`server: "http://localhost:${server.port}"`)));
  await ask(write(folder(), 'config', kubeconfig(`server: "localhost:${server.port}"`)));
  expect(seen).toEqual(['/x', '/x']);
});

describe('a proxy of the environment', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('in %s is used', async (variable) => {
    const server = await serveSeen();
    const proxy = await serveHttpProxy({ port: server.port });
    const cluster = `server: "https://kube.example:6443", tls-server-name: localhost, ${authority}`;
    const environment = write(folder(), 'config', kubeconfig(cluster));
    await ask({ ...environment, [variable]: `http://127.0.0.1:${proxy.port}` });
    expect(proxy.asked[0]).toMatch(/^CONNECT kube\.example:6443 HTTP/);
    expect(server.seen).toHaveLength(1);
  });

  test('is left out where NO_PROXY names the server', async () => {
    const environment = write(folder(), 'config', kubeconfig('server: "https://kube.example:6443"'));
    const proxied = { ...environment, HTTPS_PROXY: 'http://proxy:3128' };
    expect(await inferConfig({ environment: proxied })).toMatchObject({
      proxy: { url: 'http://proxy:3128' },
    });
    for (const list of ['example', '.example', 'kube.example:6443', '*'])
      expect(await inferConfig({ environment: { ...proxied, NO_PROXY: list } })).toMatchObject({
        proxy: false,
      });
  });
});
