// Ages in the cells of tables.

import { Duration } from '@kube-rx/core';

/** How long ago a timestamp was, as kubectl shows it, or `<unknown>`. */
export function formatAge(timestamp: string | undefined, now: number): string {
  const then = timestamp === undefined ? NaN : Date.parse(timestamp);
  return Number.isNaN(then) ? '<unknown>' : Duration.age(now - then);
}
