// Sends a request of the machine, and reports what its answer says while it arrives. Never tries again.

import { DeadlineError } from '@kube-rx/client';
import {
  ApiError,
  apiVersionOf,
  DecodeError,
  type DecodeOptions,
  type EncodedObject,
  type EventDecoder,
  type IdleTimer,
  type KubeObject,
  ObjectEvent,
  type Representation,
  type ResponseBody,
  resourceName,
  type Status,
  serverMessage,
  statusName,
  type WatchEvent,
} from '@kube-rx/core';
import { ByteProgress } from './byte-progress.ts';
import type { Doubt } from './classify.ts';
import { ExpectedNamespace } from './expected-namespace.ts';
import type { WatcherMachine } from './machine.ts';
import { type Effect, type Moment, momentOf, type Report } from './message.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { ListWatch } from './source.ts';

const space = 0x20;

/** What a request is read for: a driver. It may close the watcher, or let another effect begin, before it returns. */
export interface Reading<K extends KubeObject> {
  readonly source: ListWatch<K>;
  readonly options: ResolvedWatcherOptions;
  /** What is under way, and when it is looked at: what the answers to others bring is not wanted. */
  readonly machine: Pick<WatcherMachine<K>, 'isUnderWay' | 'lookAt' | 'idleLimitMs' | 'noteHalf'>;
  readonly sink: { readonly borrows?: boolean };
  report(report: Report<K>, effectId: number): void;
  /** As `report`, for items and frames. */
  reportArrival(report: Report<K>, moment: Moment): void;
  /** The head of the answer to an effect came. */
  noteHead(effectId: number): void;
  /** Why the consumer doubts the initial state that was reported, now that it is whole. */
  judgeInitialState(): Doubt | undefined;
}

/** What ends the reading, from here or by its time. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly idleTimer: IdleTimer;
}

/** Resolves with the last report. @throws what the source throws, and DecodeError. */
export async function readList<K extends KubeObject>(
  reading: Reading<K>,
  { id, params }: Effect & { type: 'list' },
  { signal, idleTimer }: Limits,
): Promise<Report<K>> {
  const { source, options, machine } = reading;
  const limitMs = options.listIdleTimeout;
  expectProgress(reading, idleTimer, { id, limitMs, verb: 'list', problem: 'made no progress' });
  const body = await source.openList({ ...params, ...representationOf(options), signal });
  reading.noteHead(id);
  let undecodable: DecodeError[] = [];
  const onUndecodable = (error: DecodeError): void => void undecodable.push(error);
  const decoder = source.codec.createListDecoder<K>({ ...decodeOptions(reading), onUndecodable });
  const tell = (items: readonly EncodedObject<K>[]): void => {
    const told = undecodable;
    undecodable = [];
    reading.reportArrival({ type: 'items', items, ...(told.length > 0 && { undecodable: told }) }, moment);
  };
  const moment = momentOf(options, id);
  const isCurrent = (): boolean => machine.isUnderWay(id);
  const progress = new ByteProgress({ first: true });
  const expected = new ExpectedNamespace<K>(source);
  await readBody(reading, body, (chunk) => {
    if (!isCurrent()) return false;
    if (progress.note(chunk.length)) idleTimer.progress();
    moment.now = options.clock.monotonic();
    const items = decoder.push(chunk);
    expected.check(items[0]);
    if (items.length > 0 || undecodable.length > 0) tell(items);
    return isCurrent();
  });
  if (!isCurrent()) return { type: 'ended' };
  const { items, ...list } = decoder.end();
  expected.check(items[0]);
  // Begins the initial state also where it is empty, before its consumer is asked what is missing.
  tell(items);
  return { type: 'page', list, doubt: reading.judgeInitialState() };
}

/** As `readList`. */
export async function readWatch<K extends KubeObject>(
  reading: Reading<K>,
  { id, params, deadlineMs }: Effect & { type: 'watch' | 'secondWatch' },
  { signal, idleTimer }: Limits,
): Promise<Report<K>> {
  const { source, options, machine, sink } = reading;
  const limitMs = options.headersTimeout;
  expectProgress(reading, idleTimer, { id, limitMs, verb: 'watch', problem: 'was not answered' });
  const body = await source.openWatch({
    ...params,
    ...representationOf(options),
    signal,
  });
  reading.noteHead(id);
  reading.report({ type: 'opened' }, id);
  if (!signal.aborted)
    idleTimer.start({
      idleLimitMs: () => machine.idleLimitMs,
      endsInMs: deadlineMs,
      look: () => {
        reading.report({ type: 'look' }, id);
        return machine.lookAt(id);
      },
      expire: (idleMs) => reading.report({ type: 'overdue', idleMs }, id),
    });
  const splitter = source.codec.createFrameSplitter({ reusesPages: sink.borrows === true });
  const decoder = source.codec.createEventDecoder<K>(decodeOptions(reading));
  const moment = momentOf(options, id);
  let report: Report<K> | undefined;
  const progress = new ByteProgress();
  const arrival: Arrival<K> = { decoder, moment, expected: new ExpectedNamespace<K>(source) };
  await readBody(reading, body, (chunk) => {
    if (signal.aborted) return false;
    const frames = splitter.push(chunk);
    const isNothing = isBlank(chunk);
    const isProgress = progress.note(isNothing ? 0 : chunk.length, frames.length > 0);
    if (isProgress) moment.now = idleTimer.progress();
    for (const frame of frames) {
      report = readFrame(reading, frame, arrival);
      if (report) return false;
    }
    // What is no frame, nor nothing, is a part of one.
    const isWithinFrame = !isNothing && (frames.length === 0 || splitter.isWithinFrame);
    if (isWithinFrame) machine.noteHalf(id, options.clock.monotonic(), isProgress);
    idleTimer.lookBy(machine.lookAt(id));
    return true;
  });
  if (report) return report;
  splitter.end();
  return { type: 'ended' };
}

/** What the frames of one watch are read with. */
interface Arrival<K extends KubeObject> {
  readonly decoder: EventDecoder<K>;
  readonly expected: ExpectedNamespace<K>;
  readonly moment: Moment;
}

/** As `readEvent`. An object that cannot be decoded is left out where its version says up to where. */
function readFrame<K extends KubeObject>(
  reading: Reading<K>,
  frame: Uint8Array,
  { decoder, expected, moment }: Arrival<K>,
): Report<K> | undefined {
  try {
    const event = decoder.decode(frame);
    if (event instanceof ObjectEvent) expected.check(event.encoded);
    return readEvent(reading, event, moment);
  } catch (error) {
    if (!(error instanceof DecodeError) || !error.object) throw error;
    reading.reportArrival({ type: 'undecodable', error }, moment);
    return reading.machine.isUnderWay(moment.effectId) ? undefined : { type: 'ended' };
  }
}

/** Undefined as long as the watch goes on. */
function readEvent<K extends KubeObject>(
  reading: Reading<K>,
  event: WatchEvent<K>,
  moment: Moment,
): Report<K> | undefined {
  const { effectId } = moment;
  if (event.type === 'ERROR') return { type: 'failed', error: inStreamError(reading, event.status) };
  reading.reportArrival(event, moment);
  if (event.type === 'BOOKMARK' && event.initialEventsEnd) {
    const doubt = reading.judgeInitialState();
    reading.report({ type: 'endMark', resourceVersion: event.resourceVersion, doubt }, effectId);
  }
  return reading.machine.isUnderWay(effectId) ? undefined : { type: 'ended' };
}

async function readBody<K extends KubeObject>(
  { sink }: Reading<K>,
  body: ResponseBody,
  read: (chunk: Uint8Array) => boolean,
): Promise<void> {
  if (sink.borrows && body.lend) return body.lend(read);
  for await (const chunk of body) if (!read(chunk)) return;
}

export function decodeOptions<K extends KubeObject>({ source, options }: Reading<K>): DecodeOptions {
  const { resource } = source;
  const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return { type, ...representationOf(options) };
}

/** What is wanted of each object: the server is asked for no more, and no more is told. */
export function representationOf({
  keepManagedFields,
  metadataOnly,
}: ResolvedWatcherOptions): Representation {
  return { keepManagedFields, metadataOnly };
}

/** Whether a piece of a watch is no more than a proxy sends to show that it lives itself. */
function isBlank(chunk: Uint8Array): boolean {
  return chunk.every((byte) => byte <= space);
}

interface Expectation {
  readonly id: number;
  readonly limitMs: number;
  readonly verb: string;
  /** What is said of it when the limit is reached. */
  readonly problem: string;
}

function expectProgress<K extends KubeObject>(
  reading: Reading<K>,
  idleTimer: IdleTimer,
  { id, limitMs, verb, problem }: Expectation,
): void {
  idleTimer.start({
    idleLimitMs: () => limitMs,
    // A page that comes a byte at a time must not hold its place at the gate for ever.
    endsInMs: 10 * limitMs,
    expire: (idleMs) => {
      const [what, timeoutMs] = idleMs >= limitMs ? [problem, limitMs] : ['was not complete', 10 * limitMs];
      const message = `the ${verb} of ${resourceName(reading.source.resource)} ${what} for ${timeoutMs} ms`;
      reading.report({ type: 'failed', error: new DeadlineError(message, { timeoutMs }) }, id);
    },
  });
}

function inStreamError<K extends KubeObject>({ source }: Reading<K>, status: Status): ApiError {
  const { resource, namespace = '' } = source;
  const message = serverMessage(status, [resource.plural, namespace]);
  const what = `the watch of ${resourceName(resource)} was ended by the server`;
  const error = `${what}: ${message ?? 'no message'} (${statusName(status) || 'no code'})`;
  return new ApiError(error, { status, serverMessage: message });
}
