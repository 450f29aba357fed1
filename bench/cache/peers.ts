// Who takes part, how each is started, and in which version.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly tls?: boolean;
  /** No more pods than this: it would fail. */
  readonly mostPods?: number;
}

export interface PeerOptions {
  /** Where the peers' JavaScript and binaries are. */
  readonly build: string;
  /** Parts of the names of those that take part. Default: all. */
  readonly only: readonly string[] | undefined;
  /** Against a real API server, which has neither plain HTTP nor updates to tell. */
  readonly real: boolean;
}

type Run = Pick<Peer, 'command' | 'args' | 'mostPods'>;

const bench = join(import.meta.dirname, '..');

/** Those that take part; what is compiled is built first, and left out where its compiler is missing. */
export function findPeers({ build, only, real }: PeerOptions): Peer[] {
  const ours: Run = { command: process.execPath, args: nodeArguments(build, 'cache/ours.mjs') };
  const clientNode: Run = {
    command: process.execPath,
    args: nodeArguments(build, 'peers/client-node/main.mjs'),
    // Its list is one string, of which V8 allows 512 MiB.
    mostPods: 50_000,
  };
  const clientGo: Run = { command: join(build, 'client-go'), args: [] };
  const kubeRs: Run = { command: join(build, 'kube-rs/release/bench-kube-rs'), args: [] };
  const all: readonly Peer[] = real
    ? [
        { name: 'kube-rx', ...ours },
        { name: 'client-node', ...clientNode },
        { name: 'client-go', ...clientGo },
        { name: 'client-go, protobuf', ...clientGo, env: { BENCH_PROTOBUF: '1' } },
        { name: 'kube-rs', ...kubeRs },
      ]
    : [
        { name: 'kube-rx', ...ours },
        { name: 'kube-rx, late', ...ours, env: { BENCH_LATE: '1' } },
        { name: 'kube-rx, 10 % read', ...ours, env: { BENCH_READ: '0.1' } },
        { name: 'kube-rx, indexed', ...ours, env: { BENCH_INDEX: '1' } },
        { name: 'kube-rx, all read', ...ours, env: { BENCH_READ: '1' } },
        { name: 'client-node', ...clientNode },
        { name: 'client-go', ...clientGo },
        { name: 'kube-rs', ...kubeRs },
        {
          name: 'JSON.parse floor',
          command: process.execPath,
          args: nodeArguments(build, 'cache/floor.mjs'),
          mostPods: 100_000,
        },
        {
          name: 'socket drain',
          command: process.execPath,
          args: nodeArguments(build, 'cache/drain.mjs'),
        },
        { name: 'kube-rx, TLS', ...ours, tls: true },
        { name: 'client-node, TLS', ...clientNode, tls: true },
        { name: 'client-go, TLS', ...clientGo, tls: true },
        { name: 'kube-rs, TLS', ...kubeRs, tls: true },
      ];
  const wanted = all.filter(({ name }) => !only || only.some((part) => name.includes(part)));
  const compilers: Readonly<Record<string, readonly [tool: string, ...args: string[]]>> = {
    'client-go': ['go', 'build', '-o', clientGo.command, '.'],
    'kube-rs': ['cargo', 'build', '--release', '--quiet', '--target-dir', join(build, 'kube-rs')],
  };
  const missing = Object.entries(compilers)
    .filter(([name]) => wanted.some((peer) => peer.name.startsWith(name)))
    .filter(([name, [tool, ...args]]) => !compile(name, tool, args))
    .map(([name]) => name);
  return wanted.filter((peer) => !missing.some((name) => peer.name.startsWith(name)));
}

/** The versions that take part, as they were resolved when they were installed or built, and of their compilers. */
export function findVersions(peers: readonly Peer[], build: string): Record<string, string> {
  const has = (name: string): boolean => peers.some((peer) => peer.name.startsWith(name));
  const resolved = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? 'unknown';
  const read = (file: string): string => readFileSync(join(bench, file), 'utf8');
  const say = (tool: string, ...args: readonly string[]): string =>
    execFileSync(tool, args, { encoding: 'utf8' }).trim();
  return {
    ...(has('client-node') && {
      'client-node': resolved(
        read('../node_modules/@kubernetes/client-node/package.json'),
        /"version": "([^"]+)"/,
      ),
    }),
    ...(has('client-go') && {
      'client-go': resolved(
        say('go', 'version', '-m', join(build, 'client-go')),
        /\tk8s\.io\/client-go\tv(\S+)/,
      ),
      go: resolved(say('go', 'version'), /go(\d\S*)/),
    }),
    ...(has('kube-rs') && {
      'kube-rs': resolved(read('peers/kube-rs/Cargo.lock'), /name = "kube"\nversion = "([^"]+)"/),
      rust: resolved(say('rustc', '--version'), /rustc (\S+)/),
    }),
  };
}

/** The arguments of Node for a file of the build. */
export function nodeArguments(build: string, file: string): readonly string[] {
  return ['--expose-gc', '--max-old-space-size=8192', join(build, file)];
}

/** Builds a peer in its folder; false where its compiler is missing. */
export function compile(name: string, tool: string, args: readonly string[]): boolean {
  if (spawnSync(tool, [tool === 'go' ? 'version' : '--version']).status !== 0) {
    console.log(`${name} is left out: there is no ${tool}`);
    return false;
  }
  // Each time: what was built before may be of other sources. Where nothing changed, it takes a moment.
  console.log(`building ${name}`);
  execFileSync(tool, args, { cwd: join(bench, 'peers', name), stdio: 'inherit' });
  return true;
}
