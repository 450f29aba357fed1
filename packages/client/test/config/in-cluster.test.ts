import { describe, expect, test } from '@jest/globals';
import { systemClock } from '@kube-rx/core';
import { inClusterConfig } from '../../src/config/in-cluster.ts';
import { type Folder, folder } from '../support/folder.ts';
import { pem } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';

const environment = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

const authority = pem('authority.crt');

function serviceAccount(): Folder {
  const files = folder();
  files.write('token', 'abc\n');
  files.write('ca.crt', authority);
  files.write('namespace', 'shop\n');
  return files;
}

describe('a program in a Pod', () => {
  test('finds the server in its environment and the rest in its service account', async () => {
    const { path } = serviceAccount();
    const { credentials, ...config } = await inClusterConfig({ environment, directory: path });
    expect(config).toMatchObject({
      server: 'https://10.0.0.1:443',
      tls: { certificateAuthority: { path: `${path}/ca.crt`, last: authority } },
      defaultNamespace: 'shop',
      // Whatever the variables of the process say.
      proxy: false,
      source: path,
    });
    expect(await credentials?.authorization(systemClock)).toBe('Bearer abc');
  });

  test.each([
    ['fd00::1', 'https://[fd00::1]:443'],
    ['kubernetes.default.svc', 'https://kubernetes.default.svc:443'],
  ])('may have the host %s', async (host, server) => {
    const { path } = serviceAccount();
    const config = await inClusterConfig({
      environment: { ...environment, KUBERNETES_SERVICE_HOST: host },
      directory: path,
    });
    expect(config.server).toBe(server);
  });

  test('without a namespace file is in default', async () => {
    const files = serviceAccount();
    files.remove('namespace');
    const config = await inClusterConfig({ environment, directory: files.path });
    expect(config.defaultNamespace).toBe('default');
  });

  test.each(['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'])('is none without %s', async (name) => {
    const { path } = serviceAccount();
    const failure = await failureOf(
      inClusterConfig({ environment: { ...environment, [name]: '' }, directory: path }),
    );
    expect(failure).toMatchObject({ name: 'ConfigError', where: name });
    expect(String(failure)).toMatch(/does not run in a Pod/);
  });

  test.each([
    ['is missing', undefined],
    ['is empty', ''],
  ])('leaves it to the operating system whom to trust where ca.crt %s', async (_, text) => {
    const files = serviceAccount();
    files.remove('ca.crt');
    if (text !== undefined) files.write('ca.crt', text);
    expect((await inClusterConfig({ environment, directory: files.path })).tls).toEqual({});
  });

  test('without its token is told so', async () => {
    const files = serviceAccount();
    files.remove('token');
    const failure = await failureOf(inClusterConfig({ environment, directory: files.path }));
    expect(failure).toMatchObject({ name: 'ConfigError', where: `${files.path}/token` });
    expect(String(failure)).toMatch(/automountServiceAccountToken/);
  });
});
