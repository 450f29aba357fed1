// What a user reads in the first hour, when something is not set up yet: each message whole, from the kubeconfig to the
// text that a program prints. The texts are the same on every version of Node.

import { createServer as createTlsServer } from 'node:https';
import type { TlsOptions } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { Api } from '../src/api/api.ts';
import { Client } from '../src/client.ts';
import type { InferOptions } from '../src/config/infer.ts';
import { folder } from './support/folder.ts';
import { freePort, pem, serve, serveHttp, serveTcp } from './support/loopback.ts';
import { failureOf } from './support/requests.ts';
import { Pod } from './support/tokens.ts';

const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

interface Written {
  readonly cluster: object;
  readonly user?: object;
}

/** Writes a kubeconfig of one context, beside `files`. */
function kubeconfig({ cluster, user = {} }: Written, files: Readonly<Record<string, string>> = {}): string {
  const { write } = folder();
  for (const [name, text] of Object.entries(files)) write(name, text);
  const context = { cluster: 'dev', user: 'jane', namespace: 'shop' };
  return write(
    'config',
    JSON.stringify({
      'current-context': 'dev',
      contexts: [{ name: 'dev', context }],
      clusters: [{ name: 'dev', cluster }],
      users: [{ name: 'jane', user }],
    }),
  );
}

/** What a program ends with that lists its pods by a kubeconfig. */
async function failureBy(file: string, options: InferOptions = {}): Promise<string> {
  const failure = await failureOf(listPods({ environment: { KUBECONFIG: file }, ...options }));
  const place = file.slice(0, file.lastIndexOf('/'));
  return String(failure)
    .replaceAll(place, 'DIR')
    .replaceAll(/:\d+\b(?!:)/g, ':PORT');
}

async function listPods(options: InferOptions): Promise<unknown> {
  const client = await Client.tryDefault(options);
  clients.push(client);
  return Api.defaultNamespaced(client, Pod).list({ retry: false });
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const dayMs = 86_400_000;
const yesterday = new Date(Date.now() - dayMs);
const tomorrow = new Date(Date.now() + dayMs);
const authority = new CertificateAuthority('cluster-ca');
const otherAuthority = new CertificateAuthority('other-ca');
const trusted = { 'certificate-authority-data': base64(authority.certificate) };

function serving(by: CertificateAuthority, notAfter = tomorrow): KeyPair {
  const subject = { commonName: 'kube-apiserver' };
  return by.issue({ subject, usage: 'server', hosts: ['127.0.0.1'], notAfter });
}

function clientPair(notAfter = tomorrow): KeyPair {
  return authority.issue({ subject: { commonName: 'jane' }, usage: 'client', notAfter });
}

function asUser({ certificate, key }: KeyPair): object {
  return { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) };
}

async function startTls({ certificate, key }: KeyPair, options: TlsOptions = {}): Promise<string> {
  const answer = createTlsServer({ cert: certificate, key, ...options }, (_, response) => response.end('{}'));
  return `https://127.0.0.1:${(await serve(answer)).port}`;
}

describe('the kubeconfig:', () => {
  test('there is none', async () => {
    const HOME = folder().path;
    const failure = await failureOf(Client.tryDefault({ environment: { HOME } }));
    expect(String(failure).replaceAll(HOME, 'HOME')).toBe(
      "ConfigError: kubeconfig: no cluster is configured; tried the kubeconfig HOME/.kube/config (does not exist), and the Pod's service account (KUBERNETES_SERVICE_HOST: is not set: this program does not run in a Pod)",
    );
  });

  test('it has another context', async () => {
    const file = kubeconfig({ cluster: { server: 'https://127.0.0.1' } });
    expect(await failureBy(file, { context: 'prod' })).toBe(
      'ConfigError: DIR/config: context: "prod" is not in contexts (dev)',
    );
  });

  test('its client key is encrypted', async () => {
    const key =
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFHzBJBgkqhkiG9w0B\n-----END ENCRYPTED PRIVATE KEY-----\n';
    const user = asUser({ certificate: clientPair().certificate, key });
    expect(await failureBy(kubeconfig({ cluster: { server: 'https://127.0.0.1' }, user }))).toBe(
      'ConfigError: DIR/config: users[jane].user.client-key-data: is encrypted, and there is no way to give its passphrase; decrypt it into another file: openssl pkey -in KEY -out DECRYPTED',
    );
  });

  test.each([
    ['without a certificate', { 'ca.crt': 'hello' }, 'is not PEM (no -----BEGIN line)'],
    ['that is a key', { 'ca.crt': serving(authority).key }, 'holds no certificate, but PRIVATE KEY'],
    ['that does not exist', {}, 'cannot be read (ENOENT)'],
  ])('its CA is a file %s', async (_, files, words) => {
    const cluster = { server: 'https://127.0.0.1', 'certificate-authority': 'ca.crt' };
    expect(await failureBy(kubeconfig({ cluster }, files))).toBe(
      `ConfigError: DIR/config: clusters[dev].cluster.certificate-authority: the file DIR/ca.crt ${words}`,
    );
  });
});

describe('the server:', () => {
  test.each(['http://127.0.0.1', 'https://127.0.0.1', 'https://localhost'])(
    'nothing listens at %s',
    async (host) => {
      const file = kubeconfig({ cluster: { server: `${host}:${await freePort()}` } });
      expect(await failureBy(file)).toBe(
        `TransportError: list pods in shop: nothing listens at ${host}:PORT; is the server running, and is its URL right? (ECONNREFUSED)`,
      );
    },
  );

  test('its name is unknown', async () => {
    const file = kubeconfig({ cluster: { server: 'https://no-such-host.invalid' } });
    // Where there is no name server to ask, that is what is told.
    expect(await failureBy(file)).toMatch(
      /^TransportError: list pods in shop: the host name in https:\/\/no-such-host\.invalid (?:does not exist; check the server URL \(ENOTFOUND\)|could not be looked up, as no name server answered \(EAI_AGAIN\))$/,
    );
  });

  const closings = [
    ['resets', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
    ['ends', (socket: { end(): unknown }) => socket.end()],
  ] as const;

  test.each(closings)('it %s the connection over TLS', async (_, close) => {
    const { port } = await serveTcp(close);
    expect(await failureBy(kubeconfig({ cluster: { server: `https://127.0.0.1:${port}` } }))).toBe(
      'TransportError: list pods in shop: https://127.0.0.1:PORT closed the connection without an answer (ECONNRESET)',
    );
  });

  test.each(closings)('it %s the connection without TLS', async (_, close) => {
    const { port } = await serveTcp(close);
    expect(await failureBy(kubeconfig({ cluster: { server: `http://127.0.0.1:${port}` } }))).toBe(
      'TransportError: list pods in shop: http://127.0.0.1:PORT closed the connection without an answer; if it speaks TLS, the server URL must begin with https:// (ECONNRESET)',
    );
  });
});

describe('certificates:', () => {
  test('that of the server has expired', async () => {
    const server = await startTls(serving(authority, yesterday));
    expect(await failureBy(kubeconfig({ cluster: { server, ...trusted } }))).toBe(
      'TransportError: list pods in shop: the certificate of https://127.0.0.1:PORT has expired; check the clock here, and renew it there (CERT_HAS_EXPIRED)',
    );
  });

  const unknown =
    'TransportError: list pods in shop: the certificate of https://127.0.0.1:PORT is not signed by an authority that is trusted; ';
  const setAuthority =
    "set certificate-authority-data in the kubeconfig's cluster (tls.certificateAuthority in a Config) to the cluster's CA";

  test('that of the server is of another CA than the one that is set', async () => {
    const server = await startTls(serving(otherAuthority));
    expect(await failureBy(kubeconfig({ cluster: { server, ...trusted } }))).toBe(
      `${unknown}what the kubeconfig's cluster trusts (certificate-authority; tls.certificateAuthority in a Config) is the CA of another server, or an old one (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)`,
    );
  });

  test('that of the server is of a CA, and none is set', async () => {
    const server = await startTls(serving(authority));
    expect(await failureBy(kubeconfig({ cluster: { server } }))).toBe(
      `${unknown}${setAuthority} (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)`,
    );
  });

  test('that of the server comes with its CA, and none is set', async () => {
    const { certificate, key } = serving(authority);
    const server = await startTls({ certificate: certificate + authority.certificate, key });
    expect(await failureBy(kubeconfig({ cluster: { server } }))).toBe(
      `${unknown}${setAuthority} (SELF_SIGNED_CERT_IN_CHAIN)`,
    );
  });

  test('that of the server is signed by itself', async () => {
    const server = await startTls({ certificate: pem('self-signed.crt'), key: pem('self-signed.key') });
    expect(await failureBy(kubeconfig({ cluster: { server } }))).toBe(
      `${unknown}${setAuthority} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    );
  });

  const demanding = { ca: authority.certificate, requestCert: true, rejectUnauthorized: true };

  test('the server demands one of ours', async () => {
    const server = await startTls(serving(authority), demanding);
    expect(await failureBy(kubeconfig({ cluster: { server, ...trusted } }))).toBe(
      "TransportError: list pods in shop: https://127.0.0.1:PORT does not accept a client without a certificate; set client-certificate and client-key of the kubeconfig's user (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)",
    );
  });

  test('ours has expired', async () => {
    const server = await startTls(serving(authority), demanding);
    const file = kubeconfig({ cluster: { server, ...trusted }, user: asUser(clientPair(yesterday)) });
    const date = new Date(Math.floor(yesterday.getTime() / 1000) * 1000).toISOString();
    expect((await failureBy(file)).replace(date.replace(/:\d+/g, ':PORT'), 'DATE')).toMatch(
      /^TransportError: list pods in shop: https:\/\/127\.0\.0\.1:PORT closed the connection without an answer; our client certificate \("CN=jane"\) expired on /,
    );
  });
});

describe('a proxy', () => {
  test.each(['http', 'https', 'socks5'])('is not there: %s', async (kind) => {
    const proxy = `${kind}://jane:s3cret@127.0.0.1:${await freePort()}`;
    const file = kubeconfig({ cluster: { server: 'https://10.0.0.1:6443', 'proxy-url': proxy } });
    expect(await failureBy(file)).toBe(
      `TransportError: list pods in shop: nothing listens at the proxy ${kind}://127.0.0.1:PORT (set by DIR/config: clusters[dev].cluster.proxy-url); is it running, and is its URL right? (ECONNREFUSED)`,
    );
  });

  test('wants a password', async () => {
    const { port } = await serveTcp((socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="x"\r\n\r\n'),
    );
    const proxy = `http://127.0.0.1:${port}`;
    const file = kubeconfig({ cluster: { server: 'https://10.0.0.1:6443', 'proxy-url': proxy } });
    expect(await failureBy(file)).toBe(
      'TransportError: list pods in shop: the proxy http://127.0.0.1:PORT (set by DIR/config: clusters[dev].cluster.proxy-url) wants a user name and password: write them into its URL, before the host, as USER:PASSWORD@ (407) (PROXY_FAILED)',
    );
  });

  test('of the environment is of an unknown kind', async () => {
    const file = kubeconfig({ cluster: { server: 'https://10.0.0.1:6443' } });
    const environment = { KUBECONFIG: file, HTTPS_PROXY: 'ftp://jane:s3cret@proxy.example' };
    expect(await failureBy(file, { environment })).toBe(
      'ConfigError: HTTPS_PROXY: must begin with http://, https:// or socks5://',
    );
  });
});

describe('an exec plugin', () => {
  const by = (exec: object): Promise<string> => {
    const apiVersion = 'client.authentication.k8s.io/v1';
    const user = { exec: { apiVersion, interactiveMode: 'Never', ...exec } };
    return failureBy(kubeconfig({ cluster: { server: 'https://127.0.0.1:1' }, user }));
  };

  test('is not installed', async () => {
    expect(await by({ command: 'no-such-plugin', installHint: 'See https://plugin.example' })).toBe(
      'AuthenticationError: DIR/config: users[jane].user.exec: the exec plugin "no-such-plugin" is not installed: it is not in PATH; See https://plugin.example',
    );
  });

  test('fails', async () => {
    expect(await by({ command: 'sh', args: ['-c', 'echo s3cret; exit 3'] })).toBe(
      'AuthenticationError: DIR/config: users[jane].user.exec: the exec plugin "sh" failed with exit code 3',
    );
  });

  test('prints something else', async () => {
    expect(await by({ command: 'echo', args: ['s3cret'] })).toBe(
      'AuthenticationError: DIR/config: users[jane].user.exec: the exec plugin "echo" printed something else than an ExecCredential',
    );
  });
});

describe('the answer', () => {
  /** A Status in the words of kube-apiserver 1.36.3. */
  async function failureOfStatus(status: object & { readonly code: number }): Promise<string> {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'Status', status: 'Failure', ...status });
    const { port } = await serveHttp((_, response) => {
      response.writeHead(status.code, { 'content-type': 'application/json' });
      response.end(body);
    });
    return failureBy(kubeconfig({ cluster: { server: `http://127.0.0.1:${port}` } }));
  }

  const forbidden =
    'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "shop"';
  const invalid = 'Pod "web-0" is invalid: spec.containers[0].image: Required value';
  const webhook = 'admission webhook "images.example.com" denied the request: the image has no digest';
  const quota =
    'pods "web-0" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1';
  const level =
    'pods "web-0" is forbidden: violates PodSecurity "restricted:latest": privileged (container "web" must not set securityContext.privileged=true)';

  test.each([
    [
      { code: 401, reason: 'Unauthorized', message: 'Unauthorized' },
      "401 Unauthorized: Unauthorized; the server does not accept the credentials: check the user of the kubeconfig's context, or its token's age",
    ],
    [
      { code: 403, reason: 'Forbidden', message: forbidden },
      `403 Forbidden: ${forbidden}; the identity is known but not allowed to do this: grant it by RBAC`,
    ],
    [
      { code: 404, reason: 'NotFound', message: 'pods "web-0" not found', details: { name: 'web-0' } },
      '404 NotFound: pods "web-0" not found',
    ],
    [
      {
        code: 409,
        reason: 'Conflict',
        message: 'Operation cannot be fulfilled on pods "web-0": the object has been modified',
      },
      '409 Conflict: Operation cannot be fulfilled on pods "web-0": the object has been modified; read the object again and repeat the change on what is there now',
    ],
    [
      {
        code: 422,
        reason: 'Invalid',
        message: invalid,
        details: {
          name: 'web-0',
          kind: 'Pod',
          causes: [
            { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].image' },
          ],
        },
      },
      `422 Invalid: ${invalid}`,
    ],
    // Admission refuses what RBAC has allowed: a role would not help.
    [{ code: 403, reason: 'Forbidden', message: webhook }, `403 Forbidden: ${webhook}`],
    [{ code: 400, message: webhook }, `400: ${webhook}`],
    [{ code: 403, reason: 'Forbidden', message: quota }, `403 Forbidden: ${quota}`],
    [{ code: 403, reason: 'Forbidden', message: level }, `403 Forbidden: ${level}`],
  ])('%j', async (status, words) => {
    expect(await failureOfStatus(status)).toBe(`ApiError: list pods in shop: the server answered ${words}`);
  });
});
