// Failures as text for a terminal: one line that says what was tried, what came back and what to do.

import { DeadlineError, describeSystemError } from '@kube-rx/client';
import { ApiError, isUnauthorized, KubeError, statusName } from '@kube-rx/core';
import { safeLine } from './output/safe-text.ts';

/** A command line that cannot be executed as it was written. */
export class UsageError extends KubeError {
  override readonly name = 'UsageError';
}

/** Longer than any message of ours that repeats no more than it must. */
const mostCharacters = 4000;

/** The line for standard error, without its newline. The middle of a long one is left out: what to do stands at the end. */
export function describeFailure(error: unknown): string {
  const line = safeLine(describe(error));
  if (line.length <= mostCharacters) return line;
  return `${line.slice(0, mostCharacters / 2)}…${line.slice(-mostCharacters / 2)}`.toWellFormed();
}

function describe(error: unknown): string {
  if (error instanceof ApiError) {
    const { status, serverMessage } = error;
    // Scripts look for kubectl's words.
    if (status.reason && serverMessage && !isUnauthorized(error))
      return `Error from server (${statusName({ reason: status.reason })}): ${serverMessage}`;
  }
  if (error instanceof DeadlineError) return `error: ${error.message} (--request-timeout)`;
  if (error instanceof KubeError) return `error: ${error.message}`;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const problem = describeSystemError(error);
  if (problem !== undefined) return `error: ${problem}`;
  return `error: ${what}; this is a bug in kube-rx (KUBE_RX_DEBUG=1 shows where)`;
}

/** The stack, if KUBE_RX_DEBUG is set; the message that it begins with is one line there as well. */
export function debugDetails(error: unknown, environment: NodeJS.ProcessEnv): string {
  if (!environment['KUBE_RX_DEBUG'] || !(error instanceof Error)) return '';
  const { stack = '', message } = error;
  return `${stack.replace(message, () => safeLine(message))}\n`;
}

/**
 * What comes of reading or writing a file.
 *
 * @throws UsageError that names the file, in place of the system's error, which may name a draft of it or nothing.
 */
export async function fileAccess<T>(file: string, verb: 'read' | 'written', access: Promise<T>): Promise<T> {
  try {
    return await access;
  } catch (error) {
    const problem = describeSystemError(error);
    if (problem === undefined) throw error;
    throw new UsageError(`${file || '""'} cannot be ${verb}: ${problem}`, { cause: error });
  }
}
