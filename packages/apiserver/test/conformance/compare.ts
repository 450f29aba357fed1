// The differences between two recordings of the script, as lines a person can read.

import type { Exchange } from './session.ts';

export interface Difference {
  readonly request: string;
  /** Which exchange of the group. */
  readonly at: number;
  readonly path: string;
  readonly real: unknown;
  readonly embedded: unknown;
}

export function differences(real: readonly Exchange[], embedded: readonly Exchange[]): Difference[] {
  const longer = real.length >= embedded.length ? real : embedded;
  return longer.flatMap((_, at) => {
    const [one, other] = [real[at], embedded[at]];
    const request = one?.request ?? other?.request ?? '';
    if (!one || !other || one.request !== other.request)
      return [{ request, at, path: 'request', real: one?.request, embedded: other?.request }];
    return [...compare(one, other, '')].map((found) => ({ request, at, ...found }));
  });
}

type Found = Omit<Difference, 'request' | 'at'>;

function* compare(real: unknown, embedded: unknown, path: string): Generator<Found> {
  if (isRecord(real) && isRecord(embedded)) {
    const keys = new Set([...Object.keys(real), ...Object.keys(embedded)]);
    for (const key of keys) yield* compare(real[key], embedded[key], path === '' ? key : `${path}.${key}`);
  } else if (Array.isArray(real) && Array.isArray(embedded)) {
    for (let at = 0; at < Math.max(real.length, embedded.length); at += 1)
      yield* compare(real[at], embedded[at], `${path}[${at}]`);
  } else if (real !== embedded) yield { path, real, embedded };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
