// What can be asked about a process: is it well, and why is it not. Each check has little time, so that one that hangs is
// told as what it is, and not by a probe that never gets an answer.

import { type Clock, printable } from '@kube-rx/core';
import type { CheckResult } from './health.ts';

/**
 * Fails by what it throws, or rejects with: the message of that is the reason, which whoever reaches the server can read.
 * It may take five seconds; then its signal fires, and it has failed.
 */
export type HealthCheck = (options: { readonly signal: AbortSignal }) => void | Promise<void>;

export interface NamedCheck {
  readonly name: string;
  readonly check: HealthCheck;
}

const timeoutMs = 5000;

/** Never rejects. */
export async function resultOf({ name, check }: NamedCheck, clock: Clock): Promise<CheckResult> {
  const over = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = clock.schedule(timeoutMs, () => {
    const error = new Error(`it took longer than ${timeoutMs} ms`);
    late.reject(error);
    over.abort(error);
  });
  try {
    await Promise.race([late.promise, check({ signal: over.signal })]);
    return { name, type: 'ok' };
  } catch (error) {
    return { name, type: 'failed', reason: reasonOf(error) };
  } finally {
    timer.cancel();
  }
}

function reasonOf(thrown: unknown): string {
  try {
    return printable(thrown instanceof Error ? thrown.message : String(thrown));
  } catch {
    return 'something that cannot be described was thrown';
  }
}
