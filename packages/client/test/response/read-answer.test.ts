// How large a plain answer may be, and how long it may take. Pieces and connections are counted.

import { Readable } from 'node:stream';
import { createUnzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type HttpResponse, VirtualClock } from '@kube-rx/core';
import { Client } from '../../src/client.ts';
import { mapBody } from '../../src/service/service.ts';
import { type Loopback, serveHttp } from '../support/loopback.ts';
import { failureOf, get, listPods } from '../support/requests.ts';
import { turns } from '../transport/lending.ts';

const mebibyte = 1024 * 1024;

/** An answer whose pieces go on for ever, and how many were asked for. */
function endless(piece: Uint8Array, beforeEach: () => Promise<void> = () => Promise.resolve()) {
  const told = { pieces: 0, isLeft: false };
  const response: HttpResponse = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: (async function* () {
      try {
        for (;;) {
          await beforeEach();
          told.pieces += 1;
          yield piece;
        }
      } finally {
        told.isLeft = true;
      }
    })(),
  };
  return { told, response };
}

describe('the answer to a plain call', () => {
  test('may have 256 MiB, and is left as soon as it has more', async () => {
    const { told, response } = endless(new Uint8Array(mebibyte));
    const failure = await failureOf(new Client(() => Promise.resolve(response)).requestBytes(listPods));
    expect(failure).toMatchObject({
      name: 'DecodeError',
      fault: 'tooLarge',
      message:
        'list pods in shop: the answer has more than 268435456 bytes; if the server is right, raise maxAnswerBytes, or ask for less: listAll reads a list page by page',
    });
    expect(told).toEqual({ pieces: 257, isLeft: true });
  });

  test('may have as much as the client or the call says', async () => {
    const body = '"123456"';
    const client = (maxAnswerBytes: number): Client =>
      new Client(
        () =>
          Promise.resolve({
            status: 200,
            headers: {},
            body: (async function* () {
              yield await Promise.resolve(new TextEncoder().encode(body));
            })(),
          }),
        { maxAnswerBytes },
      );
    expect(await client(8).request(get('/x'))).toBe('123456');
    expect(await failureOf(client(7).request(get('/x')))).toMatchObject({ fault: 'tooLarge' });
    expect(await client(7).request(get('/x'), { maxAnswerBytes: 8 })).toBe('123456');
    expect(await failureOf(client(8).requestText(get('/x'), { maxAnswerBytes: 7 }))).toMatchObject({
      fault: 'tooLarge',
    });
  });

  describe.each([
    ['that has arrived', true],
    ['whose end has not come', false],
  ])('of a few KiB %s, which unpack to many MiB', (_, isWhole) => {
    async function bomb(status: number): Promise<{ server: Loopback; client: Client }> {
      const packed = gzipSync(new Uint8Array(32 * mebibyte).fill(0x61));
      const server = await serveHttp((_request, response) => {
        response.writeHead(status, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
        if (isWhole) response.end(packed);
        else response.write(packed);
      });
      const client = Client.fromConfig(
        { server: `http://127.0.0.1:${server.port}` },
        { maxAnswerBytes: mebibyte, retry: { attempts: 1 } },
      );
      return { server, client };
    }

    const reads: [what: string, status: number, read: (client: Client) => Promise<unknown>][] = [
      ['of a call', 200, (client) => client.requestText(get('/x'))],
      ['of a call that is refused', 400, (client) => client.requestText(get('/x'))],
      [
        'that is left',
        200,
        async (client) => {
          const { body } = await client.open(get('/x'));
          for await (const piece of body) if (piece.length > 0) break;
          throw new Error('left');
        },
      ],
      [
        'that is left as it is lent',
        200,
        async (client) => {
          const { body } = await client.open(get('/x'));
          await body.lend?.(() => false);
          throw new Error('left');
        },
      ],
      [
        'that is aborted',
        200,
        async (client) => {
          const abort = new AbortController();
          const { body } = await client.open(get('/x'), { signal: abort.signal });
          for await (const piece of body) if (piece.length > 0) abort.abort();
        },
      ],
    ];

    test.each(reads)('%s is unpacked no further than it is read', async (_what, status, read) => {
      const unpacked = countUnpacked();
      const { server, client } = await bomb(status);
      await failureOf(read(client));
      await turns(100);
      expect(unpacked()).toBeGreaterThan(0);
      expect(unpacked()).toBeLessThan(2 * mebibyte);
      if (!isWhole) await server.quiet();
      await client.close();
    });
  });
});

const unpacking = Object.getPrototypeOf(createUnzip()) as object;

afterEach(() => {
  Reflect.deleteProperty(unpacking, 'push');
});

/** How many bytes come out of zlib from now on. */
function countUnpacked(): () => number {
  let bytes = 0;
  Object.defineProperty(unpacking, 'push', {
    configurable: true,
    value(this: Readable, chunk: Uint8Array | null, encoding?: BufferEncoding) {
      bytes += chunk?.length ?? 0;
      return Readable.prototype.push.call(this, chunk, encoding);
    },
  });
  return () => bytes;
}

describe('an answer that comes a byte at a time', () => {
  const byte = new Uint8Array(1).fill(0x20);

  test('ends its call after ten timeouts', async () => {
    const clock = new VirtualClock();
    const { told, response } = endless(byte, () => clock.advance(900));
    const client = new Client((_, { signal } = {}) => Promise.resolve(abortable(response, signal)), {
      clock,
      timeout: 1000,
    });
    const failure = await failureOf(client.requestText(listPods));
    expect(failure).toMatchObject({
      name: 'DeadlineError',
      timeoutMs: 1000,
      message:
        'list pods in shop: no whole answer within 10000 ms; raise timeout if the server may be that slow',
    });
    expect(told.pieces).toBe(12);
    expect(clock.pending).toBe(0);
  });

  test('goes on where the call may take for ever', async () => {
    const clock = new VirtualClock();
    const abort = new AbortController();
    const { told, response } = endless(byte, async () => {
      await clock.advance(900);
      if (told.pieces === 1000) abort.abort();
    });
    const client = new Client((_, { signal } = {}) => Promise.resolve(abortable(response, signal)), {
      clock,
    });
    const call = client.requestText(listPods, { timeout: 0, signal: abort.signal });
    expect(await failureOf(call)).toMatchObject({ name: 'AbortError' });
    expect(told.pieces).toBeGreaterThanOrEqual(1000);
  });
});

/** A body as a transport gives it: it ends with the signal. */
function abortable(response: HttpResponse, signal: AbortSignal | undefined): HttpResponse {
  return {
    ...response,
    body: mapBody(response.body, (piece) => {
      signal?.throwIfAborted();
      return piece;
    }),
  };
}
