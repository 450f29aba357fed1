// What a function of the user's threw, as fields of a log record. Anything may be thrown: undefined, a string, an error
// whose causes form a circle, an object whose getters throw.

import { KubeError, printable } from '@kube-rx/core';

/** One thing that was thrown, without its body, its headers or any field but these. */
export interface Failure {
  readonly error: string;
  /** As `TypeError`, `ApiError`. */
  readonly errorName?: string;
  /** As `ECONNRESET`. */
  readonly errorCode?: string;
  /** The messages of its causes, the nearest first. */
  readonly causes?: readonly string[];
  /** Where it was thrown. Absent for errors of kube-rx, whose messages say what was attempted. */
  readonly stack?: string;
}

// Enough to find the place; a log line is no core dump.
const mostCauses = 5;
const mostStackLines = 8;

/** Never throws. */
export function failureOf(thrown: unknown): Failure {
  try {
    if (!(thrown instanceof Error)) return { error: textOf(thrown) };
    const code =
      'code' in thrown && typeof thrown.code === 'string' ? printable(thrown.code, 100) : undefined;
    const causes = causesOf(thrown);
    const stack = thrown instanceof KubeError ? undefined : stackOf(thrown);
    return {
      error: printable(thrown.message),
      errorName: printable(thrown.name, 100),
      ...(code !== undefined && { errorCode: code }),
      ...(causes.length > 0 && { causes }),
      ...(stack !== undefined && { stack }),
    };
  } catch {
    // A getter of it threw.
    return { error: 'something that cannot be described' };
  }
}

function causesOf(error: Error): string[] {
  const seen = new Set<unknown>([error]);
  const causes: string[] = [];
  for (let { cause } = error; cause !== undefined && causes.length < mostCauses && !seen.has(cause); ) {
    seen.add(cause);
    causes.push(cause instanceof Error ? printable(cause.message) : textOf(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function textOf(thrown: unknown): string {
  if (typeof thrown === 'string') return printable(thrown);
  // An object without a prototype has no text, and `[object Object]` says nothing.
  if (typeof thrown === 'object' && thrown !== null) return `an object that is no Error`;
  return printable(String(thrown));
}

function stackOf({ stack }: Error): string | undefined {
  const places = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return places
    ?.slice(0, mostStackLines)
    .map((line) => printable(line, 300))
    .join('\n');
}
