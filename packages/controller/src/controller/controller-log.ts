// Where a controller logs.

import type { Log, LogLevel } from '@kube-rx/runtime';

/** A logger of pino's shape, which can make a child that adds fields to every record. */
export interface ControllerLog extends Log {
  child(fields: Readonly<Record<string, unknown>>): ControllerLog;
}

const nowhere = (): void => undefined;

/** Logs nothing. */
export const silentLog: ControllerLog = {
  debug: nowhere,
  info: nowhere,
  warn: nowhere,
  error: nowhere,
  isLevelEnabled: () => false,
  child: () => silentLog,
};

/** pino, to stdout. It is loaded here, and never where another log was given. */
export async function standardLog(): Promise<ControllerLog> {
  const { pino } = await import('pino');
  const log: ControllerLog = pino();
  return log;
}

/** What the controller itself logs: by a log of the program's, which may throw and must not stop a run. */
export class RunLog {
  readonly log: ControllerLog;
  #hasFailed = false;

  constructor(log: ControllerLog) {
    this.log = log;
  }

  /** The fields are made only where the level is on. */
  write(level: LogLevel, message: string, fields: () => object): void {
    try {
      if (this.log.isLevelEnabled?.(level) !== false) this.log[level](fields(), message);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!this.#hasFailed)
        process.emitWarning(`a controller's log failed, and records may be missing: ${why}`);
      this.#hasFailed = true;
    }
  }
}
