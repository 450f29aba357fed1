// The log of what a command asks of a cluster, for whoever wants to see it.

import { safeJson } from './output/safe-text.ts';
import type { Terminal } from './terminal.ts';

/** From the most to the least. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof logLevels)[number];

export interface LogFlags {
  /** Absent: no log. */
  readonly logLevel?: LogLevel;
}

/** Runs a command; meanwhile its requests and watches are logged to standard error, as lines of JSON. */
export async function withLog(
  { logLevel }: LogFlags,
  terminal: Terminal,
  command: () => Promise<number>,
): Promise<number> {
  if (logLevel === undefined) return command();
  const [{ pino }, { logTo }] = await Promise.all([import('pino'), import('@kube-rx/runtime')]);
  const write = (line: string): void => terminal.err(safeJson(line));
  const stop = logTo(pino({ level: logLevel, base: null }, { write }));
  try {
    return await command();
  } finally {
    stop();
  }
}
