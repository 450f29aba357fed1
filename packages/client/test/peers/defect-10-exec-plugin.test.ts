// Defects of other clients' exec plugins: each of many first calls ran the plugin, it was told nothing of the cluster,
// its token was never renewed after a 401, and one user's was taken for that of another of the same name; or it was run
// for every request, over a new connection each time.
// https://github.com/kubernetes-client/javascript/issues/2512

import { describe, expect, test } from '@jest/globals';
import { Client } from '../../src/client.ts';
import { inferConfig } from '../../src/config/infer.ts';
import { folder } from '../support/folder.ts';
import { kubeconfigText } from '../support/kubeconfig.ts';
import { pem, serveHttps } from '../support/loopback.ts';
import { get } from '../support/requests.ts';

const apiVersion = 'client.authentication.k8s.io/v1';
const authority = Buffer.from(pem('authority.crt')).toString('base64');

// Notes what it is told, a line a run, and prints the token in the file `token`.
const plugin = `
const fs = require('node:fs');
const [, folder] = process.argv;
fs.appendFileSync(folder + '/runs', process.env.KUBERNETES_EXEC_INFO + '\\n');
const token = fs.readFileSync(folder + '/token', 'utf8');
console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${apiVersion}', status: { token } }));`;

async function start() {
  const seen: (string | undefined)[] = [];
  let accepts = 'Bearer one';
  const server = await serveHttps(
    { cert: pem('server.crt'), key: pem('server.key') },
    ({ headers }, response) => {
      seen.push(headers.authorization);
      const status = headers.authorization === accepts ? 200 : 401;
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    },
  );
  const url = `https://localhost:${server.port}`;
  return {
    url,
    seen,
    accepted: server.accepted,
    accept: (authorization: string): void => void (accepts = authorization),
    connect: async (token: string) => {
      const files = folder();
      files.write('token', token);
      files.write('runs', '');
      const exec = {
        apiVersion,
        command: process.execPath,
        args: ['-e', plugin, files.path],
        interactiveMode: 'Never',
        provideClusterInfo: true,
      };
      const extension = {
        name: 'client.authentication.k8s.io/exec',
        extension: { audience: 'shop', retries: 5 },
      };
      const cluster = { 'certificate-authority-data': authority, extensions: [extension] };
      const kubeconfig = files.write('config', kubeconfigText({ server: url, cluster, user: { exec } }));
      const client = Client.fromConfig(await inferConfig({ kubeconfig }));
      const runs = (): unknown[] =>
        files
          .read('runs')
          .split('\n')
          .filter(Boolean)
          .map((line): unknown => JSON.parse(line));
      return { client, files, runs };
    },
  };
}

describe('an exec plugin', () => {
  test('is run once for ten calls at once, and for all that follow, over connections that are kept', async () => {
    const { connect, seen, accepted } = await start();
    const { client, runs } = await connect('one');
    await Promise.all(Array.from({ length: 10 }, () => client.request(get('/'))));
    const connections = accepted();
    for (let call = 0; call < 5; call += 1) await client.request(get('/'));
    expect(runs()).toHaveLength(1);
    expect(accepted()).toBe(connections);
    expect(seen).toEqual(Array.from({ length: 15 }, () => 'Bearer one'));
    await client.close();
  });

  test('is told of the cluster, with the configuration that is meant for it', async () => {
    const { connect, url } = await start();
    const { client, runs } = await connect('one');
    await client.request(get('/'));
    const cluster = {
      server: url,
      'certificate-authority-data': authority,
      config: { audience: 'shop', retries: 5 },
    };
    expect(runs()).toEqual([{ kind: 'ExecCredential', apiVersion, spec: { cluster, interactive: false } }]);
    await client.close();
  });

  test('is run once more where its token is refused, for all calls that were', async () => {
    const { connect, accept, seen } = await start();
    const { client, files, runs } = await connect('one');
    await client.request(get('/'));
    accept('Bearer two');
    files.write('token', 'two');
    await Promise.all([client.request(get('/')), client.request(get('/'))]);
    expect(runs()).toHaveLength(2);
    expect(seen.at(-1)).toBe('Bearer two');
    await client.close();
  });

  test('gives its token to its own user, and not to another of the same name', async () => {
    const { connect, accept, seen } = await start();
    const [ann, bob] = [await connect('one'), await connect('two')];
    await ann.client.request(get('/'));
    accept('Bearer two');
    await bob.client.request(get('/'));
    expect(seen).toEqual(['Bearer one', 'Bearer two']);
    await ann.client.close();
    await bob.client.close();
  });
});
