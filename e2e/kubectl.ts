// The real kubectl as the admin of a control plane.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKubectl } from '../packages/apiserver/test/support/kubectl.ts';
import type { ControlPlane } from './control-plane.ts';

export interface Ran {
  readonly code: number;
  /** What it wrote, errors last. */
  readonly output: string;
}

/** Has a home of its own, which goes with it. */
export interface Kubectl extends AsyncDisposable {
  (command: string, input?: string): Promise<Ran>;
}

export async function kubectlOf(controlPlane: ControlPlane): Promise<Kubectl> {
  const path = findKubectl();
  if (path === undefined) throw new Error('there is no kubectl for this machine');
  const home = await mkdtemp(join(tmpdir(), 'kube-rx-kubectl-'));
  const kubeconfig = join(home, 'config');
  await controlPlane.writeKubeconfig(kubeconfig);
  const env = { HOME: home, KUBECONFIG: kubeconfig, KUBECTL_APPLYSET: 'true' };
  const run = (command: string, input?: string): Promise<Ran> =>
    new Promise((resolve) => {
      const child = execFile(path, command.split(' '), { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
      );
      child.stdin?.end(input);
    });
  return Object.assign(run, {
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  });
}
