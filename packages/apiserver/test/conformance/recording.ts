// What the real server answered, one file a group and one line an exchange, so that a change reads as one.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Exchange } from './session.ts';

const folder = new URL('recorded/', import.meta.url);

/** The answers to one group; none where it was never recorded. */
export function readRecording(group: string): readonly Exchange[] {
  try {
    return JSON.parse(readFileSync(new URL(`${group}.json`, folder), 'utf8')) as readonly Exchange[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

export function writeRecording(group: string, exchanges: readonly Exchange[]): void {
  const lines = exchanges.map((exchange) => JSON.stringify(exchange));
  writeFileSync(new URL(`${group}.json`, folder), `[\n${lines.join(',\n')}\n]\n`);
}
