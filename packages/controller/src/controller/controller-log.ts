// Where a controller logs.

import { InvalidRequestError } from '@kube-rx/core';
import type { Log, LogLevel } from '@kube-rx/runtime';
import type { pino as Pino } from 'pino';
import { isMembers } from '../apply/members.ts';
import { failureOf } from './failure.ts';
import { isThenable } from './verdict.ts';

/** A logger of pino's shape, which can make a child that adds fields to every record. */
export interface ControllerLog extends Log {
  child(fields: Readonly<Record<string, unknown>>): ControllerLog;
}

/** What is none would lose every record, and a run's `log` would throw. */
export function isLog(value: unknown): boolean {
  const methods = ['debug', 'info', 'warn', 'error', 'child'];
  return isMembers(value) && methods.every((name) => typeof value[name] === 'function');
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

// A bundler must not see it, or it takes pino into every bundle of kube-rx: pino looks for its worker in files beside its own.
const standardLogger: string = 'pino';

/**
 * pino, to stdout. It is loaded here, and never where another log was given.
 *
 * @throws InvalidRequestError where it is not installed beside the program, as beside a bundle.
 */
export async function standardLog(): Promise<ControllerLog> {
  try {
    const { pino } = (await import(standardLogger)) as { readonly pino: typeof Pino };
    const log: ControllerLog = pino();
    return log;
  } catch (cause) {
    const problem =
      'controller: pino cannot be loaded, which logs where no other log is given: install it, or set log';
    throw new InvalidRequestError(problem, { cause });
  }
}

// A function that is asynchronous passes for one that gives nothing, and its rejection would end the process.
type Writer = Readonly<Record<LogLevel, (fields: object, message: string) => unknown>>;

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
      if (this.log.isLevelEnabled?.(level) === false) return;
      const log: Writer = this.log;
      const told = log[level](fields(), message);
      if (isThenable(told)) Promise.resolve(told).catch((error: unknown) => this.#failed(error));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (!this.#hasFailed)
      process.emitWarning(`a controller's log failed, and records may be missing: ${failureOf(error).error}`);
    this.#hasFailed = true;
  }
}
