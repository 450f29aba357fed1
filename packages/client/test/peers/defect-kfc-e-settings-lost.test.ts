// A defect of a fluent client: of a kubeconfig it copied certificates and the Authorization header alone, so that
// insecure-skip-tls-verify, proxy-url, tls-server-name, a user name and password, and impersonation were lost on a watch.

import { expect, test } from '@jest/globals';
import { Client } from '../../src/client.ts';
import { folder } from '../support/folder.ts';
import { pem, serveHttps } from '../support/loopback.ts';
import { serveHttpProxy } from '../support/proxies.ts';
import { get, readAll } from '../support/requests.ts';
import { untilEnd } from '../support/until-end.ts';

const authority = `certificate-authority-data: ${Buffer.from(pem('authority.crt')).toString('base64')}`;

test.each([
  ['tls-server-name', `${authority}, tls-server-name: localhost`],
  ['insecure-skip-tls-verify', 'insecure-skip-tls-verify: true'],
])('every request of a client has all of a kubeconfig, with %s', async (_, trust) => {
  const seen: string[][] = [];
  const pair = { cert: pem('server.crt'), key: pem('server.key') };
  const server = await serveHttps(pair, (request, response) => {
    const { headers, headersDistinct } = request;
    seen.push([
      String(headers.authorization),
      String(headers['impersonate-user']),
      ...(headersDistinct['impersonate-group'] ?? []),
    ]);
    response.end('{}');
  });
  const proxy = await serveHttpProxy({ port: server.port, account: 'ann:p@ss' });
  const text = `
current-context: dev
contexts: [{ name: dev, context: { cluster: c, user: u } }]
clusters:
- name: c
  cluster: { server: "https://kube.example:6443", proxy-url: "http://ann:p%40ss@127.0.0.1:${proxy.port}", ${trust} }
users: [{ name: u, user: { username: jo, password: secret, as: jane, as-groups: [dev, ops] } }]
`;
  const client = untilEnd(await Client.tryDefault({ kubeconfig: folder().write('config', text) }));
  await client.requestText(get('/api/v1/pods'));
  const watch = await client.open(get('/api/v1/pods', { query: [['watch', 'true']] }));
  await readAll(watch.body);
  await client.requestText(get('/api/v1/pods', { method: 'POST', body: '{}' }));
  const expected = [`Basic ${Buffer.from('jo:secret').toString('base64')}`, 'jane', 'dev', 'ops'];
  expect(seen).toEqual([expected, expected, expected]);
  expect(proxy.asked.length).toBeGreaterThan(0);
  expect(server.accepted()).toBe(proxy.accepted());
});
