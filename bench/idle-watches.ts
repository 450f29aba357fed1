// What a thousand watches cost that have nothing to say, raw ones of a client and whole watchers: fails where a process
// grows by more than the limit each time. The servers run in a process of their own.
//
// The second thousand counts. While the first one opens, V8 compiles, and what its compilers took they keep for later:
// 10 to 60 MB, once for a process, however many watches there are. What the first thousand took is told.
//
// How much V8 and the allocator keep for later differs from run to run, and only adds. So the least of several
// processes counts, and there is no other where the first is below the limit.
//
//   npm run bench:memory    with the cost of a cached pod
//   node --expose-gc --conditions=kube-rx:src bench/idle-watches.ts

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, Client } from '@kube-rx/client';
import { ConfigMap } from '@kube-rx/k8s';
import { watcher } from '@kube-rx/runtime';
import { requestsPerMinute } from './idle/quiet-watchers.ts';

const watches = 1000;
const atOnce = 50;
const mostBytes = 50_000_000;
const mostRuns = 5;

const endOfInitialState = `${JSON.stringify({
  type: 'BOOKMARK',
  object: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { resourceVersion: '1', annotations: { 'k8s.io/initial-events-end': 'true' } },
  },
})}\n`;

const subjects = [
  'watches over HTTP/1.1',
  'watches over HTTP/2 with TLS',
  'watchers over HTTP/1.1',
  'watchers over HTTP/2 with TLS',
];

if (process.argv[2] === 'serve') await serve();
else if (process.argv[2] === 'measure') process.send?.(await measure(process.argv[3] ?? ''));
else {
  await judge();
  await tellRequests();
}

async function judge(): Promise<void> {
  for (const subject of subjects) {
    if (await isBelowLimit(subject)) continue;
    console.error(`${subject}: more than ${megabytes(mostBytes)} MB in each of ${mostRuns} processes`);
    process.exitCode = 1;
  }
}

// What one subject leaves behind in a process would be memory that the next need not ask for.
async function isBelowLimit(subject: string): Promise<boolean> {
  for (let run = 1; run <= mostRuns; run += 1) {
    const measuring = fork(import.meta.filename, ['measure', subject], { execArgv: process.execArgv });
    const [{ first, second }] = (await once(measuring, 'message')) as [Growth];
    const compiling = `${megabytes(first)} MB for the first ${watches}, with what compiling took`;
    console.log(`${watches} idle ${subject}: ${megabytes(second)} MB; ${compiling}`);
    if (second <= mostBytes) return true;
  }
  return false;
}

async function tellRequests(): Promise<void> {
  for (const bookmarkMs of [60_000, 0]) {
    const perMinute = await requestsPerMinute(watches, bookmarkMs);
    const server = bookmarkMs > 0 ? 'with bookmarks each minute' : 'without bookmarks';
    console.log(`${watches} quiet watchers ${server}: ${perMinute.toFixed(0)} requests a minute`);
  }
}

async function serve(): Promise<void> {
  const answer: RequestListener = ({ url = '' }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    if (url.includes('sendInitialEvents=true')) response.write(endOfInitialState);
  };
  const keys = { cert: pem('server.crt'), key: pem('server.key') };
  const servers: Server[] = [createServer(answer), createSecureServer(keys, answer as never)];
  const ports = servers.map(async (server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  });
  process.send?.(await Promise.all(ports));
}

/** Of the process, in bytes. */
interface Growth {
  readonly first: number;
  readonly second: number;
}

async function measure(subject: string): Promise<Growth> {
  const servers = fork(import.meta.filename, ['serve'], { execArgv: process.execArgv });
  try {
    const [[http1, http2]] = (await once(servers, 'message')) as [[number, number]];
    const secure = {
      server: `https://localhost:${http2}`,
      tls: { certificateAuthority: pem('authority.crt') },
    };
    const client = subject.endsWith('HTTP/1.1')
      ? Client.fromConfig({ server: `http://127.0.0.1:${http1}` })
      : Client.fromConfig(secure, { http2: true });
    return await growthOf(subject.startsWith('watchers') ? openWatcher : openWatch, client);
  } finally {
    servers.kill();
  }
}

/** Resolves with what ends it. */
type Open = (client: Client) => Promise<() => unknown>;

async function openWatch(client: Client): Promise<() => unknown> {
  const { body } = await client.open({
    method: 'GET',
    path: '/api/v1/pods',
    query: [['watch', 'true']],
    headers: {},
  });
  // It lives as long as somebody may read it.
  return () => body[Symbol.asyncIterator]().return?.();
}

function openWatcher(client: Client): Promise<() => unknown> {
  return new Promise((resolve, reject) => {
    const subscription = watcher(Api.all(client, ConfigMap)).subscribe({
      next: ({ type }) => {
        if (type === 'InitDone') resolve(() => subscription.unsubscribe());
      },
      error: reject,
    });
  });
}

async function growthOf(open: Open, client: Client): Promise<Growth> {
  // What is loaded once is no cost of a watch.
  const ends = [await open(client)];
  const openMore = async (): Promise<number> => {
    // As informers come up: some at once.
    for (let opened = 0; opened < watches; opened += atOnce)
      ends.push(...(await Promise.all(Array.from({ length: atOnce }, () => open(client)))));
    return residentBytes();
  };
  const before = await residentBytes();
  const between = await openMore();
  const after = await openMore();
  for (const end of ends) await end();
  await client.close();
  return { first: between - before, second: after - between };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

async function residentBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    // V8 keeps what it may need again, unless it is short of memory.
    globalThis.gc?.({ type: 'major', flavor: 'last-resort', execution: 'sync' });
    await sleep(50);
  }
  return process.memoryUsage.rss();
}

function pem(name: string): string {
  return readFileSync(join(import.meta.dirname, '../packages/client/test/fixtures/tls', name), 'utf8');
}
