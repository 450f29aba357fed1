// What a thousand watches cost that have nothing to say: fails where the process grows by more than the limit. The
// servers run in a process of their own.
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
const mostBytes = 60 * 1024 * 1024;

if (process.send) await serve();
else await measure();

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

async function measure(): Promise<void> {
  const servers = fork(import.meta.filename, { execArgv: process.execArgv });
  try {
    const [[http1, http2]] = (await once(servers, 'message')) as [[number, number]];
    await openWatches(Client.fromConfig({ server: `http://127.0.0.1:${http1}` }), 'HTTP/1.1');
    const secure = {
      server: `https://localhost:${http2}`,
      tls: { certificateAuthority: pem('authority.crt') },
    };
    await openWatches(Client.fromConfig(secure, { http2: true }), 'HTTP/2, TLS');
  } finally {
    servers.kill();
  }
}

async function openWatches(client: Client, version: string): Promise<void> {
  const open = () =>
    client.open({ method: 'GET', path: '/api/v1/pods', query: [['watch', 'true']], headers: {} });
  // What is loaded once is no cost of a watch.
  const first = await open();
  const before = await residentBytes();
  const opened: HttpResponse[] = [];
  // As informers come up: some at once.
  while (opened.length < watches) opened.push(...(await Promise.all(Array.from({ length: atOnce }, open))));
  const grown = (await residentBytes()) - before;
  console.log(`${opened.length} idle watches over ${version}: ${(grown / 1024 / 1024).toFixed(1)} MiB`);
  if (grown > mostBytes) {
    console.error(`more than ${mostBytes / 1024 / 1024} MiB`);
    process.exitCode = 1;
  }
  // They live as long as somebody may read them.
  for (const { body } of [first, ...opened]) await body[Symbol.asyncIterator]().return?.();
  await client.close();
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
