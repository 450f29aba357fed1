// The cache beside its peers, in one run: each in a process of its own, against the same server, in rounds that
// take turns; medians and ratios. docs/guide/cache.md tells how to read it.
//
//   npm run bench                         20,000 pods and 50,000 updates, then growth to 500,000 pods
//   npm run bench -- --quick              the same in small, below a minute
//   npm run bench -- --only=TLS,floor     some of them; also --pods=N --updates=N --rounds=N
//   npm run bench -- --real               the time to sync with a real kube-apiserver, where there is one or Go
//
// Writes bench/results/cache.json and cache.md; of a part, in small, or real: cache-part, cache-quick, cache-real.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findPeers, findVersions, nodeArguments, type Peer } from './cache/peers.ts';
import { Measured } from './cache/process.ts';
import { startRealServer } from './cache/real-server.ts';
import { type Facts, medians, printTables } from './cache/report.ts';

const here = import.meta.dirname;
const build = join(here, '../node_modules/.cache/kube-rx-bench');
const tlsFolder = join(here, '../packages/client/test/fixtures/tls');
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    only: { type: 'string' },
    pods: { type: 'string' },
    updates: { type: 'string' },
    rounds: { type: 'string' },
    growth: { type: 'string' },
  },
});
const pods = Number(options.pods ?? (options.quick ? 3000 : 20_000));
const updates = options.real ? 0 : Number(options.updates ?? (options.quick ? 5000 : 50_000));
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const growth = (options.growth ?? (options.quick || options.real ? '' : '100000,500000'))
  .split(',')
  .filter(Boolean)
  .map(Number);

// Plain JavaScript and the built packages, as users run them: the tool that strips types would be a fifth of the
// heap, which the collector goes through again and again.
for (const folder of ['cache', 'peers/client-node']) {
  mkdirSync(join(build, folder), { recursive: true });
  for (const file of readdirSync(join(here, folder)).filter((name) => /\.m?ts$|\.mjs$/.test(name))) {
    const text = stripTypeScriptTypes(readFileSync(join(here, folder, file), 'utf8'));
    const target = join(build, folder, file.replace(/\.ts$/, '.mjs'));
    writeFileSync(target, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.mjs'"));
  }
}
const peers = findPeers({ build, only: options.only?.split(','), real: options.real });
await using realServer = options.real ? await startRealServer(pods) : undefined;

async function measure(peer: Peer, count: number, changes: number): Promise<Facts> {
  const tls = peer.tls ? ['server.key', 'server.crt'].map((file) => join(tlsFolder, file)) : [];
  const server = realServer
    ? undefined
    : new Measured(process.execPath, [...nodeArguments(build, 'cache/server.mjs'), String(count), ...tls]);
  const url = realServer?.url ?? (await server?.line()) ?? '';
  const authority = realServer?.caFile ?? (peer.tls ? join(tlsFolder, 'authority.crt') : undefined);
  const process_ = new Measured(
    peer.command,
    [...peer.args, url, String(count), String(changes), ...(authority ? [authority] : [])],
    { ...peer.env, ...(realServer && { BENCH_TOKEN: realServer.adminToken }) },
  );
  try {
    await process_.word('ready');
    const atFirst = process_.memory;
    let cpu = process_.cpuMs;
    let time = performance.now();
    process_.tell();
    const sync = await process_.word('synced');
    const syncMs = performance.now() - time;
    // What the collector still does belongs to the sync.
    await sleep(200);
    const syncCpuMs = process_.cpuMs - cpu;
    const syncPeak = process_.memory.peak - atFirst.rss;
    cpu = process_.cpuMs;
    time = performance.now();
    process_.tell();
    if (changes > 0) server?.tell(`update ${changes}`);
    const stream = await process_.word('streamed');
    const streamMs = performance.now() - time;
    const streamCpuMs = process_.cpuMs - cpu;
    process_.tell();
    const retained = await process_.word('retained');
    const { rss } = process_.memory;
    const before = (retained['before'] ?? { heap: 0, external: 0 }) as { heap: number; external: number };
    const held = Number(retained['heap']) - before.heap + Number(retained['external'] ?? 0) - before.external;
    const facts: Facts = {
      syncMs,
      syncCpuMs,
      syncCpuUsPerPod: (syncCpuMs * 1000) / count,
      syncPeakMb: syncPeak / 1e6,
      ...prefixed('sync loop ', sync),
      retainedBytesPerPod: held / count,
      rssBytesPerPod: (rss - atFirst.rss) / count,
      ...(changes > 0 && {
        eventsPerSecond: changes / (streamMs / 1000),
        cpuUsPerEvent: (streamCpuMs * 1000) / changes,
        ...prefixed('stream loop ', stream),
      }),
    };
    if (peer.name !== 'kube-rx, indexed') return facts;
    process_.tell();
    return { ...facts, ...prefixed('query ', await process_.word('queries')) };
  } finally {
    await process_.end();
    await server?.end();
  }
}

function prefixed(prefix: string, facts: Record<string, unknown>): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [prefix + name, Number(value)]));
}

const results: Record<string, Record<string, Facts[]>> = {};
async function run(peer: Peer, count: number, changes: number): Promise<void> {
  const facts = await measure(peer, count, changes);
  ((results[String(count)] ??= {})[peer.name] ??= []).push(facts);
  const events =
    facts['cpuUsPerEvent'] === undefined ? '' : `, ${facts['cpuUsPerEvent'].toFixed(1)} us CPU an event`;
  console.log(
    `${count} pods, ${peer.name}: sync ${(facts['syncMs'] ?? 0).toFixed(0)} ms${events}, ${((facts['retainedBytesPerPod'] ?? 0) / 1000).toFixed(2)} KB a pod`,
  );
}

const manages = ({ mostPods = Number.POSITIVE_INFINITY }: Peer, count: number): boolean => count <= mostPods;
for (let round = 0; round < rounds; round += 1)
  for (const peer of peers) if (manages(peer, pods)) await run(peer, pods, updates);
for (const count of growth)
  for (let round = 0; round < rounds; round += 1)
    for (const peer of peers)
      if (['kube-rx', 'JSON.parse floor'].includes(peer.name) && manages(peer, count))
        await run(peer, count, Math.min(count, updates));

const machine = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  processors: cpus().length,
  memoryGb: Math.round(totalmem() / 1e9),
  node: process.version,
  ...findVersions(peers, build),
  rounds,
  updates,
};
const summary = { machine, medians: medians(results), results };
mkdirSync(join(here, 'results'), { recursive: true });
const name = options.real
  ? 'cache-real'
  : options.quick
    ? 'cache-quick'
    : options.only
      ? 'cache-part'
      : 'cache';
writeFileSync(join(here, `results/${name}.json`), `${JSON.stringify(summary, null, 2)}\n`);
const tables = printTables(summary.medians, machine);
writeFileSync(join(here, `results/${name}.md`), tables);
console.log(`\n${tables}`);
