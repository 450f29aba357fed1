// Failures as text for a terminal: one line that says what was tried, what came back and what to do.

import { ApiError, isUnauthorized, KubeError } from '@kube-rx/core';
import { escapeControls } from './table/table-text.ts';

/** A command line that cannot be executed as it was written. */
export class UsageError extends KubeError {
  override readonly name = 'UsageError';
}

/** The line for standard error, without its newline. */
export function describeFailure(error: unknown): string {
  return escapeControls(describe(error));
}

function describe(error: unknown): string {
  if (error instanceof ApiError) {
    const { reason, message } = error.status;
    // Scripts look for kubectl's words.
    if (reason && message && !isUnauthorized(error)) return `Error from server (${reason}): ${message}`;
  }
  if (error instanceof KubeError) return `error: ${error.message}`;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (systemErrorCode(error) !== undefined) return `error: ${what.replace(/^Error: /, '')}`;
  return `error: ${what}; this is a bug in kube-rx (KUBE_RX_DEBUG=1 shows where)`;
}

/** The stack, if KUBE_RX_DEBUG is set. */
export function debugDetails(error: unknown, environment: NodeJS.ProcessEnv): string {
  return environment['KUBE_RX_DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n` : '';
}

/** As `ENOENT` for a file that is missing, `EADDRINUSE` for a port that is taken; the message names it. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('syscall' in error && 'code' in error))
    return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
