// The controller beside its peers, in one run: each in a process of its own, against the same embedded API server, in
// rounds that take turns; medians and ratios. bench/peers/README.md tells what a peer does.
//
//   npm run build && node --conditions=kube-rx:src --disable-warning=ExperimentalWarning bench/controller.ts
//                       100,000 objects, 100,000 updates over 1,000 of them, 2,000 updates at 200 a second
//   … --quick           the same in small, below a minute
//   … --only=kube-rx    some of them; also --objects=N --updates=N --keys=N --steady=N --rate=N --rounds=N
//   … --values=24       the 600 bytes of data of each object in 24 values, as settings are, and not in one, as a file is
//   … --source          ours from its sources, which costs it the memory of what strips types: where nothing is built
//
// Writes bench/results/controller.json and controller.md; with 24 values controller-24-values.*, and of a part or in
// small …-part.*.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compile } from './cache/peers.ts';
import { Measured } from './cache/process.ts';
import { type Facts, medians } from './cache/report.ts';
import { printTable } from './controller/report.ts';

const here = import.meta.dirname;
const build = join(here, '../node_modules/.cache/kube-rx-bench');
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    source: { type: 'boolean', default: false },
    only: { type: 'string' },
    objects: { type: 'string' },
    updates: { type: 'string' },
    keys: { type: 'string' },
    steady: { type: 'string' },
    rate: { type: 'string' },
    values: { type: 'string', default: '1' },
    rounds: { type: 'string' },
  },
});
const objects = Number(options.objects ?? (options.quick ? 5000 : 100_000));
const updates = Number(options.updates ?? (options.quick ? 5000 : 100_000));
const keys = Number(options.keys ?? (options.quick ? 500 : 1000));
const steady = Number(options.steady ?? (options.quick ? 400 : 2000));
const perSecond = Number(options.rate ?? 200);
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
const sourceArguments = ['--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning'];

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Those that take part; what is compiled is built first, and left out where its compiler is missing. */
function findPeers(): Peer[] {
  const wanted = options.only?.split(',');
  const target = (name: string): string => join(build, name);
  const rust = ['build', '--release', '--quiet', '--target-dir', target('kube-rs-controller')];
  const all = [
    { name: 'kube-rx', command: process.execPath, args: oursArguments(), build: () => true },
    {
      name: 'controller-runtime',
      command: target('controller-runtime'),
      args: [],
      build: () => compile('controller-runtime', 'go', ['build', '-o', target('controller-runtime'), '.']),
    },
    {
      name: 'kube-rs',
      command: target('kube-rs-controller/release/bench-kube-rs-controller'),
      args: [],
      build: () => compile('kube-rs-controller', 'cargo', rust),
    },
  ];
  return all.filter((peer) => (!wanted || wanted.includes(peer.name)) && peer.build());
}

// Plain JavaScript and the built packages, as users run them.
function oursArguments(): readonly string[] {
  if (options.source) return ['--expose-gc', ...sourceArguments, join(here, 'controller/ours.ts')];
  for (const name of ['controller/ours', 'controller/progress', 'controller/wall-clock', 'cache/peer']) {
    const file = join(build, `${name}.mjs`);
    const text = stripTypeScriptTypes(readFileSync(join(here, `${name}.ts`), 'utf8'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.mjs'"));
  }
  return ['--expose-gc', join(build, 'controller/ours.mjs')];
}

async function measure(peer: Peer): Promise<Facts> {
  const server = new Measured(process.execPath, [
    '--max-old-space-size=8192',
    ...sourceArguments,
    join(here, 'controller/server.ts'),
    String(objects),
    options.values,
  ]);
  const url = await server.line();
  const numbers = [objects, keys, steady].map(String);
  const measured = new Measured(peer.command, [...peer.args, url, ...numbers]);
  try {
    await measured.word('ready');
    const first = measured.memory.rss;
    const list = await part(measured, 'listed');
    const listPeak = measured.memory.peak;
    const storm = await part(measured, 'stormed', () => server.tell(`storm ${updates} ${keys}`));
    const calm = await part(measured, 'steady', () => server.tell(`steady ${steady} ${perSecond}`));
    measured.tell();
    await measured.word('retained');
    await sleep(1000);
    return {
      'list ms': list.ms,
      'list CPU ms': list.cpuMs,
      'list peak MB': listPeak / 1e6,
      'list runs': Number(list.said['runs']),
      'storm ms': storm.ms,
      'storm CPU ms': storm.cpuMs,
      'storm runs': Number(storm.said['runs']),
      'steady p50 ms': Number(calm.said['p50']),
      'steady p99 ms': Number(calm.said['p99']),
      'steady CPU ms': calm.cpuMs,
      'first MB': first / 1e6,
      'peak MB': measured.memory.peak / 1e6,
      'retained MB': measured.memory.rss / 1e6,
    };
  } finally {
    await measured.end();
    await server.end();
  }
}

async function part(measured: Measured, word: string, begin: () => void = () => undefined) {
  const cpu = measured.cpuMs;
  const begun = performance.now();
  measured.tell();
  begin();
  const said = await measured.word(word);
  const ms = performance.now() - begun;
  // What the collector still does belongs to it.
  await sleep(200);
  return { said, ms, cpuMs: measured.cpuMs - cpu };
}

mkdirSync(build, { recursive: true });
const peers = findPeers();
const results: Record<string, Facts[]> = {};
for (let round = 0; round < rounds; round += 1)
  for (const peer of peers) {
    const facts = await measure(peer);
    (results[peer.name] ??= []).push(facts);
    const told = Object.entries(facts).map(([name, value]) => `${name} ${value.toFixed(1)}`);
    console.log(`${peer.name}: ${told.join(', ')}`);
  }
const about = [
  cpus()[0]?.model.trim() ?? 'unknown',
  `${cpus().length} processors`,
  `${Math.round(totalmem() / 1e9)} GB`,
  `Node ${process.version}`,
  `${objects} objects of 600 bytes of data in ${options.values === '1' ? 'one value' : `${options.values} values`}`,
  `${updates} updates over ${keys} keys`,
  `${steady} updates at ${perSecond} a second`,
  `medians of ${rounds}`,
].join(', ');
const summary = medians({ all: results })['all'] ?? {};
const table = printTable(summary, about);
mkdirSync(join(here, 'results'), { recursive: true });
const whole = options.values === '1' ? 'controller' : `controller-${options.values}-values`;
const file = join(here, `results/${whole}${options.quick || options.only ? '-part' : ''}`);
writeFileSync(`${file}.json`, `${JSON.stringify({ about, medians: summary, results }, null, 2)}\n`);
writeFileSync(`${file}.md`, table);
console.log(`\n${table}`);
