// What a thousand watches cost that have nothing to say: fails where a process grows by more than the limit each time. The
// servers run in a process of their own.
//
// How much V8 and the allocator keep for later differs from run to run by half, and only adds. So the least of several
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
import { Client } from '@kube-rx/client';
import type { HttpResponse } from '@kube-rx/core';

const watches = 1000;
const atOnce = 50;
const mostBytes = 50_000_000;
const mostRuns = 5;

type Figures = Readonly<Record<string, number>>;

if (process.argv[2] === 'serve') await serve();
else if (process.argv[2] === 'measure') process.send?.(await measure());
else await judge();

async function judge(): Promise<void> {
  let least: Figures = {};
  for (let run = 1; run <= mostRuns; run += 1) {
    const measuring = fork(import.meta.filename, ['measure'], { execArgv: process.execArgv });
    const [figures] = (await once(measuring, 'message')) as [Figures];
    const told = Object.entries(figures).map(([version, bytes]) => `${version} ${megabytes(bytes)} MB`);
    console.log(`${watches} idle watches: ${told.join(', ')}`);
    least = Object.fromEntries(
      Object.entries(figures).map(([version, bytes]) => [version, Math.min(bytes, least[version] ?? bytes)]),
    );
    if (Object.values(least).every((bytes) => bytes <= mostBytes)) return;
  }
  console.error(`more than ${megabytes(mostBytes)} MB in each of ${mostRuns} processes`);
  process.exitCode = 1;
}

async function serve(): Promise<void> {
  const answer: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
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

async function measure(): Promise<Figures> {
  const servers = fork(import.meta.filename, ['serve'], { execArgv: process.execArgv });
  try {
    const [[http1, http2]] = (await once(servers, 'message')) as [[number, number]];
    const plain = await bytesOfWatches(Client.fromConfig({ server: `http://127.0.0.1:${http1}` }));
    const secure = {
      server: `https://localhost:${http2}`,
      tls: { certificateAuthority: pem('authority.crt') },
    };
    const multiplexed = await bytesOfWatches(Client.fromConfig(secure, { http2: true }));
    return { 'HTTP/1.1': plain, 'HTTP/2 with TLS': multiplexed };
  } finally {
    servers.kill();
  }
}

async function bytesOfWatches(client: Client): Promise<number> {
  const open = () =>
    client.open({ method: 'GET', path: '/api/v1/pods', query: [['watch', 'true']], headers: {} });
  // What is loaded once is no cost of a watch.
  const first = await open();
  const before = await residentBytes();
  const opened: HttpResponse[] = [];
  // As informers come up: some at once.
  while (opened.length < watches) opened.push(...(await Promise.all(Array.from({ length: atOnce }, open))));
  const grown = (await residentBytes()) - before;
  // They live as long as somebody may read them.
  for (const { body } of [first, ...opened]) await body[Symbol.asyncIterator]().return?.();
  await client.close();
  return grown;
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
