import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer, CertificateAuthority, type HttpListener } from '@kube-rx/apiserver';

async function ask(url: string, options: RequestOptions = {}): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent: false, ...options }), 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

describe('over TLS', () => {
  let server: ApiServer;
  let listener: HttpListener;

  beforeEach(async () => {
    server = new ApiServer();
    listener = await server.listen({ tls: true });
  });

  afterEach(() => server.close());

  test('serves whoever trusts its authority, by every name of the loopback', async () => {
    const ca = listener.certificateAuthority ?? '';
    expect(listener.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    for (const host of ['127.0.0.1', 'localhost'])
      expect((await ask(`https://${host}:${listener.port}/readyz`, { ca })).statusCode).toBe(200);
  });

  test('is nobody to those who do not', async () => {
    const { certificate } = new CertificateAuthority();
    await expect(ask(`${listener.url}/readyz`)).rejects.toThrow(/unable to verify|self-signed/);
    await expect(ask(`${listener.url}/readyz`, { ca: certificate })).rejects.toThrow();
  });

  test('survives a client that does not speak it', async () => {
    const socket = connect(listener.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'close');
    const ca = listener.certificateAuthority ?? '';
    expect((await ask(`${listener.url}/readyz`, { ca })).statusCode).toBe(200);
  });

  test('has another authority for each listener, and none without', async () => {
    const other = await server.listen({ tls: true });
    expect(other.certificateAuthority).not.toBe(listener.certificateAuthority);
    expect((await server.listen()).certificateAuthority).toBeUndefined();
  });
});

describe('a certificate', () => {
  test('names hosts and addresses, and its issuer', () => {
    const authority = new CertificateAuthority('ca');
    const hosts = ['example.com', '10.1.2.3', '::1', '2001:db8::f00:1', 'fe80::', '::ffff:1.2.3.4'];
    const { certificate } = authority.issue({ subject: { commonName: 'a' }, usage: 'server', hosts });
    const [own, issuer] = [new X509Certificate(certificate), new X509Certificate(authority.certificate)];
    expect(own.verify(issuer.publicKey)).toBe(true);
    expect(own.checkIssued(issuer)).toBe(true);
    expect(issuer.ca).toBe(true);
    for (const host of hosts.slice(1)) expect(own.checkIP(host)).toBe(host);
    expect(own.checkHost('example.com')).toBe('example.com');
  });
});
