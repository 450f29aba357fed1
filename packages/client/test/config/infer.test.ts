import { describe, expect, test } from '@jest/globals';
import { inferConfig } from '../../src/config/infer.ts';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { folder } from '../support/folder.ts';
import { failureOf } from '../support/requests.ts';

const config = `
current-context: dev
contexts: [{ name: dev, context: { cluster: c } }]
clusters: [{ name: c, cluster: { server: https://dev } }]`;

describe('inferring the cluster', () => {
  test('takes the kubeconfig that is named', async () => {
    const file = folder().write('mine', config);
    expect((await inferConfig({ kubeconfig: file, environment: {} })).server).toBe('https://dev');
  });

  test('takes those of KUBECONFIG', async () => {
    const files = folder();
    const KUBECONFIG = `${files.path}/none:${files.write('config', config)}`;
    expect((await inferConfig({ environment: { KUBECONFIG } })).server).toBe('https://dev');
  });

  test('takes the one at home', async () => {
    const files = folder();
    files.write('.kube/config', config);
    expect((await inferConfig({ environment: { HOME: files.path } })).server).toBe('https://dev');
  });

  test('says all that was tried where there is nothing', async () => {
    const { path: HOME } = folder();
    const failure = await failureOf(inferConfig({ environment: { HOME } }));
    expect(failure).toMatchObject({ name: 'ConfigError', where: 'kubeconfig' });
    expect(String(failure)).toContain(
      `no cluster is configured; tried the kubeconfig ${HOME}/.kube/config (does not exist), ` +
        "and the Pod's service account (KUBERNETES_SERVICE_HOST: is not set",
    );
  });

  test('takes an empty kubeconfig for none', async () => {
    const files = folder();
    files.write('.kube/config', 'apiVersion: v1\nclusters: null\n');
    const failure = await failureOf(inferConfig({ environment: { HOME: files.path } }));
    expect(String(failure)).toContain('.kube/config (is empty)');
  });

  test('complains about a broken kubeconfig rather than passing it over', async () => {
    const KUBECONFIG = folder().write('config', 'current-context: gone');
    const failure = await failureOf(inferConfig({ environment: { KUBECONFIG } }));
    expect(failure).toMatchObject({ where: `${KUBECONFIG}: current-context` });
  });

  test('names a kubeconfig that was asked for and does not exist', async () => {
    const failure = await failureOf(inferConfig({ kubeconfig: '/no/such/file', environment: {} }));
    expect(failure).toMatchObject({ where: '/no/such/file' });
  });

  test('tries no service account where a context was asked for', async () => {
    const { path: HOME } = folder();
    const environment = { HOME, KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
    const failure = await failureOf(inferConfig({ environment, context: 'dev' }));
    expect(failure).toMatchObject({ name: 'ConfigError' });
    expect(String(failure)).toMatch(/\.kube\/config \(does not exist\)/);
  });

  test('lets the program say whom to act as, and by which proxy', async () => {
    const file = folder().write(
      'config',
      `${config.replace('https://dev', 'https://dev, proxy-url: "http://theirs:1"').replace('cluster: c }', 'cluster: c, user: u }')}
users: [{ name: u, user: { token: abc, as: ann, as-groups: [dev] } }]`,
    );
    const options = { kubeconfig: file, environment: { HTTPS_PROXY: 'http://other:1' } };
    expect(await inferConfig(options)).toMatchObject({
      impersonation: { user: 'ann', groups: ['dev'] },
      proxy: { url: 'http://theirs:1', source: `${file}: clusters[c].cluster.proxy-url` },
    });
    const own = new ProxyServer('http://own:1');
    const chosen = await inferConfig({ ...options, impersonation: { user: 'jo' }, proxy: own });
    // All of it, so that nobody gets the groups of somebody else.
    expect(chosen.impersonation).toEqual({ user: 'jo' });
    expect(chosen.proxy).toBe(own);
    expect((await inferConfig({ ...options, proxy: false })).proxy).toBe(false);
  });
});
