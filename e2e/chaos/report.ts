// The times of all cases, as a table.

import type { Outcome } from './outcome.ts';

export function medianOf(outcomes: readonly Outcome[]): number {
  const sorted = outcomes.map(({ rightMs }) => rightMs).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function report(outcomes: readonly Outcome[]): string {
  const lines = outcomes
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ name, noticedMs, rightMs, requests, relists, isUnreachable }) =>
      [
        seconds(noticedMs),
        seconds(rightMs),
        `${requests}`.padStart(4),
        `${relists}`.padStart(4),
        isUnreachable ? '*' : ' ',
        name,
      ].join('  '),
    );
  const reachable = outcomes.filter(({ isUnreachable }) => !isUnreachable);
  return [
    'noticed    right  asked lists',
    ...lines,
    `median until right again: ${seconds(medianOf(reachable)).trim()} of ${reachable.length} without *, ` +
      `${seconds(medianOf(outcomes)).trim()} of all ${outcomes.length}`,
    '',
  ].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`.padStart(9);
}
