// A server that takes part: where it is, how much memory its processes hold, how it is ended.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from '../../e2e/binaries.ts';
import { ControlPlane } from '../../e2e/control-plane.ts';

export interface Contender extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly ca: string;
  readonly token: string | undefined;
  /** What its processes hold of the machine's memory, in bytes. */
  residentBytes(): Promise<number>;
}

export async function embedded(): Promise<Contender> {
  const child = fork(join(import.meta.dirname, 'embedded.ts'), {
    execArgv: ['--expose-gc', '--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning'],
  });
  const [{ url, ca }] = (await once(child, 'message')) as [{ readonly url: string; readonly ca: string }];
  return {
    name: 'embedded',
    url,
    ca,
    token: undefined,
    async residentBytes() {
      // Garbage is no memory of the objects'; Go's collector gives back as well before the real server is asked.
      child.send('collect');
      await once(child, 'message');
      return resident([child.pid ?? 0]);
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** The real one; undefined where it is neither built nor at hand. */
export async function real(): Promise<Contender | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    await findBinaries();
  } catch {
    return undefined;
  }
  const controlPlane = await ControlPlane.start();
  return {
    name: 'real + etcd',
    url: controlPlane.url,
    ca: controlPlane.ca,
    token: controlPlane.adminToken,
    residentBytes: () => Promise.resolve(resident(controlPlane.pids)),
    [Symbol.asyncDispose]: () => controlPlane.stop(),
  };
}

function resident(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
  );
  return kibibytes.reduce((sum, one) => sum + one, 0) * 1024;
}
