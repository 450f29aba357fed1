// The watcher over real sockets, against servers that misbehave as TCP, TLS and HTTP allow. Our transport speaks
// HTTP/1.1 only, so no GOAWAY and no RST_STREAM can come: it declines a server's offer of HTTP/2.

import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import { createStore } from '../../src/reflector/store.ts';
import type { Verdict } from '../../src/watcher/classify.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { ConfigMaps } from '../support/objects.ts';
import {
  authority,
  chunk,
  chunkedHead,
  head,
  list,
  news,
  type Rudeness,
  RudeServer,
} from '../support/rude-server.ts';

const half = news.subarray(0, 40);
const say =
  (...parts: readonly (string | Uint8Array)[]): Rudeness =>
  (socket) =>
    void socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
/** Writes something, and when that is sent, does something to the connection. */
const sayThen =
  (parts: readonly (string | Uint8Array)[], then: (socket: Socket) => void): Rudeness =>
  (socket) =>
    void socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))), () =>
      setImmediate(() => then(socket)),
    );
const reset = (socket: Socket): void => void socket.resetAndDestroy();
const fin = (socket: Socket): void => void socket.end();
const nothing: Rudeness = () => undefined;
const drip: Rudeness = (socket) => {
  socket.write(chunkedHead);
  let at = 0;
  const next = (): void => {
    if (at >= news.length || socket.destroyed) return;
    socket.write(chunk(news.subarray(at, ++at)), () => setImmediate(next));
  };
  next();
};
const gzipHead = head('200 OK', { 'transfer-encoding': 'chunked', 'content-encoding': 'gzip' });
const lengthOf = (length: number): string => head('200 OK', { 'content-length': `${length}` });

const patience: WatcherOptions = {
  initialState: 'list',
  backoff: { minMs: 5, maxMs: 20 },
  watchSeconds: { min: 1, max: 1 },
  watchGraceMs: 60_000,
  headersTimeout: 2000,
  listIdleTimeout: 2000,
};
const hasty: WatcherOptions = { ...patience, headersTimeout: 150, listIdleTimeout: 150 };
// The shortest allowed; only tests of a timeout wait for it.
const shortLived: WatcherOptions = { ...patience, watchGraceMs: 50 };

// The first request loads the transport, which takes seconds on a busy machine.
beforeAll(async () => {
  await using server = await RudeServer.start();
  await meet(server, patience);
}, 60_000);

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', noteUnhandled));
afterEach(() => void process.off('unhandledRejection', noteUnhandled));

/** Timers and sockets of this process, by kind. */
function held(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Watches until both objects are known, and returns the verdicts on the way. */
async function meet(server: RudeServer, options: WatcherOptions, connectTimeout = 2000): Promise<Verdict[]> {
  const client = Client.fromConfig(
    {
      server: server.url,
      ...(server.url.startsWith('https') && { tls: { certificateAuthority: authority } }),
    },
    { connectTimeout },
  );
  const { store, writer } = createStore<DynamicObject>();
  const verdicts: Verdict[] = [];
  await new Promise<void>((resolve) => {
    const subscription = watcher(Api.namespaced(client, ConfigMaps, 'shop'), options).subscribe((event) => {
      writer.apply(event);
      if (event.type === 'Interrupted') verdicts.push(event.verdict);
      if (!store.has('shop/a') || !store.has('shop/b')) return;
      subscription.unsubscribe();
      resolve();
    });
  });
  const asked = server.requests.length;
  // The pool may keep one connection whose answer was read to its end.
  await until(() => server.sockets.size <= 1);
  await client.close();
  await until(() => server.sockets.size === 0);
  expect(server.requests).toHaveLength(asked);
  return verdicts;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => void setImmediate(resolve));
}

/** Waits, as long as a test may take, until no more timers, sockets or streams are held than before. */
async function leavingNothing(work: () => Promise<void>): Promise<void> {
  const before = held();
  await work();
  await until(() =>
    Object.entries(held()).every(([kind, count]) => kind === 'Immediate' || count <= (before[kind] ?? 0)),
  );
  expect(unhandled).toEqual([]);
}

type Case = readonly [what: string, rude: Rudeness, met: readonly Verdict[], options?: WatcherOptions];

describe('a watch', () => {
  test.each<Case>([
    ['that is reset before its head', reset, ['retry']],
    ['that is ended before its head', fin, ['retry']],
    ['that is reset after its head', sayThen([chunkedHead], reset), ['retry']],
    ['that is reset inside a frame', sayThen([chunkedHead, chunk(half)], reset), ['retry']],
    ['whose connection ends inside a frame', sayThen([chunkedHead, chunk(half)], fin), ['retry']],
    ['that ends in good order inside a frame', say(chunkedHead, chunk(half), '0\r\n\r\n'), ['faulty']],
    ['whose last chunk is cut', sayThen([chunkedHead, 'ff\r\n', half], fin), ['retry']],
    ['that is never answered', nothing, ['retry'], hasty],
    ['that is half-open after its head', say(chunkedHead), ['silent'], shortLived],
    ['that is half-open inside a frame', say(chunkedHead, chunk(half)), ['silent'], shortLived],
    ['that comes a byte at a time', drip, []],
    [
      'whose head comes after an interim answer',
      say('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', chunkedHead, chunk(news)),
      [],
    ],
    ['that comes as gzip, a member a frame', say(gzipHead, chunk(gzipSync('\n')), chunk(gzipSync(news))), []],
    [
      'whose gzip breaks off',
      sayThen([gzipHead, chunk(gzipSync(news).subarray(0, 30)), '0\r\n\r\n'], nothing),
      ['retry'],
    ],
    ['whose gzip is none', say(gzipHead, chunk(news)), ['retry']],
    ['whose chunks are none', say(chunkedHead, 'no chunk size\r\n'), ['retry']],
    ['that is answered in another protocol', sayThen(['SSH-2.0-OpenSSH_9.6\r\n'], nothing), ['retry']],
    [
      'whose head does not end',
      sayThen([`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`], nothing),
      ['retry'],
    ],
    ['whose lines are garbage', say(chunkedHead, chunk(Buffer.from('\0\x01garbage\n'))), ['faulty']],
    [
      'that a portal redirects',
      say(head('302 Found', { location: 'https://login.example/', 'content-length': '0' })),
      ['notKubernetes'],
    ],
    [
      'that a portal answers',
      say(head('200 OK', { 'content-type': 'text/html', 'content-length': '9' }), '<html/>\r\n'),
      ['notKubernetes'],
    ],
    [
      'that ends with its connection, as HTTP/1.0',
      sayThen(['HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n', news], fin),
      [],
    ],
    [
      'that a gateway gives up',
      say(head('504 Gateway Timeout', { 'content-type': 'text/plain', 'content-length': '7' }), 'timeout'),
      ['throttled'],
    ],
  ])('%s is healed', async (_what, ...[rude, met, options = patience]) => {
    await leavingNothing(async () => {
      await using server = await RudeServer.start();
      server.be('watch', rude);
      expect(await meet(server, options)).toEqual(met);
    });
  });
});

describe('a list', () => {
  test.each<Case>([
    ['that is reset before its head', reset, ['retry']],
    ['that is reset in its middle', sayThen([lengthOf(list.length), list.subarray(0, 60)], reset), ['retry']],
    ['that ends before its length', sayThen([lengthOf(list.length + 100), list], fin), ['retry']],
    ['that goes on after its length', say(lengthOf(list.length - 10), list), ['retry']],
    ['whose chunks end too early', say(chunkedHead, chunk(list.subarray(0, 90)), '0\r\n\r\n'), ['faulty']],
    ['whose connection ends too early', sayThen([chunkedHead, chunk(list.subarray(0, 90))], fin), ['retry']],
    ['that stalls', say(lengthOf(list.length), list.subarray(0, 60)), ['retry'], hasty],
    ['that says nothing', nothing, ['retry'], hasty],
    ['that is empty', say(lengthOf(0)), ['faulty']],
    [
      'that is not called JSON',
      say(head('200 OK', { 'content-type': 'text/plain', 'content-length': `${list.length}` }), list),
      ['notKubernetes'],
    ],
    [
      'that a portal redirects',
      say(head('307 Temporary Redirect', { location: '/login', 'content-length': '0' })),
      ['notKubernetes'],
    ],
    [
      'that a busy server turns away in plain text',
      say(
        head('429 Too Many Requests', {
          'content-type': 'text/plain',
          'retry-after': '0',
          'content-length': '5',
        }),
        'busy\n',
      ),
      ['throttled'],
    ],
  ])('%s is healed', async (_what, ...[rude, met, options = patience]) => {
    await leavingNothing(async () => {
      await using server = await RudeServer.start();
      server.be('list', rude);
      expect(await meet(server, options)).toEqual(met);
    });
  });
});

describe('a connection', () => {
  test.each<[string, Rudeness, readonly Verdict[]]>([
    ['that is reset before the handshake', reset, ['retry', 'retry']],
    ['that is ended before the handshake', fin, ['retry', 'retry']],
    ['that speaks no TLS', say('HTTP/1.1 400 Bad Request\r\n\r\n'), ['retry', 'retry']],
    ['that never answers the handshake', nothing, ['retry', 'retry']],
  ])('%s is healed', async (_what, rude, met) => {
    await leavingNothing(async () => {
      await using server = await RudeServer.start({ tls: true });
      server.atConnect.push(rude, rude);
      expect(await meet(server, patience, 150)).toEqual(met);
    });
  });

  test('that is torn inside a frame, without TLS saying goodbye, is healed', async () => {
    await leavingNothing(async () => {
      await using server = await RudeServer.start({ tls: true });
      const tear = (): void => {
        for (const socket of server.sockets) socket.destroy();
      };
      server.be('watch', sayThen([chunkedHead, chunk(half)], tear));
      expect(await meet(server, patience)).toEqual(['retry']);
    });
  });
});
