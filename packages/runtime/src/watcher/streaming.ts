// An initial state that is read over a watch, which then goes on.

import { DecodeError, type KubeObject, ObjectEvent } from '@kube-rx/core';
import { dampedError, type Failure, failureOf, refusesStreaming, WatchError } from './classify.ts';
import { ObjectWatcherEvent, type WatcherEvent } from './event.ts';
import { InitialProgress } from './initial-progress.ts';
import { versionViolation } from './initial-versions.ts';
import type { Knowledge } from './knowledge.ts';
import type { Frame, Report } from './message.ts';
import { isOrdered } from './position.ts';
import { firstPage, type Step, type Streaming } from './state.ts';
import { StreamedChanges } from './streamed-changes.ts';

// Streams in a row that ended before their end mark, after which the server is taken for one that sends none.
const unendedLimit = 2;
// A watch that ends within so many ms of its timeout was not cut.
const earlyMs = 5_000;

export function stepStreaming<K extends KubeObject>(
  state: Streaming<K>,
  report: Report<K>,
  knowledge: Knowledge,
): Step<K> | undefined {
  switch (report.type) {
    case 'opened':
      return {
        events: [knowledge.beginInitialState()],
        enter: { ...state, changes: new StreamedChanges(), progress: new InitialProgress(knowledge.now) },
      };
    case 'endMark': {
      const { resourceVersion } = report;
      const { watch, changes } = state;
      const hasOrder = isOrdered(resourceVersion);
      const isLate = hasOrder && changes?.isOutOfOrder === true;
      const failure =
        isLate && !knowledge.holding
          ? failureOf(versionViolation('changes came out of order before the end of what exists'))
          : knowledge.acceptInitialState(report);
      if (failure) return { retry: knowledge.initialState(), failure };
      if (isLate) knowledge.disorder.noteOutdated();
      // What exists was told: from here on this watch has nothing older to tell.
      watch.advanced = true;
      const last = changes?.events({ isOrdered: hasOrder }) ?? [];
      if (hasOrder)
        for (const { encoded } of last) knowledge.disorder.recent.note(new ObjectEvent('DELETED', encoded));
      return {
        events: [{ type: 'InitDone', resourceVersion }, ...last],
        enter: { kind: 'live', watch },
      };
    }
    case 'ended':
      return stepUnended(state, knowledge);
    case 'overdue':
      return missEndMark(restingError(state, knowledge), knowledge);
    case 'failed': {
      const failure = failureOf(report.error);
      if (refusesStreaming(report.error)) return giveUp(failure, knowledge);
      // Something cuts long answers, or the server fails at such a watch; pages may get through.
      const isAnswered = state.changes !== undefined || failure.verdict === 'faulty';
      const isHopeless = isAnswered && knowledge.recovery.isExhausted(failure.verdict);
      const lists = isHopeless && knowledge.options.initialState !== 'stream';
      return { retry: lists ? firstPage : knowledge.initialState(), failure };
    }
    default:
      return undefined;
  }
}

/** A frame before the end mark: the hot path. Initial objects come in key order, so versions tell no progress. */
export function initialEventOf<K extends KubeObject>(
  { changes, progress }: Streaming<K>,
  frame: Frame<K>,
  knowledge: Knowledge,
): WatcherEvent<K> | undefined {
  progress?.note(frame, knowledge.now);
  if (frame.type === 'BOOKMARK' || !changes) return undefined;
  const { encoded } = frame;
  if (progress?.isOver) changes.note(encoded, knowledge.initialVersions.newest);
  knowledge.initialVersions.note(encoded);
  if (frame.type === 'DELETED') {
    changes.noteDeletion(encoded);
    return undefined;
  }
  changes.noteState(encoded);
  return new ObjectWatcherEvent('InitApply', encoded);
}

/** Ended in good order, before the end mark. */
function stepUnended<K extends KubeObject>(state: Streaming<K>, knowledge: Knowledge): Step<K> {
  const { delivered, timeoutMs } = state.watch;
  const livedMs = knowledge.now - (state.progress?.openedAt ?? knowledge.since);
  knowledge.unendedStreams += 1;
  const message = `the server ended the watch after ${seconds(livedMs)} s, before the end of what exists`;
  const isWhole = delivered && livedMs >= timeoutMs - earlyMs;
  if (isWhole || knowledge.unendedStreams >= unendedLimit)
    return missEndMark(delivered ? noEndMark(message) : dampedError(), knowledge);
  // As a list that is cut.
  const error = delivered ? new DecodeError(message, { fault: 'malformed' }) : dampedError();
  return { retry: knowledge.initialState(), failure: failureOf(error) };
}

/** Nothing more of what exists has come for too long. */
function restingError<K extends KubeObject>(
  { watch, progress }: Streaming<K>,
  { now, since }: Knowledge,
): Error {
  const restedFor = `${seconds(now - (progress?.objectAt ?? since))} s`;
  if (watch.delivered)
    return noEndMark(`the server has sent no more of what exists for ${restedFor}, but not that it is all`);
  const message = `the server has sent nothing of what exists for ${restedFor} (sendInitialEvents)`;
  return new WatchError('silent', message);
}

function noEndMark(what: string): DecodeError {
  return new DecodeError(`${what} (sendInitialEvents)`, { fault: 'protocol' });
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** Lists from now on, and tells of it: time was lost. A refusal comes at once, and is not told. */
function missEndMark<K extends KubeObject>(error: Error, knowledge: Knowledge): Step<K> {
  const failure = failureOf(error);
  const step: Step<K> = giveUp(failure, knowledge);
  if ('retry' in step) return step;
  if (failure.verdict === 'violation') knowledge.counters.violations += 1;
  knowledge.trouble ??= failure.error;
  return { ...step, events: [knowledge.interrupted(failure, 0)] };
}

function giveUp<K extends KubeObject>(failure: Failure, knowledge: Knowledge): Step<K> {
  if (knowledge.options.initialState === 'stream') return { retry: knowledge.initialState(), failure };
  knowledge.mode = 'list';
  return { start: firstPage, cannotStream: true };
}
