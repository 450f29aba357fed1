// Defects of another client's other credentials: it ran a shell inside a request, which stopped the whole process until
// it had ended, and read token files in the same way, with the line break at their end.

import { describe, expect, test } from '@jest/globals';
import { Client } from '../../src/client.ts';
import { inferConfig } from '../../src/config/infer.ts';
import { ConfigError } from '../../src/errors.ts';
import { folder } from '../support/folder.ts';
import { kubeconfigText } from '../support/kubeconfig.ts';
import { pem, serveHttps } from '../support/loopback.ts';
import { failureOf, get } from '../support/requests.ts';

const server = 'https://localhost:6443';

test.each([
  ['gcp', 'gke-gcloud-auth-plugin'],
  ['azure', 'kubelogin'],
])('the auth-provider %s runs nothing, and its error names the plugin to use', async (name, plugin) => {
  const files = folder();
  const config = {
    'cmd-path': '/bin/sh',
    'cmd-args': `-c "touch ${files.path}/ran"`,
    'access-token': 's3cret',
  };
  const user = { 'auth-provider': { name, config } };
  const kubeconfig = files.write('config', kubeconfigText({ server, user }));
  const failure = await failureOf(inferConfig({ kubeconfig }));
  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toContain(plugin);
  expect(String(failure)).not.toContain('s3cret');
  expect(() => files.read('ran')).toThrow('ENOENT');
});

describe('what gives a token', () => {
  async function start(user: object, files = folder()) {
    const seen: (string | undefined)[] = [];
    const { port } = await serveHttps(
      { cert: pem('server.crt'), key: pem('server.key') },
      ({ headers }, response) => {
        seen.push(headers.authorization);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      },
    );
    files.write('ca.crt', pem('authority.crt'));
    const parts = {
      server: `https://localhost:${port}`,
      cluster: { 'certificate-authority': 'ca.crt' },
      user,
    };
    const kubeconfig = files.write('config', kubeconfigText(parts));
    return { seen, client: Client.fromConfig(await inferConfig({ kubeconfig })) };
  }

  test('as a file gives it without its line break', async () => {
    const files = folder();
    files.write('token', 'one\n');
    const { client, seen } = await start({ tokenFile: 'token' }, files);
    await client.request(get('/'));
    expect(seen).toEqual(['Bearer one']);
    await client.close();
  });

  test('as a plugin that takes long stops nothing else', async () => {
    const files = folder();
    // It ends when this process, which goes on meanwhile, tells it to.
    const source = `
const fs = require('node:fs');
fs.writeFileSync('${files.path}/started', '');
const timer = setInterval(() => {
  if (!fs.existsSync('${files.path}/go')) return;
  clearInterval(timer);
  console.log('{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"one"}}');
}, 1);`;
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: process.execPath,
      args: ['-e', source],
    };
    const { client, seen } = await start({ exec }, files);
    const call = client.request(get('/'));
    await files.appears('started');
    expect(seen).toEqual([]);
    files.write('go', '');
    await call;
    expect(seen).toEqual(['Bearer one']);
    await client.close();
  });
});
