// Failures as text for a terminal: one line that says what was tried, what came back and what to do.

import { DeadlineError } from '@kube-rx/client';
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

/** As `ENOENT` for a file that is missing, `EADDRINUSE` for a port that is taken; the message names it. */
export function systemErrorCode(error: unknown): string | undefined {
  return systemErrorOf(error)?.code;
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

/** As `no such file or directory (ENOENT)`, without the path; undefined for an error of another kind. */
function describeSystemError(error: unknown): string | undefined {
  const known = systemErrorOf(error);
  if (known === undefined) return undefined;
  // As `ENOENT: no such file or directory, open '/x'`, or `connect ECONNREFUSED 127.0.0.1:1` without words.
  const { code, syscall, message } = known;
  const end = message.indexOf(`, ${syscall}`);
  if (!message.startsWith(`${code}: `) || end === -1) return message;
  return `${message.slice(code.length + 2, end)} (${code})`;
}

interface SystemError {
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

function systemErrorOf(error: unknown): SystemError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (!('syscall' in error && 'code' in error && 'message' in error)) return undefined;
  const { code, syscall, message } = error;
  if (typeof code !== 'string' || typeof syscall !== 'string' || typeof message !== 'string')
    return undefined;
  return { code, syscall, message };
}
