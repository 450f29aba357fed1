import { describe, expect, test } from '@jest/globals';
import { systemClock } from '@kube-rx/core';
import { inClusterConfig } from '../../src/config/in-cluster.ts';
import { type Folder, folder } from '../support/folder.ts';
import { failureOf } from '../support/requests.ts';

const environment = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

function serviceAccount(): Folder {
  const files = folder();
  files.write('token', 'abc\n');
  files.write('ca.crt', '-----BEGIN CERTIFICATE-----');
  files.write('namespace', 'shop\n');
  return files;
}

describe('a program in a Pod', () => {
  test('finds the server in its environment and the rest in its service account', async () => {
    const { path } = serviceAccount();
    const { credentials, ...config } = await inClusterConfig({ environment, directory: path });
    expect(config).toEqual({
      server: 'https://10.0.0.1:443',
      tls: { certificateAuthority: '-----BEGIN CERTIFICATE-----' },
      defaultNamespace: 'shop',
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

  test.each(['token', 'ca.crt'])('without its file %s is told so', async (name) => {
    const files = serviceAccount();
    files.remove(name);
    const failure = await failureOf(inClusterConfig({ environment, directory: files.path }));
    expect(failure).toMatchObject({ name: 'ConfigError', where: `${files.path}/${name}` });
    expect(String(failure)).toMatch(/automountServiceAccountToken/);
  });
});
