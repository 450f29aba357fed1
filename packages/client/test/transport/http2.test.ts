// What is HTTP/2's own: limits of streams, streams that are reset, GOAWAY, pings, windows. The peers write frames, so
// that they can do what no server of Node's does.

import { createServer } from 'node:http2';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type HttpResponse, VirtualClock } from '@kube-rx/core';
import { TransportError } from '../../src/errors.ts';
import { endStream, frameTypes, type Http2Peer, serveHttp2Frames } from '../support/http2-peer.ts';
import { type Loopback, serve } from '../support/loopback.ts';
import { failureOf, get, listPods, readAll } from '../support/requests.ts';
import { lend, text, turns } from './lending.ts';
import { alike, connectHttp2 } from './versions.ts';

const mib = 1024 * 1024;

async function ask(service: ReturnType<typeof connectHttp2>['service'], path = '/x'): Promise<string> {
  return readAll((await service(get(path))).body);
}

/** Opens requests whose bodies stay open. */
async function openMany(server: Loopback, count: number): Promise<HttpResponse[]> {
  const { service } = connectHttp2(server);
  return Promise.all(Array.from({ length: count }, () => service(get('/watch'))));
}

describe('connections', () => {
  test('are one for any number of requests, in turn and at once', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.answer(stream));
    const { service } = connectHttp2(server);
    for (let call = 0; call < 20; call += 1) expect(await ask(service)).toBe('{}');
    await Promise.all(Array.from({ length: 100 }, () => ask(service)));
    expect(server.accepted()).toBe(1);
  });

  test.each([1, 2, 3, 7, 10])('carry as many requests at once as the server allows: %d', async (limit) => {
    const running = new Map<Http2Peer, number>();
    let most = 0;
    const server = await serveHttp2Frames(
      (peer, stream) => {
        running.set(peer, (running.get(peer) ?? 0) + 1);
        most = Math.max(most, ...running.values());
        peer.head(stream);
      },
      { greet: (peer) => peer.limitStreams(limit) },
    );
    await openMany(server, 20);
    expect(most).toBe(limit);
    expect(server.accepted()).toBe(Math.ceil(20 / limit));
  });

  test('have room again where a request has ended, and where one was given up', async () => {
    const server = await serveHttp2Frames((peer, stream) => peer.head(stream), {
      greet: (peer) => peer.limitStreams(1),
    });
    const { service } = connectHttp2(server);
    for (let call = 0; call < 3; call += 1) {
      const abort = new AbortController();
      await service(get('/x'), { signal: abort.signal });
      abort.abort();
      await turns(1);
    }
    expect(server.accepted()).toBe(1);
  });

  test('heed a limit that the server lowers', async () => {
    const server = await serveHttp2Frames(
      (peer, stream) => {
        peer.head(stream);
        peer.limitStreams(1);
        peer.data(stream, 'one');
      },
      { greet: (peer) => peer.limitStreams(5) },
    );
    const { service } = connectHttp2(server);
    for (let call = 1; call <= 2; call += 1) {
      const { body } = await service(get('/x'));
      // The limit comes before what is read here.
      await body[Symbol.asyncIterator]().next();
      expect(server.accepted()).toBe(call);
    }
  });

  test('are given up where the server allows none at all', async () => {
    const server = await serveHttp2Frames(() => undefined, { greet: (peer) => peer.limitStreams(0) });
    expect(await failureOf(connectHttp2(server).service(listPods))).toMatchObject({
      code: 'NOT_KUBERNETES',
      message: expect.stringContaining('its SETTINGS_MAX_CONCURRENT_STREAMS is 0'),
    });
    await server.quiet();
  });

  test('that send no settings are given up in time', async () => {
    const server = await serve(createTcpServer((socket) => socket.resume()));
    expect(await failureOf(connectHttp2(server, { connectTimeout: 20 }).service(listPods))).toMatchObject({
      code: 'ETIMEDOUT',
      message: expect.stringMatching(/the HTTP\/2 handshake with http:\/\/127\.0\.0\.1:\d+ took too long/),
    });
    await server.quiet();
  });

  test('to what speaks another protocol are told as such', async () => {
    const server = await serveHttp2Frames(() => undefined, {
      greet: ({ socket }) => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'),
    });
    expect(await failureOf(connectHttp2(server).service(listPods))).toMatchObject({
      message: expect.stringContaining('is not HTTP'),
    });
  });
});

/** What a peer does to the second of two requests that run, and how the call for it ends. */
const ends: [what: string, act: (peer: Http2Peer, stream: number) => void, outcome: object][] = [
  ['is whole', (peer, stream) => peer.data(stream, '', endStream), { text: 'ab' }],
  ...[0, 1, 2, 3, 5, 7, 8, 11, 12].map(
    (code): [string, (peer: Http2Peer, stream: number) => void, object] => [
      `is reset with code ${code}`,
      (peer, stream) => peer.reset(stream, code),
      { code: 'ECONNRESET', message: 'GET /x: the answer broke off after 2 bytes (ECONNRESET)' },
    ],
  ),
];

describe('an answer on one of two streams that', () => {
  test.each(ends)('%s leaves the other alone', async (_, act, outcome) => {
    const streams: [Http2Peer, number][] = [];
    const server = await serveHttp2Frames((peer, stream) => {
      streams.push([peer, stream]);
      peer.head(stream);
      peer.data(stream, 'ab');
    });
    const { service } = connectHttp2(server);
    const [first, second] = [await service(get('/y')), await service(get('/x'))];
    const [one, two] = streams;
    const reading = readAll(second.body).then(
      (read) => ({ text: read }),
      (error: unknown) => error,
    );
    if (two) act(...two);
    expect(await reading).toMatchObject(outcome);
    one?.[0].data(one[1], 'c', endStream);
    expect(await readAll(first.body)).toBe('abc');
    expect(server.accepted()).toBe(1);
  });

  test('is shorter than it says breaks off', async () => {
    const server = await serveHttp2Frames((peer, stream) =>
      peer.answer(stream, 'ab', { 'content-length': '9' }),
    );
    const { body } = await connectHttp2(server).service(get('/x'));
    expect(await failureOf(readAll(body))).toMatchObject({ name: 'TransportError', code: 'ECONNRESET' });
  });

  test('is longer than it says is never given as whole', async () => {
    const server = await serveHttp2Frames((peer, stream) =>
      peer.answer(stream, 'abcd', { 'content-length': '1' }),
    );
    expect(await failureOf(ask(connectHttp2(server).service))).toBeInstanceOf(TransportError);
  });

  test('ends with trailers is whole, and they are left out', async () => {
    const server = await serveHttp2Frames((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'ab');
      peer.trailer(stream);
    });
    const { body, headers } = await connectHttp2(server).service(get('/x'));
    expect([await readAll(body), headers]).toEqual(['ab', {}]);
  });

  test('is complete before the server has read the request is whole', async () => {
    const server = await serveHttp2Frames((peer, stream) => {
      peer.answer(stream, 'too large', { ':status': '413' });
      peer.reset(stream, 0);
    });
    const { service } = connectHttp2(server);
    const response = await service(get('/x', { method: 'POST', body: 'x'.repeat(mib) }));
    expect([response.status, await readAll(response.body)]).toEqual([413, 'too large']);
  });
});

describe('a request that the server refuses unseen', () => {
  test('is sent again, over another connection', async () => {
    let asked = 0;
    const server = await serveHttp2Frames((peer, stream) => {
      asked += 1;
      if (asked < 3) peer.reset(stream, 7);
      else peer.answer(stream);
    });
    const { service } = connectHttp2(server);
    const post = await service(get('/x', { method: 'POST', body: 'once' }));
    expect([await readAll(post.body), asked, server.accepted()]).toEqual(['{}', 3, 3]);
  });

  test('fails where that goes on', async () => {
    let asked = 0;
    const server = await serveHttp2Frames((peer, stream) => {
      asked += 1;
      peer.reset(stream, 7);
    });
    expect(await failureOf(connectHttp2(server).service(get('/x')))).toMatchObject({
      code: 'ECONNRESET',
      message: expect.stringContaining('closed the connection without an answer'),
    });
    expect(asked).toBe(3);
    await server.quiet();
  });

  test('is sent once, where it may have been looked at', async () => {
    let asked = 0;
    const server = await serveHttp2Frames((peer, stream) => {
      asked += 1;
      peer.reset(stream, 2);
    });
    expect(await failureOf(connectHttp2(server).service(get('/x')))).toMatchObject({ code: 'ECONNRESET' });
    expect(asked).toBe(1);
  });
});

describe('after a GOAWAY', () => {
  test('what the server has taken goes on, and what comes next takes a new connection', async () => {
    const first: [Http2Peer, number][] = [];
    const server = await serveHttp2Frames((peer, stream) => {
      if (first.length > 0) {
        peer.answer(stream, 'new');
        return;
      }
      first.push([peer, stream]);
      peer.head(stream);
      peer.goaway(stream, 0);
      peer.data(stream, 'a');
    });
    const { service } = connectHttp2(server);
    const { body } = await service(get('/watch'));
    const reader = body[Symbol.asyncIterator]();
    expect(text((await reader.next()).value as Uint8Array)).toBe('a');
    expect(await ask(service)).toBe('new');
    for (const [peer, stream] of first) peer.data(stream, 'b', endStream);
    expect(text((await reader.next()).value as Uint8Array)).toBe('b');
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    while (server.openSockets() > 1) await turns(1);
    expect(server.accepted()).toBe(2);
  });

  test('what the server has not taken is sent again', async () => {
    let asked = 0;
    const server = await serveHttp2Frames((peer, stream) => {
      asked += 1;
      if (asked === 1) peer.goaway(0, 0);
      else peer.answer(stream, 'again');
    });
    expect(await ask(connectHttp2(server).service)).toBe('again');
    expect(server.accepted()).toBe(2);
  });

  test('with an error everything on the connection breaks off', async () => {
    const server = await serveHttp2Frames((peer, stream) => {
      peer.head(stream);
      peer.data(stream, 'ab');
      if (stream > 1) peer.goaway(stream, 11);
    });
    const responses = await openMany(server, 2);
    for (const { body } of responses)
      expect(await failureOf(readAll(body))).toMatchObject({
        code: 'ECONNRESET',
        message: expect.stringContaining('broke off after 2 bytes'),
      });
    await server.quiet();
  });
});

describe('a peer that has gone silent', () => {
  const silent = async () => {
    const server = await serveHttp2Frames((peer, stream) => {
      peer.answersPings = false;
      peer.head(stream);
    });
    const clock = new VirtualClock();
    const transport = connectHttp2(server, { clock });
    const { body } = await transport.service(get('/watch'));
    const failure = failureOf(readAll(body));
    const [peer] = server.peers;
    if (!peer) throw new Error('nobody came');
    return { server, clock, transport, failure, peer };
  };

  test('is asked by a ping once nothing has come for 30 s, and has 15 s for it', async () => {
    const { server, clock, failure, peer } = await silent();
    // The first look finds what came with the head.
    await clock.advance(44_999);
    expect(peer.pings).toBe(0);
    await clock.advance(1);
    while (peer.pings === 0) await turns(1);
    await clock.advance(14_999);
    expect(server.openSockets()).toBe(1);
    await clock.advance(1);
    expect(await failure).toMatchObject({
      name: 'TransportError',
      code: 'ETIMEDOUT',
      message: 'GET /watch: the answer broke off after 0 bytes (ETIMEDOUT)',
    });
    await server.quiet();
  });

  test('is told as dead where no head has come', async () => {
    const server = await serveHttp2Frames((peer) => (peer.answersPings = false));
    const clock = new VirtualClock();
    const failure = failureOf(connectHttp2(server, { clock }).service(get('/x')));
    while (server.peers.length === 0) await turns(1);
    await turns(50);
    await clock.advance(60_000);
    expect(await failure).toMatchObject({ message: expect.stringMatching(/the connection to .* is dead/) });
  });

  test('is left alone while it answers pings, or sends anything', async () => {
    const { server, clock, peer, transport, failure } = await silent();
    peer.answersPings = true;
    for (let round = 1; round <= 3; round += 1) {
      await clock.advance(45_000);
      while (peer.pings < round) await turns(1);
      await turns(20);
    }
    for (let second = 0; second < 60; second += 1) {
      peer.data(1, 'x');
      await turns(20);
      await clock.advance(2_000);
    }
    expect(server.openSockets()).toBe(1);
    await transport.close();
    expect(await failure).toMatchObject({ code: 'CLIENT_CLOSED' });
  });

  test('costs one call its timeout, and the next one takes a new connection', async () => {
    let isSilent = false;
    const server = await serveHttp2Frames((peer, stream) => {
      if (!isSilent || server.peers.length > 1) peer.answer(stream);
    });
    const { service } = connectHttp2(server);
    await ask(service);
    isSilent = true;
    const abort = new AbortController();
    const failure = failureOf(service(get('/x'), { signal: abort.signal }));
    await turns(20);
    abort.abort(new DOMException('late', 'TimeoutError'));
    expect(await failure).toMatchObject({ name: 'AbortError' });
    expect(await ask(service)).toBe('{}');
    expect(server.accepted()).toBe(2);
  });

  test('in the middle of an answer costs that call alone, too, though something came before', async () => {
    const server = await serveHttp2Frames((peer, stream) => {
      peer.head(stream);
      peer.data(stream, '{');
      if (server.peers.length > 1) peer.data(stream, '}', endStream);
    });
    const { service } = connectHttp2(server);
    const abort = new AbortController();
    const { body } = await service(get('/x'), { signal: abort.signal });
    const failure = failureOf(readAll(body));
    await turns(20);
    abort.abort(new DOMException('late', 'TimeoutError'));
    expect(await failure).toMatchObject({ name: 'AbortError' });
    expect(await ask(service)).toBe('{}');
    expect(server.accepted()).toBe(2);
  });
});

describe('a peer that never closes its side', () => {
  // It does not notice that ours is closed, unless what it sends is refused.
  const takeFrom = async (server: Awaited<ReturnType<typeof serveHttp2Frames>>): Promise<void> => {
    while (server.openSockets() > 0) {
      for (const peer of server.peers) peer.send(frameTypes.ping, { payload: Buffer.alloc(8) });
      await turns(1);
    }
  };

  test('keeps no connection of calls that were late', async () => {
    const server = await serveHttp2Frames((peer) => peer.socket.pause());
    const { service } = connectHttp2(server);
    for (let call = 1; call <= 4; call += 1) {
      const abort = new AbortController();
      const failure = failureOf(service(get('/x'), { signal: abort.signal }));
      await turns(50);
      abort.abort(new DOMException('late', 'TimeoutError'));
      expect(await failure).toMatchObject({ name: 'AbortError' });
    }
    await takeFrom(server);
  });

  test('keeps none that is dead after its GOAWAY', async () => {
    const server = await serveHttp2Frames((peer, stream) => {
      peer.head(stream);
      peer.goaway(stream, 0);
      peer.socket.pause();
    });
    const clock = new VirtualClock();
    const { body } = await connectHttp2(server, { clock }).service(get('/watch'));
    await turns(50);
    const failure = failureOf(readAll(body));
    await clock.advance(60_000);
    expect(await failure).toMatchObject({ code: 'ETIMEDOUT' });
    await takeFrom(server);
  });
});

describe('a call that is given up', () => {
  test.each(['abort', 'leave'] as const)(
    'by %s cancels its stream, and leaves the connection',
    async (how) => {
      const resets: number[] = [];
      const server = await serveHttp2Frames(
        (peer, stream) => {
          peer.head(stream);
          peer.data(stream, 'ab');
        },
        {
          onFrame: (_, { type, payload }) =>
            type === frameTypes.reset && resets.push(payload.readUInt32BE(0)),
        },
      );
      const { service } = connectHttp2(server);
      const abort = new AbortController();
      const { body } = await service(get('/x'), { signal: abort.signal });
      const other = await service(get('/y'));
      if (how === 'abort') abort.abort();
      else for await (const chunk of body) if (chunk.length > 0) break;
      while (resets.length === 0) await turns(1);
      expect(resets).toEqual([8]);
      const [peer] = server.peers;
      peer?.data(3, 'c', endStream);
      expect(await readAll(other.body)).toBe('abc');
      expect(server.accepted()).toBe(1);
    },
  );
});

test('a reader that is away holds up no other, and little waits for it', async () => {
  const block = Buffer.alloc(mib);
  let written = 0;
  const http2Server = createServer((request, response) => {
    const write = (): void => {
      while (written < 256 * mib) {
        written += block.length;
        if (response.write(block)) continue;
        response.once('drain', write);
        return;
      }
    };
    if (request.url === '/small') response.end('small');
    else write();
  });
  const server = await serve(alike(http2Server));
  const { service } = connectHttp2(server);
  const { body } = await service(get('/large'));
  for (let call = 0; call < 20; call += 1) expect(await ask(service, '/small')).toBe('small');
  await turns(500);
  // What the window lets through, and what the server holds ready.
  expect(written).toBeLessThan(8 * mib);
  let read = 0;
  await lend(body, (piece) => {
    read += piece.length;
    return read < 16 * mib;
  });
  expect(await ask(service, '/small')).toBe('small');
  expect(server.accepted()).toBe(1);
});
