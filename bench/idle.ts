// What operators cost that have nothing to do, beside one another: ten kinds are watched, some objects of each, over TLS.
// Each runs in a process of its own beside a server of its own, all at the same time: they are idle.
//
//   npm run bench:idle
//   …  -- --objects=N    of each kind; default 100
//   …  -- --seconds=N    how long they are watched once they are idle; default 60
//   …  -- --only=NAME    all whose names begin so: kube-rx, controller-runtime, kube-rs
//   …  -- --source       ours from its sources, which costs it the memory of what strips types: where nothing is built
//
// Writes bench/results/idle.json and idle.md; of a part idle-part.*.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compile } from './cache/peers.ts';
import { Measured } from './cache/process.ts';

const here = import.meta.dirname;
const build = join(here, '../node_modules/.cache/kube-rx-bench');
const { values: options } = parseArgs({
  options: {
    objects: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
    source: { type: 'boolean', default: false },
  },
});
const fromSource = ['--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning'];
/** What was left to do is done by then. */
const settleMs = 10_000;

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Cost {
  readonly rss: number;
  readonly peak: number;
  /** Of one core. */
  readonly cpuPercent: number;
}

mkdirSync(build, { recursive: true });
const peers = findPeers();
const measured = await Promise.all(peers.map(async (peer) => [peer.name, await measure(peer)] as const));
report(measured);

function findPeers(): readonly Peer[] {
  const target = (name: string): string => join(build, name);
  const rust = ['build', '--release', '--quiet', '--target-dir', target('kube-rs-idle')];
  const all = [
    { name: 'kube-rx', command: process.execPath, args: oursArguments(), build: () => true },
    {
      // Of what Node keeps for new objects, 16 MB by default; it costs time where many are made.
      name: 'kube-rx, --max-semi-space-size=1',
      command: process.execPath,
      args: ['--max-semi-space-size=1', ...oursArguments()],
      build: () => true,
    },
    {
      name: 'controller-runtime',
      command: target('controller-runtime-idle'),
      args: [],
      build: () =>
        compile('controller-runtime-idle', 'go', ['build', '-o', target('controller-runtime-idle'), '.']),
    },
    {
      name: 'kube-rs',
      command: target('kube-rs-idle/release/bench-kube-rs-idle'),
      args: [],
      build: () => compile('kube-rs-idle', 'cargo', rust),
    },
  ];
  const wanted = options.only?.split(',') ?? [''];
  return all.filter((peer) => wanted.some((name) => peer.name.startsWith(name)) && peer.build());
}

// Plain JavaScript and the built packages, as users run them.
function oursArguments(): readonly string[] {
  const source = join(here, 'idle/ours.ts');
  if (options.source) return [...fromSource, source];
  const file = join(build, 'idle/ours.mjs');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stripTypeScriptTypes(readFileSync(source, 'utf8')));
  return [file];
}

async function measure(peer: Peer): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'kube-rx-idle-'));
  const server = new Measured(process.execPath, [
    ...fromSource,
    join(here, 'idle/server.ts'),
    options.objects,
    folder,
  ]);
  const kubeconfig = await server.line();
  const operator = new Measured(peer.command, [...peer.args, kubeconfig, options.objects]);
  try {
    await operator.word('ready');
    operator.tell();
    await operator.word('synced');
    await sleep(settleMs);
    const [before, begun] = [operator.cpuMs, performance.now()];
    await sleep(Number(options.seconds) * 1000);
    const cpuPercent = ((operator.cpuMs - before) / (performance.now() - begun)) * 100;
    return { ...operator.memory, cpuPercent };
  } finally {
    await operator.end();
    await server.end();
    rmSync(folder, { recursive: true });
  }
}

function report(costs: readonly (readonly [name: string, cost: Cost])[]): void {
  const about = [
    cpus()[0]?.model.trim() ?? 'unknown',
    `Node ${process.version}`,
    `ten kinds with ${options.objects} objects each over TLS`,
    `idle for ${options.seconds} s`,
  ].join(', ');
  const rows = costs.map(([name, { rss, peak, cpuPercent }]) =>
    [name, (rss / 1e6).toFixed(1), (peak / 1e6).toFixed(1), cpuPercent.toFixed(2)].join(' | '),
  );
  const table = [
    '# Idle operators',
    '',
    `${about}.`,
    '',
    '| | RSS, MB | peak RSS, MB | CPU, % of a core |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
  mkdirSync(join(here, 'results'), { recursive: true });
  const file = join(here, `results/idle${options.only ? '-part' : ''}`);
  writeFileSync(`${file}.json`, `${JSON.stringify({ about, costs: Object.fromEntries(costs) }, null, 2)}\n`);
  writeFileSync(`${file}.md`, table);
  console.log(`\n${table}`);
}
