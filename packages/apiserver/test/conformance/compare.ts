// The differences between two recordings of the script, as lines a person can read.

import type { Exchange } from './session.ts';

export interface Difference {
  readonly request: string;
  readonly path: string;
  readonly real: unknown;
  readonly embedded: unknown;
}

export function differences(real: readonly Exchange[], embedded: readonly Exchange[]): Difference[] {
  return real.flatMap((exchange, at) => {
    const other = embedded[at];
    if (other?.request !== exchange.request)
      return [
        { request: exchange.request, path: 'request', real: exchange.request, embedded: other?.request },
      ];
    return [...compare(exchange, other, '')].map((one) => ({ request: exchange.request, ...one }));
  });
}

function* compare(real: unknown, embedded: unknown, path: string): Generator<Omit<Difference, 'request'>> {
  if (isRecord(real) && isRecord(embedded)) {
    const keys = new Set([...Object.keys(real), ...Object.keys(embedded)]);
    for (const key of keys)
      if (key !== 'managedFields')
        yield* compare(real[key], embedded[key], path === '' ? key : `${path}.${key}`);
  } else if (Array.isArray(real) && Array.isArray(embedded)) {
    for (let at = 0; at < Math.max(real.length, embedded.length); at += 1)
      yield* compare(real[at], embedded[at], `${path}[${at}]`);
  } else if (real !== embedded) yield { path, real, embedded };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
