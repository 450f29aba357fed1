// The parameters of a read of a container's log, under the server's own names where it has them.
// https://github.com/kubernetes/api/blob/v0.36.3/core/v1/types.go#L7117-L7180

import { InvalidRequestError } from '../errors.ts';
import { Duration } from '../values/duration.ts';
import { quotedText } from '../values/quoted-text.ts';
import { Time } from '../values/time.ts';
import type { QueryParameter } from './http-request.ts';

export interface LogParams {
  /** Default: the server's choice, which is an error for a Pod of several containers. */
  readonly container?: string | undefined;
  /** Go on with what is written from now on. Default: only what is there. */
  readonly follow?: boolean;
  /** Of the container before its last restart. */
  readonly previous?: boolean;
  /**
   * Only lines of so long ago at most: in ms, or as `5m`. The server counts in seconds, so it is rounded up to those.
   * Not together with `sinceTime`.
   */
  readonly since?: Duration | number;
  /** Only lines of this moment and later. The server drops the fraction of the second. */
  readonly sinceTime?: Time;
  /** Only so many lines of the end; 0: none of what is there. */
  readonly tailLines?: number;
  /** Begin each line with its time, in RFC 3339 with nanoseconds, and a space. */
  readonly timestamps?: boolean;
  /** The server ends the log after so many bytes, in the middle of a line if need be. At least 1. */
  readonly limitBytes?: number;
  /** Only one of the two outputs, where the cluster can tell them apart. Not together with `tailLines`. */
  readonly stream?: 'All' | 'Stdout' | 'Stderr';
}

/** The query of a read of a log. @throws InvalidRequestError for what no server accepts. */
export function logQuery(params: LogParams): QueryParameter[] {
  const { container, follow, previous, sinceTime, tailLines, timestamps, limitBytes, stream } = params;
  requireAtLeast('tailLines', tailLines, 0);
  requireAtLeast('limitBytes', limitBytes, 1);
  if (params.since !== undefined && sinceTime !== undefined)
    throw new InvalidRequestError('since and sinceTime exclude each other: give one of them');
  if (tailLines !== undefined && stream !== undefined && stream !== 'All')
    throw new InvalidRequestError('tailLines is for both outputs together, so not with stream');
  if (container !== undefined && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(container))
    throw new InvalidRequestError(`${quotedText(container)} is no name of a container`);
  if (sinceTime !== undefined) Time.parse(sinceTime);
  const values = {
    container,
    follow: follow || undefined,
    previous: previous || undefined,
    sinceSeconds: sinceSeconds(params.since),
    sinceTime,
    timestamps: timestamps || undefined,
    tailLines,
    limitBytes,
    stream,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
}

// The server refuses anything below a second.
function sinceSeconds(since: Duration | number | undefined): number | undefined {
  if (since === undefined) return undefined;
  const millis = typeof since === 'number' ? since : Duration.parse(since);
  if (!(millis > 0 && Number.isFinite(millis)))
    throw new InvalidRequestError(`since must be a duration above 0, in ms or as 5m, not ${since}`);
  return Math.ceil(millis / 1000);
}

function requireAtLeast(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least))
    throw new InvalidRequestError(`${name} must be a whole number of at least ${least}, not ${value}`);
}
