// Failures as a person at a terminal reads them: one line that says what was tried, what came back and what to do.

import { ApiError, isUnauthorized, KubeError } from '@kube-rx/core';
import { escapeControls } from './table/table-text.ts';

/** A command that cannot be carried out as it was written. */
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
    // kubectl's words, which scripts look for.
    if (reason && message && !isUnauthorized(error)) return `Error from server (${reason}): ${message}`;
  }
  if (error instanceof KubeError) return `error: ${error.message}`;
  if (isSystemError(error)) return `error: ${error.message}`;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `error: ${what}; this is a bug in kube-rx (KUBE_RX_DEBUG=1 shows where)`;
}

/** The stack, where somebody asked to see it. */
export function debugDetails(error: unknown, environment: NodeJS.ProcessEnv): string {
  return environment['KUBE_RX_DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n` : '';
}

// A file that is missing, a port that is taken: Node's message names it.
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
