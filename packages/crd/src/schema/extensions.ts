// Keywords that the caller adds by path.

import { isRecord } from './draft.ts';
import type { Place } from './place.ts';

export function extended(
  node: Readonly<Record<string, unknown>>,
  { path, run }: Place,
): Readonly<Record<string, unknown>> {
  const given = Object.hasOwn(run.extensions, path) ? run.extensions[path] : undefined;
  return isRecord(given) ? { ...node, ...given } : node;
}
