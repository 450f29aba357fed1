import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ClientCertificate } from '../../src/auth/credentials.ts';
import { ConfigError, TransportError } from '../../src/errors.ts';
import { GotTransport, type GotTransportOptions } from '../../src/transport/got-transport.ts';
import { toTransportError } from '../../src/transport/transport-error.ts';
import { freePort, pem, serve, serveHttp, serveHttps, serveTcp } from '../support/loopback.ts';
import { failureOf, get, listPods, readAll } from '../support/requests.ts';

const transports: GotTransport[] = [];

afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

function connect(options: GotTransportOptions): GotTransport {
  const transport = new GotTransport(options);
  transports.push(transport);
  return transport;
}

async function failureAt(options: GotTransportOptions): Promise<TransportError> {
  const failure = await failureOf(connect(options).service(listPods));
  if (failure instanceof TransportError) return failure;
  throw failure;
}

const authority = pem('authority.crt');
const serverTls = { cert: pem('server.crt'), key: pem('server.key') };
const otherNameTls = { cert: pem('other-name.crt'), key: pem('other-name.key') };

describe('a server that cannot be used is told apart in words:', () => {
  test('nothing listens there', async () => {
    const server = `http://127.0.0.1:${await freePort()}`;
    const failure = await failureAt({ server });
    expect(failure.code).toBe('ECONNREFUSED');
    expect(failure.message).toBe(
      `list pods in shop: nothing listens at ${server}; is the server running, and is its URL right? (ECONNREFUSED)`,
    );
  });

  test('its certificate is signed by nobody that is trusted', async () => {
    const { port } = await serveHttps(serverTls, (_, response) => response.end());
    const failure = await failureAt({
      server: `https://localhost:${port}`,
      tls: { certificateAuthority: pem('other-authority.crt') },
    });
    expect(failure.code).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
    expect(failure.message).toMatch(
      /not signed by an authority that is trusted; what the kubeconfig's cluster trusts/,
    );
    expect(failure.message).not.toMatch(/set certificate-authority/);
  });

  test('its certificate is signed by nobody that the operating system trusts', async () => {
    const { port } = await serveHttps(serverTls, (_, response) => response.end());
    const failure = await failureAt({ server: `https://localhost:${port}` });
    expect(failure.code).toMatch(/^UNABLE_TO/);
    expect(failure.message).toMatch(
      /not signed by an authority that is trusted; set certificate-authority-data/,
    );
  });

  test('its certificate is for another name', async () => {
    const { port } = await serveHttps(otherNameTls, (_, response) => response.end());
    const failure = await failureAt({
      server: `https://localhost:${port}`,
      tls: { certificateAuthority: authority },
    });
    expect(failure.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(failure.message).toMatch(
      /is for another name; set tls-server-name.* to one it has \("DNS:api.example"\)/,
    );
    expect(failure.cause).not.toHaveProperty('cert');
  });

  test('its certificate is for another name than the one that is set', async () => {
    const { port } = await serveHttps(otherNameTls, (_, response) => response.end());
    const tls = { certificateAuthority: authority, serverName: 'db.example' };
    const failure = await failureAt({ server: `https://localhost:${port}`, tls });
    expect(failure.message).toMatch(/is for another name than "db.example"; change tls-server-name/);
  });

  test('the head of its answer is too large', async () => {
    const { port } = await serveHttp((_, response) => {
      response.setHeader('x-large', 'x'.repeat(20_000));
      response.end();
    });
    const failure = await failureAt({ server: `http://localhost:${port}` });
    expect(failure.code).toBe('HPE_HEADER_OVERFLOW');
    expect(failure.message).toMatch(/too large \(over 16384 bytes\).*--max-http-header-size/);
  });

  test('it speaks plain HTTP where TLS was expected', async () => {
    const { port } = await serveHttp((_, response) => response.end());
    const failure = await failureAt({ server: `https://localhost:${port}` });
    expect(failure.message).toMatch(/does not speak TLS.*write http:\/\/ in the server URL/);
  });

  test('it speaks TLS where plain HTTP was expected', async () => {
    const { port } = await serveHttps(serverTls, (_, response) => response.end());
    const failure = await failureAt({ server: `http://localhost:${port}` });
    expect(failure.message).toMatch(/if it speaks TLS, the server URL must begin with https:\/\//);
  });

  test('it does not accept a client without a certificate', async () => {
    const { port } = await serveHttps(
      { ...serverTls, ca: authority, requestCert: true, rejectUnauthorized: true },
      (_, response) => response.end(),
    );
    const failure = await failureAt({
      server: `https://localhost:${port}`,
      tls: { certificateAuthority: authority },
    });
    expect(failure.code).toMatch(/CERTIFICATE_REQUIRED|ECONNRESET|EPIPE/);
  });

  test('what it answers is not HTTP', async () => {
    const { port } = await serveTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2 token=s3cret\r\n'));
    const failure = await failureAt({ server: `http://127.0.0.1:${port}` });
    expect(failure.code).toMatch(/^HPE_/);
    expect(failure.message).toMatch(/is not HTTP/);
    expect(failure.cause).not.toHaveProperty('rawPacket');
  });

  test('its TLS handshake takes for ever', async () => {
    const { port } = await serve(createServer(() => undefined));
    const failure = await failureAt({ server: `https://127.0.0.1:${port}`, connectTimeout: 20 });
    expect(failure.code).toBe('ETIMEDOUT');
    expect(failure.message).toMatch(/the TLS handshake with https:\/\/127\.0\.0\.1:\d+ took too long/);
  });

  test('it resets the connection', async () => {
    const { port } = await serveTcp((socket) => socket.resetAndDestroy());
    const failure = await failureAt({ server: `http://127.0.0.1:${port}` });
    expect(failure.code).toBe('ECONNRESET');
    expect(failure.message).toMatch(/closed the connection without an answer/);
  });
});

describe('a failure that no loopback server can make', () => {
  const peer = { origin: 'https://api.example:6443', certificate: pem('client.crt'), now: 1.8e12 };
  const circumstances = { request: listPods, peer, progress: undefined };

  test.each([
    ['ENOTFOUND', 'the host name in https://api.example:6443 does not exist; check the server URL'],
    ['EAI_AGAIN', 'the host name in https://api.example:6443 could not be looked up'],
    ['EHOSTUNREACH', 'there is no way to the host of https://api.example:6443'],
    ['ENETUNREACH', 'there is no way to the network of https://api.example:6443'],
    ['ETIMEDOUT', 'connecting to https://api.example:6443 took too long'],
    ['CERT_HAS_EXPIRED', 'the certificate of https://api.example:6443 has expired'],
    ['CERT_NOT_YET_VALID', 'the certificate of https://api.example:6443 is not valid yet'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'does not accept our client certificate'],
    ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'the TLS handshake with https://api.example:6443 failed: boom'],
    ['ESOMETHING', 'the request to https://api.example:6443 failed: boom'],
  ])('is told in words: %s', (code, words) => {
    const failure = toTransportError(Object.assign(new Error('boom'), { code }), circumstances);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test.each([
    [
      'ECONNRESET',
      Date.UTC(2200, 0),
      /closed the connection without an answer; our client certificate \("O=system:masters, CN=admin"\) expired on 2126-10-29T12:55:42.000Z: renew it/,
    ],
    [
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
      Date.UTC(2200, 0),
      /does not accept our client certificate; .* expired on 2126/,
    ],
    [
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
      Date.UTC(2000, 0),
      /is not valid before 2026-11-22T12:55:42.000Z: check the clock here/,
    ],
  ])('tells of a client certificate that is not valid at the time: %s', (code, now, words) => {
    const failure = toTransportError(Object.assign(new Error('boom'), { code }), {
      ...circumstances,
      peer: { ...peer, now },
    });
    expect(failure.message).toMatch(words);
  });

  test('is told of a server that demands a certificate where none is set', () => {
    const error = Object.assign(new Error('boom'), { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    const without = { ...circumstances, peer: { ...peer, certificate: undefined } };
    expect(toTransportError(error, without).message).toContain(
      'does not accept a client without a certificate; set client-certificate',
    );
  });

  test('is told of a connection that died while its answer was awaited, not while it was made', () => {
    const died = Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' });
    expect(toTransportError(died, circumstances).message).toContain(
      'the connection to https://api.example:6443 is dead',
    );
  });
});

describe('TLS', () => {
  const both = (before: string): [string, string] => {
    const text = `${before}\n${pem('client.crt')}${pem('client.key')}`;
    return [text, text];
  };

  test('trusts a server by the authority it is given, on names and addresses', async () => {
    const { port } = await serveHttps(serverTls, (_, response) => response.end('{}'));
    for (const host of ['localhost', '127.0.0.1']) {
      const tls = { certificateAuthority: new TextEncoder().encode(authority) };
      const { service } = connect({ server: `https://${host}:${port}`, tls });
      expect(await readAll((await service(listPods)).body)).toBe('{}');
    }
  });

  test.each([
    ["the server's own certificate", pem('server.crt')],
    ['one that cannot be read beside one that can', `${authority.replace(/\n[A-Z]/i, '\n!')}\n${authority}`],
  ])('trusts %s', async (_, certificateAuthority) => {
    const { port } = await serveHttps(serverTls, (_request, response) => response.end('{}'));
    const { service } = connect({ server: `https://localhost:${port}`, tls: { certificateAuthority } });
    expect(await readAll((await service(listPods)).body)).toBe('{}');
  });

  test.each<[what: string, certificate: string, key: string]>([
    ['alone in its file', pem('client.crt'), pem('client.key')],
    ['before one that is cut off', pem('client.crt') + authority.slice(0, 90), pem('client.key')],
    ['without a line end before the next', pem('client.crt').trim() + authority, pem('client.key').trim()],
    ['in a file with its key, after one that is cut off', ...both(authority.slice(0, 90))],
  ])('shows a client certificate %s, and keeps the connection', async (...[, certificate, key]) => {
    const names: unknown[] = [];
    const server = await serveHttps(
      { ...serverTls, ca: authority, requestCert: true, rejectUnauthorized: true },
      (request, response) => {
        if (request.socket instanceof TLSSocket) names.push(request.socket.getPeerCertificate().subject);
        response.end('{}');
      },
    );
    const { service } = connect({
      server: `https://localhost:${server.port}`,
      tls: { certificateAuthority: authority },
      clientCertificate: new ClientCertificate(certificate, key),
    });
    for (let round = 0; round < 3; round += 1) await readAll((await service(get('/version'))).body);
    expect(names[0]).toMatchObject({ CN: 'admin', O: 'system:masters' });
    expect(names.length).toBe(3);
    expect(server.accepted()).toBe(1);
  });

  test('asks for and checks the server name it is told', async () => {
    const { port } = await serveHttps(otherNameTls, (_, response) => response.end('{}'));
    const tls = { certificateAuthority: authority, serverName: 'api.example' };
    const { service } = connect({ server: `https://127.0.0.1:${port}`, tls });
    expect(await readAll((await service(listPods)).body)).toBe('{}');
  });

  test('takes any certificate only where it is told to', async () => {
    const { port } = await serveHttps(otherNameTls, (_, response) => response.end('{}'));
    const { service } = connect({
      server: `https://localhost:${port}`,
      tls: { rejectUnauthorized: false },
    });
    expect(await readAll((await service(listPods)).body)).toBe('{}');
  });

  test.each([
    ['an authority that is no PEM', { tls: { certificateAuthority: 'nonsense' } }, 'certificate-authority'],
    [
      'an authority that is a key',
      { tls: { certificateAuthority: pem('client.key') } },
      'certificate-authority',
    ],
    [
      'an authority that is damaged',
      { tls: { certificateAuthority: authority.replace(/\n[A-Z]/i, '\n!') } },
      'certificate-authority',
    ],
    [
      'an authority that is cut off',
      { tls: { certificateAuthority: authority.slice(0, 200) } },
      'certificate-authority',
    ],
    [
      'a certificate that is a key',
      { clientCertificate: new ClientCertificate(pem('client.key'), pem('client.key')) },
      'client-certificate',
    ],
    [
      'a key that is a certificate',
      { clientCertificate: new ClientCertificate(pem('client.crt'), pem('client.crt')) },
      'client-key',
    ],
    [
      'a key that is damaged',
      {
        clientCertificate: new ClientCertificate(pem('client.crt'), pem('client.key').replace(/\nM/, '\n!')),
      },
      'client-key',
    ],
    [
      'a key of another certificate',
      { clientCertificate: new ClientCertificate(pem('client.crt'), pem('server.key')) },
      'client-certificate and client-key',
    ],
    [
      'a key that is no PEM',
      { clientCertificate: new ClientCertificate(pem('client.crt'), 's3cret') },
      'client-key',
    ],
  ])('refuses %s before anything is sent', (_, options, where) => {
    const create = (): GotTransport => new GotTransport({ server: 'https://localhost:1', ...options });
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(expect.objectContaining({ where }));
    expect(create).not.toThrow(/s3cret/);
  });
});

describe('a transport error', () => {
  test('holds nothing of the request that failed', async () => {
    const { service } = connect({ server: `http://127.0.0.1:${await freePort()}` });
    const headers = { authorization: 'Bearer s3cret' };
    const failure = (await failureOf(service(get('/x', { headers })))) as TransportError;
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('s3cret');
    expect(failure.cause).not.toHaveProperty('options');
  });
});
