// How a command in a container has ended, as the kubelet tells it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cri-streaming/pkg/streaming/remotecommand/exec.go

import type { Status } from '@kube-rx/core';
import type { CommandResult } from './container.ts';

/** Runs the command to its end. */
export async function statusOf(run: () => CommandResult): Promise<Partial<Status>> {
  const base = { metadata: {} };
  try {
    const code = (await run()) ?? 0;
    if (code === 0) return { ...base, status: 'Success' };
    return {
      ...base,
      status: 'Failure',
      message: `command terminated with non-zero exit code: exit status ${code}`,
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      ...base,
      status: 'Failure',
      message: `Internal error occurred: ${message}`,
      reason: 'InternalError',
      details: { causes: [{ message }] },
      code: 500,
    };
  }
}
