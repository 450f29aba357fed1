// An answer that takes the connection out of HTTP, which nobody has asked for: the call fails at once, and no socket is
// left, neither after the call nor after the client is closed.

import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { HttpMethod } from '@kube-rx/core';
import { notKubernetes, TransportError } from '../../src/errors.ts';
import { failureOf, get, readAll } from '../support/requests.ts';
import { connect, serveWire } from './lending.ts';

const switching = 'HTTP/1.1 101 Switching Protocols\r\n';
const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

const answers: [what: string, bytes: string][] = [
  ['101', switching + upgrade],
  ['101 with bytes of another protocol behind it', `${switching}${upgrade}\x81\x05hello`],
  ['101 that looks like a list', `${switching}content-length: 2\r\n${upgrade}{}`],
  ['101 in chunks', `${switching}transfer-encoding: chunked\r\n${upgrade}2\r\n{}\r\n0\r\n\r\n`],
  ['101 behind a hint', `HTTP/1.1 103 Early Hints\r\n\r\n${switching}${upgrade}`],
  ['101 to nothing', `${switching}\r\n`],
  ['101 to nothing, with a length', `${switching}content-length: 2\r\n\r\n{}`],
];
const methods: HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

describe.each(answers)('an answer of %s', (_, bytes) => {
  test.each(methods)('to a %s ends the call, and its connection', async (method) => {
    const server = await serveWire((socket) => socket.write(bytes, 'latin1'));
    const { service } = connect(server);
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: '{}' };
    for (let call = 1; call <= 3; call += 1) {
      const failure = await failureOf(service(get('/x', { method, ...body })));
      expect(failure).toBeInstanceOf(TransportError);
      expect(failure).toMatchObject({ code: notKubernetes });
      await server.quiet();
      expect(server.accepted()).toBe(call);
    }
  });

  test('says what came, and where to look', async () => {
    const server = await serveWire((socket) => socket.write(bytes, 'latin1'));
    const failure = await failureOf(connect(server).service(get('/version')));
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /^GET \/version: http:\/\/127\.0\.0\.1:\d+ answered 101, which .*; it is no Kubernetes API server: check the server URL, and what stands in front of it \(NOT_KUBERNETES\)$/,
      ),
    });
  });
});

test('a CONNECT that a layer has made of a request leaves no socket', async () => {
  const server = await serveWire((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
  const method = 'CONNECT' as HttpMethod;
  expect(await failureOf(connect(server).service(get('/x', { method })))).toBeInstanceOf(TransportError);
  await server.quiet();
});

test('an answer that is packed more than once is refused', async () => {
  const server = await serveWire((socket) =>
    socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip, gzip\r\ncontent-length: 2\r\n\r\n{}'),
  );
  expect(await failureOf(connect(server).service(get('/x')))).toMatchObject({
    code: notKubernetes,
    message: expect.stringContaining('packed more than once'),
  });
  await server.quiet();
});

test('closing ends every socket, whatever has become of it', async () => {
  const left: Socket[] = [];
  const bytes = [
    '',
    'HTTP/1.1 103 Early Hints\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n',
    switching,
  ];
  const server = await serveWire((socket) => {
    socket.write(bytes[left.length % bytes.length] ?? '');
    left.push(socket);
  });
  const transport = connect(server);
  const calls = Array.from({ length: 12 }, () =>
    failureOf(transport.service(get('/x')).then(({ body }) => readAll(body))),
  );
  while (left.length < 12) await new Promise((resolve) => setImmediate(resolve));
  await transport.close();
  for (const failure of await Promise.all(calls)) expect(failure).toMatchObject({ code: 'CLIENT_CLOSED' });
  await server.quiet();
});
