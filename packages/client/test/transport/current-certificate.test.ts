import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { ClientCertificate } from '../../src/auth/credentials.ts';
import { AuthenticationError, ConfigError } from '../../src/errors.ts';
import { GotTransport, type GotTransportOptions } from '../../src/transport/got-transport.ts';
import { pem, serveHttps } from '../support/loopback.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { turns } from './lending.ts';

const admin = new ClientCertificate(pem('client.crt'), pem('client.key'));
const other = new ClientCertificate(pem('server.crt'), pem('server.key'));

/** A server that answers with the name in the client's certificate, except for `/wait`, which is left open. */
async function start(currentCertificate: GotTransportOptions['currentCertificate']) {
  const waiting: ServerResponse[] = [];
  const server = await serveHttps(
    {
      cert: pem('server.crt'),
      key: pem('server.key'),
      ca: pem('authority.crt'),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const { socket } = request;
      const name = socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : undefined;
      if (request.url !== '/wait') return response.end(name);
      response.write('begun ');
      return waiting.push(response);
    },
  );
  const transport = new GotTransport({
    server: `https://localhost:${server.port}`,
    tls: { certificateAuthority: pem('authority.crt') },
    currentCertificate,
  });
  const ask = async (path: string): Promise<string> => readAll((await transport.service(get(path))).body);
  return { server, transport, waiting, ask };
}

describe('a client certificate that changes', () => {
  test('makes new connections, and leaves alone what runs on the old ones', async () => {
    let current = admin;
    const { server, transport, waiting, ask } = await start(() => Promise.resolve(current));
    const running = await transport.service(get('/wait'));
    expect([await ask('/'), await ask('/')]).toEqual(['admin', 'admin']);
    expect(server.accepted()).toBe(2);
    current = other;
    expect([await ask('/'), await ask('/')]).toEqual(['server', 'server']);
    expect(server.accepted()).toBe(3);
    waiting[0]?.end('ended');
    expect(await readAll(running.body)).toBe('begun ended');
    await transport.close();
    await server.quiet();
  });

  test('leaves no connection of one before, however often it has changed', async () => {
    let current = admin;
    const { server, transport, waiting, ask } = await start(() => Promise.resolve(current));
    const running: Promise<string>[] = [];
    for (let round = 0; round < 4; round += 1) {
      current = round % 2 === 0 ? admin : other;
      running.push(ask('/wait'));
      await Promise.all([ask('/'), ask('/'), ask('/')]);
    }
    while (waiting.length < 4 || server.openSockets() > 4 + 3) await turns(1);
    for (const response of waiting) response.end('ended');
    expect(await Promise.all(running)).toEqual(running.map(() => 'begun ended'));
    while (server.openSockets() > 4) await turns(1);
    await transport.close();
    await server.quiet();
  });

  test('fails the request where there is none, and only that', async () => {
    let failure: Error | undefined = new AuthenticationError('no plugin');
    const { transport, ask } = await start(() =>
      failure ? Promise.reject(failure) : Promise.resolve(admin),
    );
    expect(await failureOf(ask('/'))).toBe(failure);
    failure = undefined;
    expect(await ask('/')).toBe('admin');
    await transport.close();
  });

  test('fails the request where it cannot be used', async () => {
    const bad = new ClientCertificate(pem('client.crt'), pem('server.key'));
    const { transport, ask } = await start(() => Promise.resolve(bad));
    expect(await failureOf(ask('/'))).toBeInstanceOf(ConfigError);
    await transport.close();
  });
});
