// A watch that follows an initial state: asked for, open, and what to make of its end.

import { compareResourceVersions, type DecodeError, type KubeObject, type ObjectEvent } from '@kube-rx/core';
import { dampedError, type Failure, failureOf, type Verdict, WatchError } from './classify.ts';
import { ObjectWatcherEvent, type WatcherEvent } from './event.ts';
import type { Knowledge } from './knowledge.ts';
import { judgeLate } from './late-frame.ts';
import type { Frame, Report } from './message.ts';
import { isOrdered } from './position.ts';
import type { OpenWatch, Retry, State, Step } from './state.ts';

// A watch that lived so long, or moved the view, counts as healthy when it ends in good order.
const healthyMs = 5_000;
// A watch that ends within so many ms of its timeout counts as ended by the timeout.
const earlyMs = 5_000;
// The silence that counts as silence, in a watch that delivered frames.
const quietMs = 60_000;
// A watch that is reset after so long was reset because it was idle: a frame that breaks connections would come at once.
// It still counts a little, because changes may have been lost with it.
const idleCutMs = 10_000;
const idleCutWeight = 0.1;

// What a watch cannot be gone on with after.
const losing: readonly Verdict[] = ['expired', 'tooLarge', 'violation', 'missing', 'drifted'];

export function stepConnecting<K extends KubeObject>(
  { watch }: { readonly watch: OpenWatch },
  report: Report<K>,
  knowledge: Knowledge,
): Step<K> | undefined {
  if (report.type === 'opened') return { enter: { kind: 'live', watch } };
  if (report.type !== 'failed') return undefined;
  const failure = failureOf(report.error);
  // An unreachable server is no reason for a list.
  if (failure.verdict === 'retry') return { retry: { kind: 'connecting' }, failure };
  return resume(failure, knowledge);
}

export function stepLive<K extends KubeObject>(
  state: State<K> & { kind: 'live' },
  report: Report<K>,
  knowledge: Knowledge,
): Step<K> | undefined {
  const livedMs = knowledge.now - knowledge.since;
  knowledge.noteLife(state.watch);
  switch (report.type) {
    case 'failed': {
      const failure = failureOf(report.error);
      const isIdleCut = failure.verdict === 'retry' && livedMs >= idleCutMs;
      return resumeLive(failure, knowledge, isIdleCut ? idleCutWeight : 1);
    }
    case 'drifted':
      return resume(failureOf(report.error), knowledge);
    case 'ended':
      return stepEnded(state.watch, livedMs, knowledge);
    case 'overdue': {
      knowledge.trust.suspectRestart();
      // A server that still sends has only ignored timeoutSeconds.
      if (state.watch.delivered && report.idleMs < quietMs) return { start: knowledge.next };
      const seconds = Math.round(report.idleMs / 1000);
      const message = `nothing came for ${seconds} s: the connection is taken for dead`;
      return resumeLive(failureOf(new WatchError('silent', message)), knowledge);
    }
    default:
      return undefined;
  }
}

/** Of a watch that the server ended in good order. */
function stepEnded<K extends KubeObject>(watch: OpenWatch, livedMs: number, knowledge: Knowledge): Step<K> {
  const { trust, options } = knowledge;
  const expectedMs = options.watchSeconds.min * 1000;
  const isShort = livedMs < Math.min(healthyMs, expectedMs / 2);
  if (isShort && !watch.advanced) return resumeLive(failureOf(dampedError()), knowledge);
  // Versions can go back only while the server is away, and then a watch does not end at its own time.
  if (Math.abs(livedMs - watch.timeoutMs) > earlyMs) knowledge.noteOutage();
  // One that ends at once had no time to say anything.
  if (!isShort || watch.hasNews) trust.noteEnd(watch);
  const isProbed = trust.needsProbe && !knowledge.disorder.mustReadAnew;
  return { start: isProbed ? { kind: 'probing' } : knowledge.next };
}

export function stepProbing<K extends KubeObject>(
  report: Report<K>,
  knowledge: Knowledge,
): Step<K> | undefined {
  if (report.type === 'failed') return resume(failureOf(report.error), knowledge);
  if (report.type !== 'page') return undefined;
  const error = knowledge.trust.judgeProbe(report.list.resourceVersion, knowledge.position);
  if (error) return { retry: knowledge.initialState(), failure: failureOf(error) };
  knowledge.recovery.noteProgress();
  return { start: knowledge.next };
}

/** Where trouble of a watch leads: the same again, or a new initial state. */
function resume(failure: Failure, knowledge: Knowledge, weight: number = 1): Retry {
  const { verdict } = failure;
  const lost = losing.includes(verdict);
  const exhausted = lost || knowledge.recovery.isExhausted(verdict, weight);
  return { retry: exhausted ? knowledge.initialState() : { kind: 'connecting' }, failure };
}

/** As `resume`, of a watch that was open: with it went what may have come late. */
function resumeLive(failure: Failure, knowledge: Knowledge, weight?: number): Retry {
  const retry = resume(failure, knowledge, weight);
  return knowledge.disorder.mustReadAnew ? { ...retry, retry: knowledge.initialState() } : retry;
}

/** A frame of a live watch: the hot path. Undefined where there is nothing to tell; an Error for what cannot be. */
export function eventOf<K extends KubeObject>(
  watch: OpenWatch,
  frame: Frame<K>,
  knowledge: Knowledge,
): WatcherEvent<K> | Error | undefined {
  const isBookmark = frame.type === 'BOOKMARK';
  const { resourceVersion } = isBookmark ? frame : frame.encoded;
  const { position } = knowledge;
  const standing = position.standingOf(resourceVersion);
  if (standing === 'newer' || (standing === 'same' && !isBookmark && knowledge.isFellow(frame))) {
    watch.hasNews = watch.advanced = true;
    knowledge.acceptFrame(frame, resourceVersion);
    if (isBookmark) return { type: 'Bookmark', resourceVersion };
    return new ObjectWatcherEvent(frame.type === 'DELETED' ? 'Delete' : 'Apply', frame.encoded);
  }
  if (standing === 'same' && isBookmark) {
    // It may merely repeat what the watch was asked to begin at: so does a server that has no such version.
    knowledge.recovery.noteProgress();
    return undefined;
  }
  if (isBookmark || standing === 'foreign') return knowledge.refuse(frame, standing);
  return lateEventOf(watch, frame, knowledge);
}

/** Whether the watch goes on without an object that could not be decoded: its version tells up to where. */
export function skipsFrame(watch: OpenWatch, { object }: DecodeError, knowledge: Knowledge): boolean {
  const resourceVersion = object?.resourceVersion;
  if (resourceVersion === undefined || knowledge.position.standingOf(resourceVersion) !== 'newer')
    return false;
  watch.hasNews = watch.advanced = true;
  knowledge.acceptFrame({ type: 'BOOKMARK', resourceVersion, initialEventsEnd: false }, resourceVersion);
  return true;
}

/**
 * Whether a frame repeats what exists to a watch that goes on with an earlier one. A server that knows from where the watch
 * was to begin sends no such thing; one that does not never tells what was deleted between the two.
 */
function isReplay<K extends KubeObject>(
  { resumedFrom }: OpenWatch,
  { type, encoded }: ObjectEvent<K>,
  { disorder }: Knowledge,
): boolean {
  if (type !== 'ADDED' || resumedFrom === undefined || !isOrdered(resumedFrom)) return false;
  const isSince = compareResourceVersions(encoded.resourceVersion, resumedFrom) > 0;
  // What is gone again does not exist: such a server tells all that happened once more, with what was deleted.
  return !isSince && !disorder.recent.hasDeletion(encoded);
}

/** Of a change that is not above the view. */
function lateEventOf<K extends KubeObject>(
  watch: OpenWatch,
  frame: ObjectEvent<K>,
  knowledge: Knowledge,
): WatcherEvent<K> | Error | undefined {
  const { position, disorder, trust } = knowledge;
  const { type, encoded } = frame;
  const standing = position.standingOf(encoded.resourceVersion);
  const lateness =
    standing === 'same' && position.isRepetition(frame) ? 'known' : judgeLate(frame, watch, knowledge);
  if (lateness === 'impossible') return knowledge.refuse(frame, standing);
  if (lateness !== 'news' && isReplay(watch, frame, knowledge)) return knowledge.refuseReplay(frame);
  if (lateness === 'news' || lateness === 'again') {
    if (lateness === 'news') knowledge.acceptLateFrame(watch, frame);
    return new ObjectWatcherEvent(type === 'DELETED' ? 'Delete' : 'Apply', encoded);
  }
  if (lateness === 'outdated') {
    disorder.noteOutdated();
    trust.doubtHistory();
  }
  // What was before it may come after it.
  if (type === 'DELETED' && position.isOrdered && !disorder.recent.hasDeletion(encoded))
    disorder.recent.note(frame);
  knowledge.counters.duplicates += 1;
  return undefined;
}
