// Where a controller logs.

import type { Log } from '@kube-rx/runtime';

/** A logger of pino's shape, which can make a child that adds fields to every record. */
export interface ControllerLog extends Log {
  child(fields: Readonly<Record<string, unknown>>): ControllerLog;
}
