// Sends random and malformed requests to every endpoint for as long as is asked for, and between them those that could
// cost more than their size. None may throw, none may be answered with a 5xx that carries no Status or that says that
// the server failed by itself, and no watch may be left. A random request may not take a second of the processor's time;
// one that could cost more may, where the cost grows with its size and not faster. Once all has been warm for a while,
// the memory in use may not grow any more.
//
//   npm run fuzz:apiserver -- [--seconds 60] [--seed 1]

import { parseArgs } from 'node:util';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpRequest, readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { CostRun, ownMs, shown, usedBytes } from './cost-run.ts';
import { RequestMaker } from './requests.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
const begun = performance.now();
const until = begun + Number(values.seconds) * 1000;
const warm = begun + Number(values.seconds) * 500;
const maxGrowth = 32 * 2 ** 20;

const server = new ApiServer({
  resources: catalog,
  control: true,
  random: generator(seed + 1),
  maxObjects: 5_000,
  historySize: 1_000,
});
const maker = new RequestMaker(generator(seed), [
  ...collections(),
  '/apis/example.com/v1/namespaces/{namespace}/farms',
]);
const answers = new Map<number, number>();
let sent = 0;
let longest = 0;
let spent = 0;
let usedWhenWarm: number | undefined;
const empty = server.snapshot();
const costs = await CostRun.start(generator(seed + 2));
console.log(`seed ${seed}`);
while (performance.now() < until) {
  // A deletion of the definition may have come meanwhile.
  if (sent % 1_000 === 0) await defineFarms();
  const request = maker.make();
  // What was injected on purpose is no finding.
  if (request.path.startsWith('/kube-rx/faults') && request.method === 'POST') continue;
  await send(request);
  sent += 1;
  // Sweeps of namespaces are due.
  if (sent % 100 === 0) {
    await new Promise((resolve) => setImmediate(resolve));
    await spendOnCosts();
  }
  if (usedWhenWarm === undefined && performance.now() > warm) {
    usedWhenWarm = usedByEmptyServer();
    await defineFarms();
  }
}
if (server.watches > 0) throw new Error(`${server.watches} watches are left open`);
const used = usedByEmptyServer();
const growth = used - (usedWhenWarm ?? used);
await costs.close();
await server.close();
const counts = [...answers].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
console.log(`${sent.toLocaleString('en')} requests; ${counts.join(', ')}`);
console.log(
  `longest answer ${Math.round(longest)} ms, of those that could cost more ${Math.round(costs.longest.ms)} ms (${costs.longest.name}); ` +
    `${megabytes(used)} MB in use, ${megabytes(growth)} MB more than half the time before`,
);
if (growth > maxGrowth) throw new Error(`the memory in use has grown by ${megabytes(growth)} MB`);

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

/** A third of the time. */
async function spendOnCosts(): Promise<void> {
  const started = performance.now();
  if (spent > (started - begun) / 3) return;
  await costs.next();
  spent += performance.now() - started;
}

/** Without what it keeps for its clients. */
function usedByEmptyServer(): number {
  server.restore(empty);
  return usedBytes();
}

async function send(request: HttpRequest): Promise<void> {
  const gone = new AbortController();
  const started = ownMs();
  try {
    const { status, headers, body } = await within(server.service(request, { signal: gone.signal }));
    answers.set(status, (answers.get(status) ?? 0) + 1);
    const watch = headers['content-length'] === undefined;
    if (watch) await firstOf(body);
    const text = watch ? '' : new TextDecoder().decode(await readBody(body));
    if (status >= 500 && request.method !== 'HEAD') requireStatus(status, text);
    const ms = ownMs() - started;
    longest = Math.max(longest, ms);
    if (ms >= 1_000) throw new Error(`${Math.round(ms)} ms for one answer`);
  } catch (error) {
    throw new Error(`request ${sent} of seed ${seed}: ${shown(request)}`, { cause: error });
  } finally {
    gone.abort();
  }
}

// A read at a version of the future may wait for it.
async function within<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('no answer for 10 s')), 10_000);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

// What a watch has to say at once, then its end.
async function firstOf(body: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  await Promise.race([iterator.next(), new Promise((resolve) => setImmediate(resolve))]);
  await iterator.return?.();
}

function requireStatus(code: number, text: string): void {
  const status: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
  const yaml = text.includes('kind: Status') || text.includes('"Table"') || text.includes('kind: Table');
  if (typeof status === 'object' && status !== null && 'message' in status) {
    // Refusals that the real server words in this way; anything else is a mistake of ours.
    const expected = /the spec replicas field|accessor error|range is full/.test(String(status.message));
    if (String(status.message).startsWith('Internal error occurred') && !expected)
      throw new Error(`answered ${code}: ${String(status.message)}`);
  } else if (!yaml) throw new Error(`answered ${code} without a Status: ${text.slice(0, 200)}`);
}

function collections(): string[] {
  return catalog.map(({ resource: { group, version, plural, scope } }) => {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    return scope === 'Cluster' ? `${root}/${plural}` : `${root}/namespaces/{namespace}/${plural}`;
  });
}

async function defineFarms(): Promise<void> {
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    subresources: {
      status: {},
      scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
    },
    schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  };
  await send({
    method: 'POST',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    query: [],
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      metadata: { name: 'farms.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'farms', kind: 'Farm' },
        versions: [version],
      },
    }),
  });
}

/** Chance that a seed repeats: mulberry32. */
function generator(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
