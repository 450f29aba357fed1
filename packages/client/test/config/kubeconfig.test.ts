import { createPrivateKey } from 'node:crypto';
import { delimiter } from 'node:path';
import { fc, test as fcTest } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { systemClock } from '@kube-rx/core';
import { ClientCertificate } from '../../src/auth/credentials.ts';
import { ExecCredentials } from '../../src/auth/exec-credentials.ts';
import { TokenFile } from '../../src/auth/token-file.ts';
import { resolveContext } from '../../src/config/context.ts';
import { Kubeconfig, kubeconfigFiles } from '../../src/config/kubeconfig.ts';
import { ConfigError } from '../../src/errors.ts';
import { folder } from '../support/folder.ts';
import { pem } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const authority = pem('authority.crt');
const certificate = `client-certificate-data: ${base64(pem('client.crt'))}`;
const key = `client-key-data: ${base64(pem('client.key'))}`;
const execVersion = 'client.authentication.k8s.io/v1';

/** A kubeconfig of one context, `dev`, whose cluster and user hold the given lines. */
function kubeconfig(cluster: string, user = '', context = ''): string {
  return `
apiVersion: v1
kind: Config
current-context: dev
contexts:
- name: dev
  context: { cluster: c, user: u${context} }
clusters:
- name: c
  cluster: { ${cluster} }
users:
- name: u
  user: { ${user} }
`;
}

const encryptedKey = createPrivateKey(pem('client.key'))
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 's3cret' })
  .toString();

const here = 'server: "https://localhost:6443"';

/** What `kubeconfig(here, 'token: abc')` says. */
const tree = {
  'current-context': 'dev',
  contexts: [{ name: 'dev', context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://localhost:6443' } }],
  users: [{ name: 'u', user: { token: 'abc' } }],
};

type Complaint = [what: string, text: string, where: string, words: RegExp];

async function resolveText(text: string, choice = {}) {
  return resolveContext(await Kubeconfig.parse([{ file: '/cfg/config', text }]), choice);
}

async function complaintOf(text: string, choice = {}): Promise<ConfigError> {
  const failure = await failureOf(resolveText(text, choice));
  if (failure instanceof ConfigError) return failure;
  throw failure;
}

describe('a kubeconfig', () => {
  test('says where the server is, whom to trust and which namespace is meant', async () => {
    const cluster = `${here}, certificate-authority-data: ${base64(authority)}, tls-server-name: api.example, disable-compression: true`;
    expect(await resolveText(kubeconfig(cluster, '', ', namespace: shop'))).toEqual({
      server: 'https://localhost:6443',
      tls: { certificateAuthority: authority, serverName: 'api.example' },
      compression: false,
      defaultNamespace: 'shop',
      source: '/cfg/config: contexts[dev]',
    });
  });

  test('may leave the scheme of the server out, which is http then', async () => {
    expect((await resolveText(kubeconfig('server: "10.0.0.1:8080"'))).server).toBe('http://10.0.0.1:8080');
  });

  test('is taken with contradictory trust where nothing is encrypted', async () => {
    const trust = `insecure-skip-tls-verify: true, certificate-authority-data: ${base64(authority)}`;
    const config = await resolveText(kubeconfig(`server: "http://localhost:8080", ${trust}`));
    expect(config.server).toBe('http://localhost:8080');
  });

  test('is taken with credentials that cannot be used where they will not be sent', async () => {
    const user = 'as: jane, token: abc, username: me';
    const config = await resolveText(kubeconfig('server: "http://localhost:8080"', user));
    expect(config.credentials).toBeUndefined();
    expect(config.impersonation?.user).toBe('jane');
  });

  test.each([
    ['exec', 'exec: { command: none, apiVersion: x }'],
    ['auth-provider', 'auth-provider: { name: gcp }'],
  ])('gives the token that stands beside %s', async (_, plugin) => {
    const { credentials } = await resolveText(kubeconfig(here, `token: abc, ${plugin}`));
    expect(await credentials?.authorization(systemClock)).toBe('Bearer abc');
  });

  test('gives the client certificate that stands beside exec', async () => {
    const config = await resolveText(kubeconfig(here, `${certificate}, ${key}, exec: { command: none }`));
    expect(config.clientCertificate).toEqual(new ClientCertificate(pem('client.crt'), pem('client.key')));
    expect(config).not.toHaveProperty('credentials');
  });

  test.each([
    ['a token', 'token: abc', 'Bearer abc'],
    ['a token of digits, as it is written', 'token: 0123e5', 'Bearer 0123e5'],
    ['a user name and password', 'username: admin, password: "1"', `Basic ${base64('admin:1')}`],
  ])('gives %s as the credentials', async (_, user, authorization) => {
    const { credentials } = await resolveText(kubeconfig(here, user));
    expect(await credentials?.authorization(systemClock)).toBe(authorization);
  });

  test.each([
    ['a token file', 'tokenFile: none', TokenFile],
    ['exec', `exec: { command: none, apiVersion: ${execVersion}, interactiveMode: Never }`, ExecCredentials],
    ['a client certificate', `${certificate}, ${key}`, undefined],
  ])('gives %s where a password has no user name beside it', async (_, user, expected) => {
    const { credentials } = await resolveText(kubeconfig(here, `password: s3cret, ${user}`));
    expect(credentials?.constructor).toBe(expected);
  });

  test('gives a client certificate, data before files', async () => {
    const files = folder();
    files.write('client.crt', 'not this one');
    const user = `client-certificate: client.crt, client-certificate-data: ${base64(pem('client.crt'))}, client-key-data: ${base64(pem('client.key'))}`;
    const { clientCertificate } = await resolveText(kubeconfig(here, user));
    expect(clientCertificate instanceof ClientCertificate && clientCertificate.pem()).toEqual({
      cert: pem('client.crt'),
      key: pem('client.key'),
    });
  });

  test('finds the files it refers to beside itself, whatever the working directory', async () => {
    const files = folder();
    files.write('pki/ca.crt', authority);
    files.write('pki/client.crt', pem('client.crt'));
    files.write('pki/client.key', pem('client.key'));
    files.write('pki/token', 'abc');
    const user = 'client-certificate: pki/client.crt, client-key: pki/client.key, tokenFile: pki/token';
    const file = files.write('config', kubeconfig(`${here}, certificate-authority: pki/ca.crt`, user));
    const config = await resolveContext(await Kubeconfig.read([file]));
    expect(config.tls?.certificateAuthority).toMatchObject({
      path: `${files.path}/pki/ca.crt`,
      last: authority,
    });
    const [cert, key] = [`${files.path}/pki/client.crt`, `${files.path}/pki/client.key`];
    expect(config.clientCertificate).toMatchObject({ paths: { certificate: cert, key } });
    expect(await config.credentials?.authorization(systemClock)).toBe('Bearer abc');
  });

  test('uses the token until the token file can be read', async () => {
    const { credentials } = await resolveText(kubeconfig(here, 'token: abc, tokenFile: none'));
    expect(await credentials?.authorization(systemClock)).toBe('Bearer abc');
  });

  test('gives the user to act as, with groups, uid and extra', async () => {
    const user = 'as: jane, as-uid: "7", as-groups: [dev, ops], as-user-extra: { scopes: [view] }';
    expect((await resolveText(kubeconfig(here, user))).impersonation).toEqual({
      user: 'jane',
      uid: '7',
      groups: ['dev', 'ops'],
      extra: { scopes: ['view'] },
    });
  });

  test('may switch the check of the server off', async () => {
    const config = await resolveText(kubeconfig(`${here}, insecure-skip-tls-verify: true`));
    expect(config.tls).toEqual({ rejectUnauthorized: false });
  });

  test('says nothing of what it does not hold, so that it may be spread over defaults', async () => {
    expect(await resolveText(kubeconfig(here))).toStrictEqual({
      server: 'https://localhost:6443',
      tls: {},
      defaultNamespace: 'default',
      source: '/cfg/config: contexts[dev]',
    });
  });

  test('may have a context without a user', async () => {
    const text = kubeconfig(here).replace(', user: u', '');
    expect(await resolveText(text)).not.toHaveProperty('credentials');
  });

  test('lets context, cluster and user be chosen', async () => {
    const text = `
contexts: [{ name: a, context: { cluster: c1, user: u1 } }, { name: b, context: { cluster: c1, user: u1 } }]
clusters: [{ name: c1, cluster: { server: https://one } }, { name: c2, cluster: { server: https://two } }]
users: [{ name: u1, user: { token: x } }, { name: u2, user: { token: z } }]`;
    const config = await resolveText(text, { context: 'b', cluster: 'c2', user: 'u2' });
    expect(config.server).toBe('https://two');
    expect(config.source).toBe('/cfg/config: contexts[b]');
    expect(await config.credentials?.authorization(systemClock)).toBe('Bearer z');
  });

  test('is not looked at beyond the chosen context', async () => {
    const text = `${kubeconfig(here)}- name: broken\n  user: { exec: { command: aws }, token: [] }\n`;
    expect((await resolveText(text)).server).toBe('https://localhost:6443');
  });

  const contextsOf = '/cfg/config: contexts[dev].context';
  const clusterOf = '/cfg/config: clusters[c].cluster';
  const userOf = '/cfg/config: users[u].user';
  const exec = (rest: string): string => kubeconfig(here, `exec: { command: aws, ${rest} }`);
  const v1 = 'apiVersion: client.authentication.k8s.io/v1';
  const provider = (rest: string): string => kubeconfig(here, `auth-provider: { ${rest} }`);
  const badPlugins: Complaint[] = [
    ['an exec plugin of no version', exec(''), `${userOf}.exec.apiVersion`, /is missing/],
    [
      'an exec plugin of a version that is gone',
      exec('apiVersion: client.authentication.k8s.io/v1alpha1'),
      `${userOf}.exec.apiVersion`,
      /v1alpha1" is not supported, by kubectl neither/,
    ],
    [
      'an exec plugin that says not whether it asks',
      exec(v1),
      `${userOf}.exec.interactiveMode`,
      /is missing/,
    ],
    [
      'an exec plugin that asks in an unknown way',
      exec(`${v1}, interactiveMode: Loudly`),
      `${userOf}.exec.interactiveMode`,
      /must be Never, IfAvailable or Always/,
    ],
    [
      'an exec plugin with a variable without a name',
      exec(`${v1}, interactiveMode: Never, env: [{ value: s3cret }]`),
      `${userOf}.exec.env[0].name`,
      /is missing/,
    ],
    [
      'an exec plugin and an auth-provider',
      kubeconfig(here, 'exec: { command: aws }, auth-provider: { name: gcp }'),
      `${userOf}.auth-provider`,
      /together with exec/,
    ],
    [
      'an auth-provider for GKE',
      provider('name: gcp'),
      `${userOf}.auth-provider.name`,
      /gke-gcloud-auth-plugin/,
    ],
    ['an auth-provider for AKS', provider('name: azure'), `${userOf}.auth-provider.name`, /kubelogin/],
    ['an auth-provider for EKS', provider('name: aws'), `${userOf}.auth-provider.name`, /aws eks get-token/],
    [
      'an auth-provider of its own',
      provider('name: x'),
      `${userOf}.auth-provider.name`,
      /exec plugin of your/,
    ],
    [
      'an oidc provider without a token',
      provider('name: oidc, config: { refresh-token: s3cret }'),
      `${userOf}.auth-provider.config.id-token`,
      /is missing.*kubelogin/,
    ],
    [
      'an oidc token that is no JWT',
      provider('name: oidc, config: { id-token: s3cret }'),
      `${userOf}.auth-provider.config.id-token`,
      /is no JWT with an expiry/,
    ],
  ];
  const bad: Complaint[] = [
    [
      'no current context',
      kubeconfig(here).replace('current-context: dev', ''),
      '/cfg/config: current-context',
      /is not set; choose one of the contexts \(dev\)/,
    ],
    [
      'a current context that is not there',
      kubeconfig(here).replace('context: dev', 'context: prod'),
      '/cfg/config: current-context',
      /"prod" is not in contexts \(dev\)/,
    ],
    [
      'a context without its body',
      'current-context: a\ncontexts: [{ name: a }]',
      '/cfg/config: contexts[a].context',
      /is missing/,
    ],
    [
      'a context without a cluster',
      kubeconfig(here).replace('cluster: c,', ''),
      `${contextsOf}.cluster`,
      /is missing/,
    ],
    [
      'a cluster that is not there',
      kubeconfig(here).replace('cluster: c,', 'cluster: x,'),
      `${contextsOf}.cluster`,
      /"x" is not in clusters \(c\)/,
    ],
    [
      'a user that is not there',
      kubeconfig(here).replace('user: u', 'user: x'),
      `${contextsOf}.user`,
      /"x" is not in users \(u\)/,
    ],
    ['an entry without a name', 'users: [{ user: {} }]', '/cfg/config: users[0].name', /is missing/],
    ['a cluster without a server', kubeconfig(''), `${clusterOf}.server`, /is missing/],
    [
      'a server of another scheme',
      kubeconfig('server: "ftp://localhost"'),
      `${clusterOf}.server`,
      /must begin with https:/,
    ],
    [
      'a server without a scheme that has a path',
      kubeconfig('server: "localhost/s3cret"'),
      `${clusterOf}.server`,
      /or be a host and port alone/,
    ],
    [
      'a server with slashes where its scheme is missing',
      kubeconfig('server: //localhost:6443'),
      `${clusterOf}.server`,
      /must begin with https:/,
    ],
    [
      'a zone in the server URL',
      kubeconfig('server: "https://[fe80::1%25eth0]:6443"'),
      `${clusterOf}.server`,
      /IPv6 address with a zone \(%\), which is not supported/,
    ],
    ['a server that is no URL', kubeconfig('server: "https://:x"'), `${clusterOf}.server`, /is no URL/],
    [
      'credentials in the server URL',
      kubeconfig('server: "https://me:s3cret@host"'),
      `${clusterOf}.server`,
      /must not hold a user name/,
    ],
    [
      'a proxy that is no URL',
      kubeconfig(`${here}, proxy-url: "http://ann:s3cret@proxy:port"`),
      `${clusterOf}.proxy-url`,
      /is no URL of a proxy/,
    ],
    [
      'a proxy of another kind',
      kubeconfig(`${here}, proxy-url: "socks4://ann:s3cret@proxy:1080"`),
      `${clusterOf}.proxy-url`,
      /must begin with http:/,
    ],
    [
      'a proxy without a host',
      kubeconfig(`${here}, proxy-url: "http://ann:s3cret@:3128"`),
      `${clusterOf}.proxy-url`,
      /names no host/,
    ],
    [
      'an authority that is no base64',
      kubeconfig(`${here}, certificate-authority-data: "s3cret!"`),
      `${clusterOf}.certificate-authority-data`,
      /not valid base64: what follows the first 6 characters does not belong there/,
    ],
    [
      'an authority in base64 that is cut off',
      kubeconfig(`${here}, certificate-authority-data: ${base64(authority).slice(0, 41)}`),
      `${clusterOf}.certificate-authority-data`,
      /not valid base64: it is cut off \(41 characters/,
    ],
    [
      'an authority that is not in base64',
      kubeconfig(`${here}, certificate-authority-data: ${JSON.stringify(authority)}`),
      `${clusterOf}.certificate-authority-data`,
      /is PEM itself, and must be that in base64/,
    ],
    [
      'an authority that is a key',
      kubeconfig(`${here}, certificate-authority-data: ${base64(pem('client.key'))}`),
      `${clusterOf}.certificate-authority-data`,
      /holds no certificate, but EC PRIVATE KEY$/,
    ],
    [
      'a client key that is encrypted',
      kubeconfig(
        here,
        `client-certificate-data: ${base64(pem('client.crt'))}, client-key-data: ${base64(encryptedKey)}`,
      ),
      `${userOf}.client-key-data`,
      /is encrypted.*decrypt it into another file: openssl pkey/,
    ],
    [
      'an authority that is no PEM',
      kubeconfig(`${here}, certificate-authority-data: ${base64('s3cret')}`),
      `${clusterOf}.certificate-authority-data`,
      /not PEM/,
    ],
    [
      'an authority file that is not there',
      kubeconfig(`${here}, certificate-authority: none.crt`),
      `${clusterOf}.certificate-authority`,
      /the file \/cfg\/none\.crt cannot be read \(ENOENT\)/,
    ],
    [
      'an authority that nobody checks',
      kubeconfig(`${here}, insecure-skip-tls-verify: true, certificate-authority-data: ${base64(authority)}`),
      `${clusterOf}.insecure-skip-tls-verify`,
      /together with a certificate-authority/,
    ],
    [
      'a flag that is none',
      kubeconfig(`${here}, insecure-skip-tls-verify: "yes"`),
      `${clusterOf}.insecure-skip-tls-verify`,
      /must be true or false/,
    ],
    [
      'a certificate without a key',
      kubeconfig(here, `client-certificate-data: ${base64(pem('client.crt'))}`),
      `${userOf}.client-key`,
      /is missing/,
    ],
    [
      'a key without a certificate',
      kubeconfig(here, `client-key-data: ${base64(pem('client.key'))}`),
      `${userOf}.client-certificate`,
      /is missing/,
    ],
    [
      'a key file that is not there',
      kubeconfig(here, 'client-certificate-data: ""  , client-key: k'),
      `${userOf}.client-key`,
      /the file \/cfg\/k cannot be read/,
    ],
    [
      'a token of two lines',
      kubeconfig(here, 'token: "s3cret\\nX: y"'),
      `${userOf}.token`,
      /characters that no token has/,
    ],
    ['a token that is a list', kubeconfig(here, 'token: [s3cret]'), `${userOf}.token`, /must be a text/],
    [
      'a token and a password',
      kubeconfig(here, 'token: s3cret, username: me'),
      `${userOf}.username`,
      /together with a token/,
    ],
    [
      'a token and a password without a name',
      kubeconfig(here, 'token: abc, password: s3cret'),
      `${userOf}.password`,
      /together with a token/,
    ],
    [
      'a password alone',
      kubeconfig(here, 'password: s3cret'),
      `${userOf}.username`,
      /is missing beside password/,
    ],
    ...badPlugins,
    [
      'groups without a user to act as',
      kubeconfig(here, 'as-groups: [dev]'),
      `${userOf}.as-groups`,
      /needs a user/,
    ],
    [
      'groups that are no list',
      kubeconfig(here, 'as: me, as-groups: dev'),
      `${userOf}.as-groups`,
      /must be a list of texts/,
    ],
    ['a list that is none', 'clusters: 7', '/cfg/config: clusters', /must be a list/],
    ['an entry that is none', 'clusters: [7]', '/cfg/config: clusters[0]', /must be a mapping/],
    [
      'a user that is none',
      kubeconfig(here).replace('user: {  }', 'user: s3cret'),
      '/cfg/config: users[u].user',
      /must be a mapping/,
    ],
    ['a text instead of a mapping', 's3cret', '/cfg/config', /is no mapping/],
    ['bad YAML', 'users:\n- name: "s3cret', '/cfg/config: line 2:16', /is not valid YAML/],
    ['an alias of nothing', 'users: *s3cret', '/cfg/config: line 1:8', /has an alias without its anchor/],
    [
      'a word of YAML as a text',
      kubeconfig(here, 'username: on, password: s3cret'),
      `${userOf}.username`,
      /must be a text; words like yes, on and true need quotes/,
    ],
    [
      'a text as a flag',
      kubeconfig(`${here}, insecure-skip-tls-verify: "yes"`),
      `${clusterOf}.insecure-skip-tls-verify`,
      /must be true or false/,
    ],
  ];

  test.each(bad)(
    'with %s is told with file and key, and without its secrets',
    async (...[, text, where, words]) => {
      const complaint = await complaintOf(text);
      expect(complaint.where).toBe(where);
      expect(complaint.message).toMatch(words);
      expect(complaint.message.startsWith(`${where}: `)).toBe(true);
      expect(complaint.message).not.toContain('s3cret');
    },
  );

  test.each([
    [{ context: 'x' }, 'context', /"x" is not in contexts \(dev\)/],
    [{ cluster: 'x' }, 'cluster', /"x" is not in clusters \(c\)/],
    [{ user: 'x' }, 'user', /"x" is not in users \(u\)/],
  ])('is complained about where a choice is not in it: %j', async (choice, where, words) => {
    const complaint = await complaintOf(kubeconfig(here), choice);
    expect(complaint.where).toBe(`/cfg/config: ${where}`);
    expect(complaint.message).toMatch(words);
  });
});

// Each of them was given to kubectl 1.35, which read it so.
describe('a kubeconfig as it is found', () => {
  const whole = kubeconfig(here, 'token: abc');

  test.each<[how: string, source: string | Uint8Array]>([
    ['UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${whole}`, 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(`\uFEFF${whole}`, 'utf16le').swap16()],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${whole}`)],
    ['with a second document, even a broken one', `${whole}---\nusers: [`],
    ['with a separator at its end', `${whole}---\n`],
    ['with a key twice, of which the last one counts', `users: []\n${whole}`],
    ['with lines that end as on Windows', whole.replaceAll('\n', '\r\n')],
    ['as JSON indented by tabs', JSON.stringify(tree, undefined, '\t')],
  ])('may be %s', async (_, text) => {
    const config = await resolveContext(await Kubeconfig.parse([{ file: '/cfg/config', text }]));
    expect(config.server).toBe('https://localhost:6443');
    expect(await config.credentials?.authorization(systemClock)).toBe('Bearer abc');
  });

  test('may be read from a file of UTF-16', async () => {
    const file = folder().write('config', Buffer.from(`\uFEFF${whole}`, 'utf16le'));
    expect((await Kubeconfig.read([file])).currentContext).toBe('dev');
  });

  test.each([
    ['yes', true],
    ['On', true],
    ['n', false],
  ])('may say %s for %j', async (word, insecure) => {
    const { tls } = await resolveText(kubeconfig(`${here}, insecure-skip-tls-verify: ${word}`));
    expect(tls).toEqual(insecure ? { rejectUnauthorized: false } : {});
  });

  test('may merge mappings with <<', async () => {
    const anchor = 'base: &base { insecure-skip-tls-verify: true, tls-server-name: api }\n';
    const { tls } = await resolveText(`${anchor}${kubeconfig(`<<: *base, ${here}`)}`);
    expect(tls).toEqual({ rejectUnauthorized: false, serverName: 'api' });
  });
});

describe('several kubeconfig files', () => {
  test('are merged, the first to name an entry or the current context winning', async () => {
    const one = folder();
    const two = folder();
    two.write('ca.crt', authority);
    const first = one.write('config', 'users: [{ name: u, user: { token: first } }]');
    const second = two.write('config', kubeconfig(`${here}, certificate-authority: ca.crt`, 'token: second'));
    const config = await resolveContext(await Kubeconfig.read([first, second]));
    expect(await config.credentials?.authorization(systemClock)).toBe('Bearer first');
    expect(config.tls?.certificateAuthority).toMatchObject({ path: `${two.path}/ca.crt`, last: authority });
  });

  test('may be missing, all but one', async () => {
    const files = folder();
    const file = files.write('config', kubeconfig(here));
    const merged = await Kubeconfig.read([`${files.path}/none`, file]);
    expect(merged.files).toEqual([file]);
  });

  test('are named in a complaint about what is in none of them', async () => {
    const parsed = await Kubeconfig.parse([
      { file: '/a', text: 'current-context: x' },
      { file: '/b', text: '' },
    ]);
    await expect(resolveContext(parsed)).rejects.toThrow('/a, /b: current-context: "x" is not in contexts');
  });

  test.each([
    ['the list of KUBECONFIG', { KUBECONFIG: ['/a', '', '/b', '/a'].join(delimiter) }, ['/a', '/b']],
    [
      'the one at home where KUBECONFIG is empty',
      { KUBECONFIG: '', HOME: '/home/me' },
      ['/home/me/.kube/config'],
    ],
  ])('are %s', (_, environment, files) => {
    expect(kubeconfigFiles(environment)).toEqual(files);
  });
});

describe('a kubeconfig file', () => {
  test('that does not exist is named', async () => {
    const failure = await failureOf(Kubeconfig.read(['/no/such/file']));
    expect(failure).toMatchObject({
      name: 'ConfigError',
      where: '/no/such/file',
      message: '/no/such/file: the kubeconfig file does not exist',
    });
  });

  test('that cannot be read is named with the reason', async () => {
    const { path } = folder();
    await expect(Kubeconfig.read([path])).rejects.toThrow(
      `${path}: the kubeconfig file is a directory; name the file in it`,
    );
  });

  test.each([
    '',
    '# nothing here\n',
    'apiVersion: v1\nkind: Config\nclusters: null\ncontexts: []\ncurrent-context: ""\n',
  ])('may be empty: %j', async (text) => {
    expect((await Kubeconfig.parse([{ file: '/a', text }])).isEmpty).toBe(true);
  });
});

describe('whatever stands in a kubeconfig', () => {
  // JSON is YAML. Names and keys that exist come up often, so that the depths are reached.
  const scalar = fc.oneof(
    fc.constantFrom('a', 'b', '', 'https://a', 's3cret'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: scalar },
    fc.array(scalar),
    fc.dictionary(fc.string(), scalar),
  );
  const mapping = (...keys: string[]) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  const entries = (key: string, body: fc.Arbitrary<unknown>) =>
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.array(fc.record({ name: fc.constantFrom('a', 'b'), [key]: fc.oneof(body, value) }), {
          minLength: 1,
        }),
      },
      value,
    );
  const anything = fc.record(
    {
      'current-context': fc.oneof(fc.constant('a'), value),
      contexts: entries('context', mapping('cluster', 'user', 'namespace')),
      clusters: entries(
        'cluster',
        mapping('server', 'certificate-authority-data', 'insecure-skip-tls-verify', 'proxy-url'),
      ),
      users: entries(
        'user',
        mapping(
          'token',
          'username',
          'password',
          'client-key-data',
          'exec',
          'as',
          'as-groups',
          'as-user-extra',
        ),
      ),
    },
    { requiredKeys: ['current-context', 'contexts'] },
  );

  fcTest.prop([anything])('it is taken, or refused by a ConfigError that shows no secret', async (config) => {
    const refusal = await resolveText(JSON.stringify(config)).catch((error: unknown) => error);
    if (!('name' in Object(refusal))) return;
    expect(refusal).toBeInstanceOf(ConfigError);
    const { message } = refusal as ConfigError;
    expect(message).toMatch(/^\/cfg\/config/);
  });

  fcTest.prop([fc.string()])(
    'bytes of any kind are refused by a ConfigError or are a kubeconfig',
    async (text) => {
      try {
        await Kubeconfig.parse([{ file: '/a', text }]);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    },
  );
});

test.each([
  [
    'a context',
    kubeconfig('server: "https://a"')
      .replaceAll('dev', '"d\\x9b2J\\u202e"')
      .replace('- name: "d', '- name: "e'),
  ],
  ['an exec plugin', kubeconfig('server: "https://a"', 'exec: { command: a, apiVersion: "v\\x9b2J" }')],
  ['an auth-provider', kubeconfig('server: "https://a"', 'auth-provider: { name: "\\u202eo" }')],
])('an error that names %s holds nothing that a terminal obeys', async (_, text) => {
  const failure = await failureOf(
    Kubeconfig.parse([{ file: '/cfg/config', text }]).then((parsed) => resolveContext(parsed)),
  );
  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toMatch(/\\u(?:009b|202e)/);
  expect(String(failure)).not.toMatch(/[\u009b\u202e]/);
});
