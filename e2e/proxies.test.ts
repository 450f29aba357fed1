// Which proxy the real kubectl asks, and for what, is what is asked here, by the same kubeconfig and the same variables.

import { execFile } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { Client, inferConfig } from '@kube-rx/client';
import { findKubectl } from '../packages/apiserver/test/support/kubectl.ts';
import { folder } from '../packages/client/test/support/folder.ts';
import { freePort, serveTcp } from '../packages/client/test/support/loopback.ts';
import { get } from '../packages/client/test/support/requests.ts';

const path = findKubectl();

interface Case {
  readonly server: string;
  readonly proxyUrl?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** `PROXY` is the host and port of the proxy, `CLOSED` a port where nothing listens. */
const cases: [what: string, given: Case][] = [
  ['a proxy-url', { server: 'https://kube.example:6443', proxyUrl: 'http://PROXY' }],
  ['the usual port', { server: 'https://kube.example', proxyUrl: 'http://PROXY' }],
  ['a password', { server: 'https://10.9.9.9:6443', proxyUrl: 'http://ann:s%40c+%25@PROXY' }],
  ['a name alone', { server: 'https://10.9.9.9:6443', proxyUrl: 'http://ann@PROXY/path?query' }],
  ['plain HTTP', { server: 'http://kube.example:8080/base', proxyUrl: 'http://ann:s@PROXY' }],
  ['an address of IPv6', { server: 'https://[fd00::1]:6443', proxyUrl: 'http://PROXY' }],
  ['SOCKS', { server: 'https://kube.example:6443', proxyUrl: 'socks5://PROXY' }],
  ['SOCKS and a password', { server: 'https://kube.example:6443', proxyUrl: 'socks5://ann:s@PROXY' }],
  ['this machine', { server: 'https://localhost:CLOSED', proxyUrl: 'http://PROXY' }],
  ['HTTPS_PROXY', { server: 'https://kube.example:6443', variables: { HTTPS_PROXY: 'PROXY' } }],
  ['https_proxy', { server: 'https://kube.example:6443', variables: { https_proxy: 'http://a:b@PROXY' } }],
  ['HTTP_PROXY', { server: 'http://kube.example:8080', variables: { HTTP_PROXY: 'PROXY' } }],
  ['the other variable', { server: 'http://localhost:CLOSED', variables: { HTTPS_PROXY: 'PROXY' } }],
  [
    'a variable for this machine',
    { server: 'https://127.0.0.1:CLOSED', variables: { HTTPS_PROXY: 'PROXY' } },
  ],
  [
    'a proxy-url beside variables',
    {
      server: 'https://kube.example:6443',
      proxyUrl: 'http://PROXY',
      variables: { HTTPS_PROXY: 'http://127.0.0.1:CLOSED', NO_PROXY: '*' },
    },
  ],
];

/** What a proxy is asked for, without what tells who asks. */
function meaningOf(request: string): string {
  if (request.startsWith('\x05')) return Buffer.from(request, 'latin1').toString('hex');
  const [line = '', ...headers] = request.split('\r\n');
  const telling = headers.filter((header) => /^(host|proxy-authorization):/i.test(header));
  return [
    line.replace(/\?.*/, ''),
    ...telling.map((header) => header.replace(/^[^:]*/, (name) => name.toLowerCase())).sort(),
  ].join('\n');
}

(path === undefined ? describe.skip : describe)('as by the real kubectl', () => {
  test.each(cases)('with %s', async (_, { server, proxyUrl, variables = {} }) => {
    const asked: string[] = [];
    const proxy = await serveTcp((socket, request) => {
      asked.push(meaningOf(request));
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    const closed = await freePort();
    const filled = (text: string): string =>
      text.replace('PROXY', `127.0.0.1:${proxy.port}`).replace('CLOSED', String(closed));
    const cluster = { server: filled(server), ...(proxyUrl && { 'proxy-url': filled(proxyUrl) }) };
    const files = folder();
    const config = files.write(
      'config',
      JSON.stringify({
        'current-context': 'a',
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
        clusters: [{ name: 'a', cluster }],
        users: [{ name: 'a', user: { token: 'abc' } }],
      }),
    );
    const filledVariables = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, filled(value)]),
    );
    const environment = { HOME: files.path, KUBECONFIG: config, ...filledVariables };

    await new Promise((resolve) => {
      execFile(path ?? '', ['get', '--raw', '/version'], { env: environment }, resolve);
    });
    const byKubectl = asked.splice(0);
    await using client = Client.fromConfig(await inferConfig({ environment }), { retry: { attempts: 1 } });
    await client.requestText(get('/version')).catch(() => undefined);
    expect(asked.slice(0, 1)).toEqual(byKubectl.slice(0, 1));
    expect(asked).toHaveLength(server.includes('CLOSED') && proxyUrl === undefined ? 0 : 1);
  });
});
