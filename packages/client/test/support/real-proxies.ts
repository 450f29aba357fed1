// Proxies as people run them, where this machine has them.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { afterEach } from '@jest/globals';
import type { Folder } from './folder.ts';
import { folder } from './folder.ts';
import { freePort } from './loopback.ts';

/** Where a program is that is no part of the workspace; undefined where it is not installed. */
export function findProgram(name: string): string | undefined {
  return ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin']
    .map((path) => `${path}/${name}`)
    .find((path) => existsSync(path));
}

const running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
});

export interface RealProxy {
  readonly port: number;
  /** All that it has logged. */
  readonly log: () => string;
}

/** Runs a proxy that listens on `port`, and resolves when it does. */
async function run(command: string, args: readonly string[], port: number): Promise<RealProxy> {
  let log = '';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (log += data.toString()));
  while (!(await isListening(port)))
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}: ${log}`);
  return { port, log: () => log };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false))
      .once('connect', () => socket.destroy());
  });
}

/** tinyproxy, which allows CONNECT to `ports`. */
export async function runTinyproxy(
  program: string,
  { ports, account }: { readonly ports: readonly number[]; readonly account?: readonly [string, string] },
): Promise<RealProxy> {
  const files: Folder = folder();
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'LogLevel Connect',
    ...ports.map((allowed) => `ConnectPort ${allowed}`),
    ...(account ? [`BasicAuth ${account.join(' ')}`] : []),
  ];
  files.write('tinyproxy.conf', `${lines.join('\n')}\n`);
  return run(program, ['-d', '-c', `${files.path}/tinyproxy.conf`], port);
}

/** Dante, without a password: that would need an account of the system. */
export async function runDante(program: string): Promise<RealProxy> {
  const files: Folder = folder();
  const port = await freePort();
  const rule = (kind: string): string => `${kind} pass { from: 127.0.0.1/32 to: 0.0.0.0/0 }`;
  const lines = [
    'logoutput: stderr',
    `internal: 127.0.0.1 port = ${port}`,
    'external: 127.0.0.1',
    'clientmethod: none',
    'socksmethod: none',
    `user.unprivileged: ${userInfo().username}`,
    rule('client'),
    rule('socks'),
  ];
  files.write('danted.conf', `${lines.join('\n')}\n`);
  return run(program, ['-f', `${files.path}/danted.conf`, '-p', `${files.path}/danted.pid`], port);
}
