// The embedded API server at its design size: 100,000 objects and 1,000 watches in one process, without sockets.
//
//   node --expose-gc --conditions=kube-rx:src bench/apiserver-size.ts [objects] [watches]

import { cpus } from 'node:os';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpMethod, type HttpRequest, type HttpResponse, readBody } from '@kube-rx/core';

const [objects = 100_000, watches = 1_000] = process.argv.slice(2).map(Number);
const collection = '/api/v1/namespaces/default/configmaps';
const server = new ApiServer({ maxWatches: watches });

console.log(`${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`);

const before = await memory();
const created = await timed(async () => {
  for (let at = 0; at < objects; at += 1) await ask('POST', collection, configMap(at, 0));
});
report('create', `${perSecond(objects, created)} objects/s`);
server.compact();
report(
  'memory',
  `${Math.round(((await memory()) - before) / objects)} bytes for each of ${count(objects)} objects`,
);

const listed = await timed(() => ask('GET', collection));
report(`list ${count(objects)} at once`, milliseconds(listed));
let pages = 0;
const paged = await timed(async () => {
  for (let token = ''; pages === 0 || token !== ''; pages += 1) token = await page(token);
});
report(`list ${count(objects)} by 500`, `${milliseconds(paged)} in ${pages} pages`);

const empty = await memory();
const readers = await Promise.all(Array.from({ length: watches }, openWatch));
report(
  'memory',
  `${Math.round(((await memory()) - empty) / watches)} bytes for each of ${count(watches)} watches`,
);

const writes = 200;
const delays: number[] = [];
const fanned = await timed(async () => {
  for (let at = 0; at < writes; at += 1) {
    const seen = readers.map((reader) => reader.next());
    const started = performance.now();
    await ask('PUT', `${collection}/object-${at}`, configMap(at, 1));
    await Promise.all(seen);
    delays.push(performance.now() - started);
  }
});
delays.sort((a, b) => a - b);
report('fan-out', `${perSecond(writes * watches, fanned)} frames/s`);
report(
  `one write to ${count(watches)} watches`,
  `median ${milliseconds(delays[writes / 2])}, slowest ${milliseconds(delays.at(-1))}`,
);
for (const reader of readers) await reader.return?.();
if (server.watches > 0) throw new Error(`${server.watches} watches are left`);
await server.close();

function configMap(at: number, version: number): object {
  const metadata = { name: `object-${at}`, labels: { app: `app-${at % 100}` } };
  return { metadata, data: { version: String(version), text: 'x'.repeat(200) } };
}

async function openWatch(): Promise<AsyncIterator<Uint8Array>> {
  const { body } = await call({ method: 'GET', path: collection, query: [['watch', 'true']] });
  return body[Symbol.asyncIterator]();
}

async function page(token: string): Promise<string> {
  const query: [string, string][] = [['limit', '500']];
  if (token !== '') query.push(['continue', token]);
  const text = new TextDecoder().decode(
    await readBody((await call({ method: 'GET', path: collection, query })).body),
  );
  // Metadata comes first, and no list of ours has more in it.
  return /^.{0,300}?"continue":"([^"]*)"/.exec(text)?.[1] ?? '';
}

async function ask(method: HttpMethod, path: string, body?: object): Promise<void> {
  const response = await call({ method, path, query: [] }, body);
  if (response.status >= 300) throw new Error(`${method} ${path} was answered with ${response.status}`);
  await readBody(response.body);
}

function call(request: Omit<HttpRequest, 'headers' | 'body'>, body?: object): Promise<HttpResponse> {
  const headers = { 'content-type': 'application/json' };
  return server.service({ ...request, headers, ...(body && { body: JSON.stringify(body) }) });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function memory(): Promise<number> {
  // What finalizers let go is collected the second time.
  for (let at = 0; at < 3; at += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function report(what: string, figure: string): void {
  console.log(`${what.padEnd(32)}${figure}`);
}

function perSecond(amount: number, ms: number): string {
  return count(Math.round((amount / ms) * 1000));
}

function milliseconds(ms = Number.NaN): string {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
