// An initial state that is read over a watch, which then goes on.

import type { KubeObject } from '@kube-rx/core';
import { dampedError, type Failure, failureOf, refusesStreaming, WatchError } from './classify.ts';
import { GuardedInit, ObjectWatcherEvent, type WatcherEvent } from './event.ts';
import type { Knowledge } from './knowledge.ts';
import type { Frame, Report } from './message.ts';
import { firstPage, type Step, type Streaming } from './state.ts';

// Streams in a row that ended before their end mark, after which the server is taken for one that sends none.
const unendedLimit = 2;

export function stepStreaming<K extends KubeObject>(
  state: Streaming<K>,
  report: Report<K>,
  knowledge: Knowledge,
): Step<K> | undefined {
  switch (report.type) {
    case 'opened':
      knowledge.beginInitialState();
      return { events: [new GuardedInit()], enter: { ...state, deleted: new Map() } };
    case 'endMark': {
      const failure = knowledge.acceptInitialState(report);
      if (failure) return { retry: knowledge.initialState(), failure };
      const { resourceVersion } = report;
      // What exists was told: from here on this watch has nothing older to tell.
      state.watch.advanced = true;
      const events = [{ type: 'InitDone', resourceVersion } as const, ...(state.deleted?.values() ?? [])];
      return { events, enter: { kind: 'live', watch: state.watch } };
    }
    case 'ended': {
      knowledge.unendedStreams += 1;
      if (knowledge.unendedStreams >= unendedLimit) return missEndMark(knowledge);
      return { retry: knowledge.initialState(), failure: failureOf(dampedError()) };
    }
    case 'overdue':
      return missEndMark(knowledge);
    case 'failed': {
      const failure = failureOf(report.error);
      if (refusesStreaming(report.error)) return giveUp(failure, knowledge);
      // Something cuts long answers; pages may get through.
      const isCut = state.deleted !== undefined && knowledge.recovery.isExhausted(failure.verdict);
      return { retry: isCut ? firstPage : knowledge.initialState(), failure };
    }
    default:
      return undefined;
  }
}

/** A frame before the end mark: the hot path. Initial objects come in key order, so versions tell no progress. */
export function initialEventOf<K extends KubeObject>(
  { deleted }: Streaming<K>,
  frame: Frame<K>,
  knowledge: Knowledge,
): WatcherEvent<K> | undefined {
  if (frame.type === 'BOOKMARK' || !deleted) return undefined;
  const { encoded } = frame;
  knowledge.initialVersions.note(encoded);
  if (frame.type === 'DELETED') {
    deleted.set(encoded.key, new ObjectWatcherEvent('Delete', encoded.own()));
    return undefined;
  }
  if (deleted.size > 0) deleted.delete(encoded.key);
  return new ObjectWatcherEvent('InitApply', encoded);
}

/** Lists from now on, and tells of it: time was lost. A refusal comes at once, and is not told. */
function missEndMark<K extends KubeObject>(knowledge: Knowledge): Step<K> {
  const message = 'the server does not tell the end of the initial events (sendInitialEvents)';
  const failure = failureOf(new WatchError('damped', message));
  const step: Step<K> = giveUp(failure, knowledge);
  if ('retry' in step) return step;
  knowledge.trouble ??= failure.error;
  return { ...step, events: [knowledge.interrupted(failure, 0)] };
}

function giveUp<K extends KubeObject>(failure: Failure, knowledge: Knowledge): Step<K> {
  if (knowledge.options.initialState === 'stream') return { retry: knowledge.initialState(), failure };
  knowledge.mode = 'list';
  return { start: firstPage, cannotStream: true };
}
