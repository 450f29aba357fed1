// How lending begins, with what came before it was asked for, and how it ends: at the body's end, by the borrower, by
// an abort, by the connection, and by the client.

import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { ResponseBody } from '@kube-rx/core';
import { TransportError } from '../../src/errors.ts';
import type { GotTransport } from '../../src/transport/got-transport.ts';
import { type Loopback, serveHttp } from '../support/loopback.ts';
import { failureOf, listPods } from '../support/requests.ts';
import { connect, lend, serveStream, serveWire, text, turns } from './lending.ts';

const mib = 1024 * 1024;

interface Started {
  server: Loopback;
  transport: GotTransport;
  abort: AbortController;
  body: ResponseBody;
  response: ServerResponse;
}

async function start(headers: Record<string, string> = {}): Promise<Started> {
  const server = await serveStream(headers);
  const transport = connect(server);
  const abort = new AbortController();
  const { body } = await transport.service(listPods, { signal: abort.signal });
  return { server, transport, abort, body, response: await server.response };
}

/** Writes pieces that are read one by one. */
async function writeEach(response: ServerResponse, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    response.write(piece);
    await turns(10);
  }
}

// Chunks are taken below the parser, other bodies from the response. And pieces that were there before are given
// otherwise than those that come later.
const cases: [what: string, headers: Record<string, string>, early: boolean][] = [
  ['a piece of a chunked body', {}, false],
  ['a piece of a chunked body, which came before', {}, true],
  ['a piece of a body of declared length', { 'content-length': '100' }, false],
  ['a piece of a body of declared length, which came before', { 'content-length': '100' }, true],
];

describe.each(cases)('lending %s', (_what, headers, early) => {
  async function startPieces(): Promise<Started & { written: Promise<void> }> {
    const started = await start(headers);
    const written = writeEach(started.response, ['one', 'two']);
    if (early) await written;
    return { ...started, written };
  }

  test('ends well when the borrower has enough, gives no more and closes the connection', async () => {
    const { server, abort, body, written } = await startPieces();
    const given: string[] = [];
    await lend(body, (piece) => given.push(text(piece)) < 1);
    await written;
    await server.quiet();
    expect(given).toEqual(['one']);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  test('fails with the very error of the borrower, gives no more and closes the connection', async () => {
    const { server, body, written } = await startPieces();
    const given: string[] = [];
    const error = new RangeError('not mine');
    const lent = lend(body, (piece) => {
      given.push(text(piece));
      throw error;
    });
    expect(await failureOf(lent)).toBe(error);
    await written;
    await server.quiet();
    expect(given).toEqual(['one']);
  });

  test('fails by an abort while the next piece is awaited', async () => {
    const { server, abort, body } = await startPieces();
    const given: string[] = [];
    const lent = lend(body, (piece) => {
      if (given.push(text(piece)) === 2) setImmediate(() => abort.abort());
      return true;
    });
    expect(await failureOf(lent)).toBe(abort.signal.reason);
    await server.quiet();
    expect(given).toEqual(['one', 'two']);
  });

  test('fails by an abort of the borrower itself, and gives no more', async () => {
    const { server, abort, body, written } = await startPieces();
    const given: string[] = [];
    const lent = lend(body, (piece) => {
      abort.abort();
      return given.push(text(piece)) > 0;
    });
    expect(await failureOf(lent)).toMatchObject({ name: 'AbortError' });
    await written;
    await server.quiet();
    expect(given).toEqual(['one']);
  });

  test.each(['FIN', 'RST'] as const)('fails by a %s in the middle', async (how) => {
    const { server, body, response } = await startPieces();
    const given: string[] = [];
    const lent = lend(body, (piece) => {
      if (given.push(text(piece)) === 2)
        if (how === 'RST') response.socket?.resetAndDestroy();
        else response.socket?.destroy();
      return true;
    });
    const failure = await failureOf(lent);
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({ code: 'ECONNRESET' });
    expect(String(failure)).toContain('list pods in shop: the answer broke off after 6 bytes');
    expect(given).toEqual(['one', 'two']);
    await server.quiet();
  });

  test.each(['while the next piece is awaited', 'by the borrower'])(
    'fails where the client is closed %s',
    async (when) => {
      const { server, transport, body } = await startPieces();
      const last = when === 'by the borrower' ? 1 : 2;
      const given: string[] = [];
      const lent = lend(body, (piece) => {
        if (given.push(text(piece)) === last)
          if (last === 1) void transport.close();
          else setImmediate(() => void transport.close());
        return true;
      });
      expect(await failureOf(lent)).toMatchObject({ code: 'CLIENT_CLOSED' });
      await server.quiet();
      expect(given).toHaveLength(last);
    },
  );
});

describe('a borrower', () => {
  const letters = Array.from('abcdefghij');

  test('cannot be one of two', async () => {
    const { body, response } = await start();
    const first = lend(body, () => true);
    await turns(5);
    await expect(lend(body, () => true)).rejects.toThrow('a body can be lent only once');
    response.end('end');
    await expect(first).resolves.toBeUndefined();
  });

  test('is given first what came before it asked, in order', async () => {
    const { body, response } = await start();
    await writeEach(response, letters);
    const given: string[] = [];
    const lent = lend(body, (piece) => given.push(text(piece)) > 0);
    await writeEach(response, ['1', '2', '3']);
    response.end();
    await lent;
    expect(given).toEqual([...letters, '1', '2', '3']);
  });

  test('is given what a loop has left', async () => {
    const { body, response } = await start();
    await writeEach(response, letters);
    const reader = body[Symbol.asyncIterator]();
    expect(text((await reader.next()).value as Uint8Array)).toBe('a');
    response.end();
    const given: string[] = [];
    await lend(body, (piece) => given.push(text(piece)) > 0);
    expect(given.join('')).toBe('bcdefghij');
  });

  test('is given the whole of a body that has ended, once', async () => {
    const { server, body, response } = await start();
    await writeEach(response, letters);
    response.end();
    await turns(20);
    const given: string[] = [];
    await lend(body, (piece) => given.push(text(piece)) > 0);
    await lend(body, (piece) => given.push(text(piece)) > 0);
    expect(given).toEqual(letters);
    expect(server.openSockets()).toBe(1);
  });

  test('that has enough of a body that has ended is given no more of it', async () => {
    const { body, response } = await start();
    await writeEach(response, letters);
    response.end();
    await turns(20);
    const given: string[] = [];
    await lend(body, (piece) => given.push(text(piece)) < 3);
    await lend(body, (piece) => given.push(text(piece)) > 0);
    expect(given).toEqual(['a', 'b', 'c']);
  });

  test('is given what came before the connection broke, and then the error, once', async () => {
    const { server, body, response } = await start();
    await writeEach(response, letters);
    response.destroy();
    await server.quiet();
    await turns(100);
    const given: string[] = [];
    const take = (piece: Uint8Array): boolean => given.push(text(piece)) > 0;
    expect(await failureOf(lend(body, take))).toMatchObject({ name: 'TransportError', code: 'ECONNRESET' });
    expect(given).toEqual(letters);
    await expect(lend(body, take)).resolves.toBeUndefined();
  });

  test('is given nothing of a body that was aborted', async () => {
    const { abort, body, response } = await start();
    await writeEach(response, letters);
    abort.abort();
    const given: Uint8Array[] = [];
    const lent = lend(body, (piece) => given.push(piece) > 0);
    expect(await failureOf(lent)).toBe(abort.signal.reason);
    expect(given).toEqual([]);
  });

  test('that has enough just where the body ends leaves the client as it was', async () => {
    const server = await serveHttp((_, response) => {
      response.write('last');
      response.end();
    });
    const { service } = connect(server);
    for (let round = 0; round < 3; round += 1) {
      const { body } = await service(listPods);
      const given: string[] = [];
      await lend(body, (piece) => given.push(text(piece)) < 1);
      expect(given).toEqual(['last']);
    }
  });

  test('slows the server down until it comes', async () => {
    const { body, response } = await start();
    const block = Buffer.alloc(64 * 1024);
    const most = 1024;
    let written = 0;
    do {
      response.write(block);
      written += 1;
      // More would be the pause of a full turn.
      await turns(3);
    } while (written < most && !response.writableNeedDrain);
    expect(written).toBeLessThan(most);
    response.end();
    let all = 0;
    await lend(body, ({ length }) => (all += length) > 0);
    expect(all).toBe(written * block.length);
  });

  test('lets the event loop go round while a fast server goes on and on', async () => {
    const server = await serveHttp((_, response) => {
      for (let written = 0; written < 16; written += 1) response.write(Buffer.alloc(mib));
      response.end();
    });
    const { body } = await connect(server).service(listPods);
    let [atOnce, most, all, lending] = [0, 0, 0, true];
    const turn = (): void => {
      atOnce = 0;
      if (lending) setImmediate(turn);
    };
    turn();
    await lend(body, ({ length }) => {
      all += length;
      atOnce += length;
      most = Math.max(most, atOnce);
      return true;
    });
    lending = false;
    expect(all).toBe(16 * mib);
    // A quarter of a mebibyte, and what Node had already read.
    expect(most).toBeLessThanOrEqual(512 * 1024);
  });

  test('that takes its time with a piece is given the rest, whatever follows in the same read', async () => {
    const server = await serveWire((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      // The turn is over with the first piece, which leaves the socket paused where the parser takes over.
      setImmediate(() => socket.write('3\r\none\r\n3;a=b\r\ntwo\r\n'));
      setTimeout(() => socket.write('5\r\nthree\r\n0\r\n\r\n'), 10);
    });
    const { body } = await connect(server).service(listPods);
    const given: string[] = [];
    await lend(body, (piece) => {
      for (const until = performance.now() + 5; performance.now() < until; );
      return given.push(text(piece)) > 0;
    });
    expect(given.join(' ')).toBe('one two three');
  });

  test('that takes its time with a piece lets the event loop go round behind it', async () => {
    const { body, response } = await start();
    let [atOnce, most, lending] = [0, 0, true];
    const turn = (): void => {
      atOnce = 0;
      if (lending) setImmediate(turn);
    };
    turn();
    const lent = lend(body, () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      for (const until = performance.now() + 5; performance.now() < until; );
      return true;
    });
    for (let written = 0; written < 16; written += 1) response.write(Buffer.alloc(64 * 1024));
    response.end();
    await lent;
    lending = false;
    expect(most).toBe(1);
  });
});
