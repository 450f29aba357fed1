// The cache beside its peers, in one run: each in a process of its own, against the same server, in rounds that
// take turns; medians and ratios. docs/guide/cache.md tells how to read it.
//
//   npm run bench                         20,000 pods and 50,000 updates, then growth to 500,000 pods
//   npm run bench -- --quick              the same in small, below a minute
//   npm run bench -- --only=ours,floor    some of them; also --pods=N --updates=N --rounds=N
//
// Writes bench/results/cache.json and cache.md; of a part, or in small, cache-part and cache-quick.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Measured } from './cache/process.ts';
import { type Facts, medians, printTables } from './cache/report.ts';

const here = import.meta.dirname;
const build = join(here, '../node_modules/.cache/kube-rx-bench');
const tlsFolder = join(here, '../packages/client/test/fixtures/tls');
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    pods: { type: 'string' },
    updates: { type: 'string' },
    rounds: { type: 'string' },
    growth: { type: 'string' },
  },
});
const pods = Number(options.pods ?? (options.quick ? 3000 : 20_000));
const updates = Number(options.updates ?? (options.quick ? 5000 : 50_000));
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const growth = (options.growth ?? (options.quick ? '' : '100000,500000'))
  .split(',')
  .filter(Boolean)
  .map(Number);

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  readonly tls?: boolean;
  /** No more pods than this: it would fail. */
  readonly mostPods?: number;
}

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
const node = (file: string): readonly string[] => [
  '--expose-gc',
  '--max-old-space-size=8192',
  join(build, file.replace(/\.ts$/, '.mjs')),
];
const ours = { command: process.execPath, args: node('cache/ours.ts') };
const eager = { command: process.execPath, args: node('cache/floor.ts'), mostPods: 100_000 };

const peers: Peer[] = [
  { name: 'kube-rx', ...ours },
  { name: 'kube-rx, TLS', ...ours, tls: true },
  { name: 'kube-rx, late', ...ours, env: { BENCH_LATE: '1' } },
  { name: 'kube-rx, 10 % read', ...ours, env: { BENCH_READ: '0.1' } },
  { name: 'kube-rx, indexed', ...ours, env: { BENCH_INDEX: '1' } },
  { name: 'kube-rx, all read', ...ours, env: { BENCH_READ: '1' } },
  {
    name: 'client-node',
    command: process.execPath,
    args: node('peers/client-node/main.mjs'),
    // Its list is one string, of which V8 allows 512 MiB.
    mostPods: 50_000,
  },
  { name: 'JSON.parse floor', ...eager },
  { name: 'socket drain', command: process.execPath, args: node('cache/drain.ts') },
  ...built('client-go', ['go', 'build', '-o', join(build, 'client-go'), '.'], join(build, 'client-go')),
  ...built(
    'kube-rs',
    ['cargo', 'build', '--release', '--target-dir', join(build, 'kube-rs')],
    join(build, 'kube-rs/release/bench-kube-rs'),
  ),
].filter(
  ({ name }) =>
    !options.only || options.only.split(',').some((part) => name.includes(part.replace('ours', 'kube-rx'))),
);

function built(name: string, [tool, ...args]: readonly [string, ...string[]], binary: string): Peer[] {
  if (options.only && !options.only.includes(name)) return [];
  if (!existsSync(binary)) {
    if (spawnSync(tool, [tool === 'go' ? 'version' : '--version']).status !== 0) return [];
    console.log(`building ${name}`);
    mkdirSync(build, { recursive: true });
    execFileSync(tool, args, { cwd: join(here, 'peers', name), stdio: 'inherit' });
  }
  return [{ name, command: binary, args: [] }];
}

async function measure(peer: Peer, count: number, changes: number): Promise<Facts> {
  const tls = peer.tls ? ['server.key', 'server.crt'].map((file) => join(tlsFolder, file)) : [];
  const server = new Measured(process.execPath, [...node('cache/server.ts'), String(count), ...tls]);
  const url = await server.line();
  const authority = peer.tls ? [join(tlsFolder, 'authority.crt')] : [];
  const process_ = new Measured(
    peer.command,
    [
      ...peer.args,
      url.replace('127.0.0.1', peer.tls ? 'localhost' : '127.0.0.1'),
      String(count),
      String(changes),
      ...authority,
    ],
    peer.env,
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
    if (changes > 0) server.tell(`update ${changes}`);
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
    await server.end();
  }
}

/** Of the peers that take part, from where each is pinned, and of what they were built with. */
function versions(): Record<string, string> {
  const has = (name: string): boolean => peers.some((peer) => peer.name === name);
  const pinned = (file: string, pattern: RegExp): string =>
    pattern.exec(readFileSync(join(here, file), 'utf8'))?.[1] ?? 'unknown';
  const said = (tool: string, word: string): string => {
    const { status, stdout } = spawnSync(tool, [word], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : 'unknown';
  };
  return {
    ...(has('client-node') && {
      'client-node': pinned('../node_modules/@kubernetes/client-node/package.json', /"version": "([^"]+)"/),
    }),
    ...(has('client-go') && {
      'client-go': pinned('peers/client-go/go.mod', /k8s\.io\/client-go v(\S+)/),
      go: said('go', 'version'),
    }),
    ...(has('kube-rs') && {
      'kube-rs': pinned('peers/kube-rs/Cargo.toml', /kube[^\n]*version = "([^"]+)"/),
      rust: said('rustc', '--version'),
    }),
  };
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
  ...versions(),
  rounds,
  updates,
};
const summary = { machine, medians: medians(results), results };
mkdirSync(join(here, 'results'), { recursive: true });
const name = options.quick ? 'cache-quick' : options.only ? 'cache-part' : 'cache';
writeFileSync(join(here, `results/${name}.json`), `${JSON.stringify(summary, null, 2)}\n`);
const tables = printTables(summary.medians, machine);
writeFileSync(join(here, `results/${name}.md`), tables);
console.log(`\n${tables}`);
