// A server that takes part: where it is, what its processes take of the machine, how it is ended.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findBinaries } from '../../e2e/binaries.ts';
import { ControlPlane } from '../../e2e/control-plane.ts';
import { processorMs, residentBytes } from './processes.ts';
import { bindings, user } from './user.ts';

export interface Contender extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly ca: string;
  readonly token: string | undefined;
  /** What its processes hold of the machine's memory, in bytes. */
  residentBytes(): Promise<number>;
  /** What its processes have used of the processors, in milliseconds. */
  processorMs(): number;
}

export interface ContenderOptions {
  /** The client is a user with a token, who may do what a role allows. Default: the client may do everything. */
  readonly rbac?: boolean;
}

export async function embedded({ rbac = false }: ContenderOptions = {}): Promise<Contender> {
  const child = fork(join(import.meta.dirname, 'embedded.ts'), rbac ? ['--rbac'] : [], {
    execArgv: ['--expose-gc', '--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning'],
  });
  const [{ url, ca }] = (await once(child, 'message')) as [{ readonly url: string; readonly ca: string }];
  const pids = [child.pid ?? 0];
  return {
    name: rbac ? 'with RBAC' : 'embedded',
    url,
    ca,
    token: rbac ? user.token : undefined,
    async residentBytes() {
      // Garbage is no memory of the objects'; Go's collector gives back as well before the real server is asked.
      child.send('collect');
      await once(child, 'message');
      return residentBytes(pids);
    },
    processorMs: () => processorMs(pids),
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** The real one, which always judges by its roles; undefined where it is neither built nor at hand. */
export async function real({ rbac = false }: ContenderOptions = {}): Promise<Contender | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    await findBinaries();
  } catch {
    return undefined;
  }
  const controlPlane = await ControlPlane.start({ users: [user] });
  const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings';
  for (const body of bindings) await controlPlane.request(path, { method: 'POST', body });
  return {
    name: 'real + etcd',
    url: controlPlane.url,
    ca: controlPlane.ca,
    token: rbac ? user.token : controlPlane.adminToken,
    residentBytes: () => Promise.resolve(residentBytes(controlPlane.pids)),
    processorMs: () => processorMs(controlPlane.pids),
    [Symbol.asyncDispose]: () => controlPlane.stop(),
  };
}
