// What whoever borrows the pieces of a body gets: the same bytes as by looping, in memory that is used again, and a
// connection that is used again.

import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { pem, serveHttp, serveHttps } from '../support/loopback.ts';
import { get, listPods } from '../support/requests.ts';
import { connect, lend, pattern, serveStream, serveWire, text, turns, ways } from './lending.ts';

const mib = 1024 * 1024;
const large = pattern(16 * mib + 13);
const packed = gzipSync(large, { level: 1 });
const chunked = { 'transfer-encoding': 'chunked' };

describe.each(ways)('a body read by %s is whole', (_way, read) => {
  const kinds: [kind: string, listener: RequestListener, headers: Record<string, string>][] = [
    [
      'in one large chunk',
      (_, response) => {
        response.write(large);
        response.end();
      },
      chunked,
    ],
    [
      'in chunks of all sizes',
      (_, response) => {
        for (let at = 0, size = 1; at < large.length; at += size, size = 1 + ((size * 3) % 100_003))
          response.write(large.subarray(at, at + size));
        response.end();
      },
      chunked,
    ],
    ['of a declared length', (_, response) => response.end(large), { 'content-length': `${large.length}` }],
    [
      'packed, in chunks',
      (_, response) => {
        response.setHeader('content-encoding', 'gzip').write(packed.subarray(0, 100_000));
        response.end(packed.subarray(100_000));
      },
      chunked,
    ],
    [
      'packed, of a declared length',
      (_, response) => response.setHeader('content-encoding', 'gzip').end(packed),
      { connection: 'keep-alive' },
    ],
    [
      'that ends with the connection',
      (_, response) => {
        response.useChunkedEncodingByDefault = false;
        response.writeHead(200).write(large);
        response.end();
      },
      { connection: 'close' },
    ],
  ];

  test.each(kinds)('%s', async (_, listener, headers) => {
    const server = await serveHttp(listener);
    const response = await connect(server).service(listPods);
    expect(response.headers).toMatchObject(headers);
    expect((await read(response.body)).equals(large)).toBe(true);
  });

  test.each(kinds)('%s, over TLS', async (_, listener, headers) => {
    const server = await serveHttps({ cert: pem('server.crt'), key: pem('server.key') }, listener);
    const transport = connect(server, {
      server: `https://localhost:${server.port}`,
      tls: { certificateAuthority: pem('authority.crt') },
    });
    const response = await transport.service(listPods);
    expect(response.headers).toMatchObject(headers);
    expect((await read(response.body)).equals(large)).toBe(true);
  });

  test('in thousands of chunks of one byte', async () => {
    const tiny = pattern(5000);
    const server = await serveHttp((_, response) => {
      for (const byte of tiny) response.write(Buffer.of(byte));
      response.end();
    });
    const { body } = await connect(server).service(listPods);
    expect((await read(body)).equals(tiny)).toBe(true);
  });

  // From there on the parser reads, and other things have to be paused. The sizes fill a turn of the event loop, or
  // nearly, so that the extension comes while the socket rests, or just before.
  test.each([60_000, mib / 4, 5 * mib])('with an extension behind %d bytes of it', async (before) => {
    const chunk = (data: Buffer, extension: string): Buffer =>
      Buffer.concat([Buffer.from(`${data.length.toString(16)}${extension}\r\n`), data, Buffer.from('\r\n')]);
    const server = await serveWire((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      socket.write(chunk(large.subarray(0, before), ''));
      socket.write(chunk(large.subarray(before, before + 10), ';a=b'));
      socket.write(chunk(large.subarray(before + 10), ''));
      socket.write('0\r\n\r\n');
    });
    const { service } = connect(server);
    for (let round = 0; round < 2; round += 1) {
      const { body } = await service(listPods);
      // Once by who is there at once, and once by who comes when all that may wait does.
      await turns(round * 100);
      expect((await read(body)).equals(large)).toBe(true);
    }
    expect(server.accepted()).toBe(1);
  });

  test('where it is empty', async () => {
    const server = await serveHttp((_, response) => {
      response.writeHead(200, chunked).end();
    });
    const { body } = await connect(server).service(listPods);
    expect(await read(body)).toHaveLength(0);
  });

  test('where most of it came before anybody read', async () => {
    const server = await serveHttp((_, response) => {
      for (let at = 0; at < 2 * mib; at += 1000)
        response.write(large.subarray(at, Math.min(at + 1000, 2 * mib)));
      response.end();
    });
    const { body } = await connect(server).service(listPods);
    await turns(100);
    expect((await read(body)).equals(large.subarray(0, 2 * mib))).toBe(true);
  });

  test('among fifty that come at once, and has no byte of another', async () => {
    const lengthOf = (name: number, round: number): number => 1 + ((name * 7919 + round * 104_729) % 10_000);
    const rounds = Array.from({ length: 40 }, (_, round) => round);
    const answer = async (name: number, response: ServerResponse): Promise<void> => {
      for (const round of rounds) {
        response.write(Buffer.alloc(lengthOf(name, round), name));
        await turns(1);
      }
      response.end();
    };
    const server = await serveHttp(({ url = '' }, response) => void answer(Number(url.slice(1)), response));
    const { service } = connect(server);
    const found = await Promise.all(
      Array.from({ length: 50 }, async (_, name) => {
        const { body } = await service(get(`/${name}`));
        const whole = await read(body);
        return { bytes: whole.length, foreign: whole.filter((byte) => byte !== name).length };
      }),
    );
    expect(found).toEqual(
      found.map((_, name) => ({
        bytes: rounds.reduce((sum, round) => sum + lengthOf(name, round), 0),
        foreign: 0,
      })),
    );
    // Otherwise they came one after the other.
    expect(server.accepted()).toBe(50);
  });
});

describe('the memory of a piece', () => {
  test('is written again by what comes later, where it was lent', async () => {
    const server = await serveStream();
    const { body } = await connect(server).service(listPods);
    const response = await server.response;
    const [views, atFirst]: [Uint8Array[], string[]] = [[], []];
    const lent = lend(body, (piece) => {
      views.push(piece);
      atFirst.push(text(piece));
      // One read each, as every one is written only when the last has been taken.
      if (views.length === 3) response.end();
      else response.write('abc'.charAt(views.length).repeat(1000));
      return true;
    });
    response.write('a'.repeat(1000));
    await lent;
    expect(atFirst).toEqual(['a', 'b', 'c'].map((letter) => letter.repeat(1000)));
    expect(views.map(text)).not.toEqual(atFirst);
    expect(new Set(views.map(({ buffer }) => buffer)).size).toBe(1);
  });

  // There, a read may be under way into it.
  (process.platform === 'win32' ? test.skip : test)(
    'is written again by what comes over any connection',
    async () => {
      const [first, second] = [await serveStream(), await serveStream()];
      const heads = [await connect(first).service(listPods), await connect(second).service(listPods)];
      const views: Uint8Array[] = [];
      const lent = heads.map(({ body }) => lend(body, (piece) => views.push(piece) < 2));
      (await first.response).write('a'.repeat(1000));
      while (views.length === 0) await turns(1);
      (await second.response).write('b'.repeat(1000));
      await lent[1];
      expect(views.map(text)).toEqual(['b'.repeat(1000), 'b'.repeat(1000)]);
      (await first.response).end();
      await lent[0];
    },
  );

  test('stays as it is where the body is looped over, whatever comes later', async () => {
    const server = await serveStream();
    const { service } = connect(server);
    const { body } = await service(listPods);
    const response = await server.response;
    const chunks: Uint8Array[] = [];
    response.write('a'.repeat(1000));
    for await (const chunk of body) {
      chunks.push(chunk);
      if (chunks.length === 3) response.end();
      else response.write('abc'.charAt(chunks.length).repeat(1000));
    }
    expect(chunks.map(text)).toEqual(['a', 'b', 'c'].map((letter) => letter.repeat(1000)));
  });

  test('stays as it is where the piece came before anybody borrowed', async () => {
    const server = await serveStream();
    const { body } = await connect(server).service(listPods);
    const response = await server.response;
    response.write('first');
    await turns(20);
    const views: Uint8Array[] = [];
    const lent = lend(body, (piece) => {
      if (views.push(piece) === 1) setImmediate(() => response.end('x'.repeat(60_000)));
      return true;
    });
    await lent;
    expect(views[0] && text(views[0])).toBe('first');
  });
});

describe.each(ways)(
  'a body read to its end by %s leaves its connection to the next request',
  (_way, read) => {
    // The ends of the larger ones come while the connection rests.
    test.each([0, 1, 1000, mib / 4, mib / 4 + 1, mib, 4 * mib])('of %d bytes', async (size) => {
      const whole = pattern(size);
      const server = await serveHttp((_, response) => {
        response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(whole);
      });
      const { service } = connect(server);
      for (let round = 0; round < 5; round += 1) {
        const { body } = await service(listPods);
        expect((await read(body)).equals(whole)).toBe(true);
      }
      expect(server.accepted()).toBe(1);
    });
  },
);
