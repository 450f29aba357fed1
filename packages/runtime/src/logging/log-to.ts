// From the diagnostics channels to a logger of pino's shape. docs/guide/logging.md has a table of all records.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  type CredentialsMessage,
  credentialsChannel,
  type RequestMessage,
  requestChannel,
  type WarningMessage,
  warningChannel,
} from '@kube-rx/client';
import type { WatcherPhase } from '../watcher/status.ts';
import { type StoreMessage, storeChannel, type WatchMessage, watchChannel } from './watch-channel.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A logger of pino's shape. */
export interface Log extends Readonly<Record<LogLevel, (fields: object, message: string) => void>> {
  isLevelEnabled?(level: string): boolean;
}

/**
 * What a record tells; its field `record`.
 *
 * - `request`: a request was answered, or no answer came.
 * - `credentialsWithheld`: a client sends no credentials, as its server is reached without TLS.
 * - `credentialsRotated`: files of a token, a client certificate or an authority have changed, and are in use.
 * - `credentialsKept`: such files cannot be used any more, so what they held before stays in use.
 * - `serverWarning`: the server warns, as of a deprecated version.
 * - `phase`: a watcher entered another phase.
 * - `synced`: the first initial state is complete.
 * - `recovered`: a watch goes on after trouble.
 * - `relist`: everything is read again.
 * - `interrupted`: a watch met trouble, and will try again.
 * - `skipped`: an object could not be decoded, and was left out.
 * - `massDeletionRefused`: a list would delete most of a store, and is not believed yet.
 * - `audited`: an audit found that a store has what the server has.
 * - `drifted`: an audit found that it has not, so that everything is read again.
 * - `auditFailed`: an audit got no list that it could compare.
 * - `failed`: a watch is over because of an error.
 */
export type LogRecord =
  | 'request'
  | 'credentialsWithheld'
  | 'credentialsRotated'
  | 'credentialsKept'
  | 'serverWarning'
  | 'phase'
  | 'synced'
  | 'recovered'
  | 'relist'
  | 'interrupted'
  | 'skipped'
  | 'massDeletionRefused'
  | 'audited'
  | 'drifted'
  | 'auditFailed'
  | 'failed';

const records: Readonly<Record<LogRecord, readonly [LogLevel, message: string]>> = {
  request: ['debug', 'request'],
  credentialsWithheld: ['warn', 'credentials are withheld, as the server URL begins with http://'],
  credentialsRotated: ['info', 'credentials have changed, and are in use'],
  credentialsKept: ['warn', 'credentials cannot be read any more, and the last ones stay in use'],
  serverWarning: ['warn', 'the server warns'],
  phase: ['debug', 'watch changed its phase'],
  synced: ['info', 'watch has the whole initial state'],
  recovered: ['info', 'watch goes on'],
  relist: ['info', 'watch reads everything again'],
  interrupted: ['warn', 'watch was interrupted'],
  skipped: ['warn', 'watch leaves out an object that cannot be decoded'],
  massDeletionRefused: [
    'warn',
    'store does not believe a list that deletes most of its objects, and asks again',
  ],
  audited: ['debug', 'store has what the server has'],
  drifted: ['warn', 'store differs from what the server has, and everything is read again'],
  auditFailed: ['warn', 'store could not be compared with what the server has'],
  failed: ['error', 'watch failed for good'],
};

export interface LogOptions {
  /** Other levels for some kinds of records. */
  readonly levels?: Readonly<Partial<Record<LogRecord, LogLevel>>>;
}

/**
 * Logs every request, watch and store of this process from now on. Returns what ends it; `using` ends it too.
 *
 * Guarantees: no record holds a header, a query, a body or an object; an error is its name, its code and its message.
 *
 * @example
 * import { pino } from 'pino';
 *
 * using stop = logTo(pino());
 */
export function logTo(log: Log, options: LogOptions = {}): (() => void) & Disposable {
  let hasFailed = false;
  // The fields are made only where the level is on.
  const write = (record: LogRecord, fields: () => object): void => {
    const [usual, message] = records[record];
    const level = options.levels?.[record] ?? usual;
    try {
      if (log.isLevelEnabled?.(level) !== false) log[level]({ record, ...fields() }, message);
    } catch (error) {
      // Node ends the process by what a subscriber of a channel throws.
      const why = error instanceof Error ? error.message : String(error);
      if (!hasFailed) process.emitWarning(`logTo: the logger failed, and logs may be missing: ${why}`);
      hasFailed = true;
    }
  };
  const listeners = {
    [requestChannel]: (message: unknown) => write('request', () => requestFields(message as RequestMessage)),
    [credentialsChannel]: (message: unknown) =>
      write(credentialsRecords[(message as CredentialsMessage).type], () =>
        credentialsFields(message as CredentialsMessage),
      ),
    [warningChannel]: (message: unknown) =>
      write('serverWarning', () => {
        const { method, path, text } = message as WarningMessage;
        return { method, path, warning: text };
      }),
    [watchChannel]: (message: unknown) =>
      write(recordOf(message as WatchMessage), () => watchFields(message as WatchMessage)),
    [storeChannel]: (message: unknown) =>
      write(storeRecordOf(message as StoreMessage), () => storeFields(message as StoreMessage)),
  };
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener);
  const stop = (): void => {
    for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener);
  };
  return Object.assign(stop, { [Symbol.dispose]: stop });
}

// Phases of an initial state, whether it is asked for yet or not.
const reading: readonly WatcherPhase[] = ['queued', 'listing', 'streaming'];

function recordOf(message: WatchMessage): LogRecord {
  if (message.type !== 'phase') return message.type;
  const { status, previous } = message;
  if (status.synced && !previous?.synced) return 'synced';
  if (status.phase === 'live' && previous?.lastError) return 'recovered';
  const reads = reading.includes(status.phase);
  // A page that is asked for again is none.
  const isRelist = reads && status.counters.relists !== previous?.counters.relists;
  return isRelist && status.synced ? 'relist' : 'phase';
}

const credentialsRecords = {
  withheld: 'credentialsWithheld',
  rotated: 'credentialsRotated',
  kept: 'credentialsKept',
} as const;

function credentialsFields(message: CredentialsMessage): object {
  switch (message.type) {
    case 'withheld':
      return { server: message.server, ...(message.source !== undefined && { source: message.source }) };
    case 'rotated':
      return { files: message.files };
    case 'kept':
      return { files: message.files, problem: message.problem };
  }
}

function requestFields({ method, path, status, auditId, durationMs, error }: RequestMessage): object {
  return {
    method,
    path,
    ...(status !== undefined && { status }),
    ...(auditId !== undefined && { auditId }),
    durationMs: Math.round(durationMs),
    ...(error !== undefined && errorFields(error)),
  };
}

const auditRecords = { agreed: 'audited', drifted: 'drifted', failed: 'auditFailed' } as const;

function storeRecordOf(message: StoreMessage): LogRecord {
  return message.type === 'audited' ? auditRecords[message.result] : message.type;
}

function storeFields(message: StoreMessage): object {
  const { store } = message;
  if (message.type === 'massDeletionRefused') {
    const { missing, held } = message;
    return { store, missing, held };
  }
  if (message.result === 'failed') return { store, ...errorFields(message.error) };
  if (message.result === 'agreed') return { store, objects: message.objects };
  const { objects, missing, outdated, leftover, key } = message;
  return { store, objects, missing, outdated, leftover, key };
}

function watchFields(message: WatchMessage): object {
  const { watch } = message;
  if (message.type === 'failed') return { watch, ...errorFields(message.error) };
  if (message.type === 'phase') {
    const { phase, mode, resourceVersion, epoch, counters } = message.status;
    const version = resourceVersion === undefined ? {} : { resourceVersion };
    return { watch, phase, mode, ...version, epoch, relists: counters.relists };
  }
  if (message.type === 'skipped') {
    const { key, error } = message.event;
    return { watch, ...(key !== undefined && { key }), ...errorFields(error) };
  }
  const { verdict, attempt, retryInMs, resourceVersion, error } = message.event;
  const version = resourceVersion === undefined ? {} : { resourceVersion };
  return { watch, verdict, attempt, retryInMs: Math.round(retryInMs), ...version, ...errorFields(error) };
}

// Not the error itself: it may hold an answer of the server's, which loggers print.
function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { error: error.message, errorName: error.name, ...(code !== undefined && { errorCode: code }) };
}
