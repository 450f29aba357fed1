// What a live watch makes of a report while it may have a second one beside it (second-watch.ts): when that one is opened,
// and whether it takes over, is given up or fails. Both began where the view is, so whichever goes on, nothing is told
// twice.

import type { KubeObject } from '@kube-rx/core';
import { dampedError, failureOf } from './classify.ts';
import type { WatcherEvent } from './event.ts';
import { stepConnecting, stepLive } from './following.ts';
import type { Knowledge } from './knowledge.ts';
import type { Effect, Frame, Moment, Report } from './message.ts';
import type { Standing } from './position.ts';
import { type Second, staysBeside, troubleBeside } from './second-watch.ts';
import type { OpenWatch, State, Step } from './state.ts';

type Live<K extends KubeObject> = State<K> & { kind: 'live' };

/** A report, and when it came. */
interface TimedReport<K extends KubeObject, Type extends Report<K>['type'] = Report<K>['type']> {
  readonly report: Report<K> & { readonly type: Type };
  readonly moment: Moment;
}

/** The second watch becomes the first, as far as it has come. */
export interface Promotion<K extends KubeObject> {
  readonly promote: Second;
  /** What it brought before the first one did, to be handled once it is the first; absent where neither spoke. */
  readonly told?: Report<K>;
  /** Whether that shows that the first one is dead. */
  readonly isDead: boolean;
}

/** A second watch is opened beside the first. */
interface Opening {
  /** The first one is suspected, and not just to be resumed. */
  readonly suspects: boolean;
}

/** The first watch goes on alone. */
interface Parting<K extends KubeObject> {
  readonly events: readonly WatcherEvent<K>[];
  readonly part: true;
}

export type LiveStep<K extends KubeObject> = Step<K> | Promotion<K> | Opening | Parting<K>;

/** Of a report about the first watch. */
export function stepFirst<K extends KubeObject>(
  state: Live<K>,
  { report, moment }: TimedReport<K>,
  knowledge: Knowledge,
): LiveStep<K> | undefined {
  const { secondWatch, silence, trust } = knowledge;
  if (report.type === 'look') return stepLook(moment, knowledge);
  const { current: second } = secondWatch;
  if (report.type === 'standstill') {
    if (!second) silence.noteStandstill(moment.now, moment.random);
    return undefined;
  }
  const isOver =
    report.type === 'ended' ||
    report.type === 'overdue' ||
    (report.type === 'failed' && failureOf(report.error).verdict === 'retry');
  if (!second || !isOver || knowledge.next.kind !== 'connecting') return stepLive(state, report, knowledge);
  knowledge.noteOutage();
  trust.noteEnd(state.watch);
  return goOnWith(second, state.watch, knowledge);
}

/** The first watch has been silent for as long as it may be. */
function stepLook<K extends KubeObject>(
  { now, random }: Moment,
  knowledge: Knowledge,
): LiveStep<K> | undefined {
  const { secondWatch, silence } = knowledge;
  if (now < secondWatch.lookAt(silence.suspectAt)) return undefined;
  if (secondWatch.isRenewing) return { start: knowledge.next };
  if (!secondWatch.isUnsettled && silence.isLate(now)) {
    silence.noteStandstill(now, random);
    return undefined;
  }
  return { suspects: !silence.endResuming() };
}

/** Of each frame of the first watch, or of a streamed initial state. Returns what is to be done about a second watch. */
export function noteArrival<K extends KubeObject>(
  { kind, watch }: State<K> & { kind: 'live' | 'streaming' },
  knowledge: Knowledge,
  isBookmark: boolean,
): Effect | undefined {
  const { now, silence, secondWatch } = knowledge;
  knowledge.lastEventAt = now;
  watch.delivered = true;
  if (kind !== 'live') return undefined;
  silence.note(now, isBookmark);
  if (!secondWatch.isUnsettled) return undefined;
  settleFirst(knowledge);
  return { type: 'drop' };
}

/** The first watch has brought something, so it is well after all. */
function settleFirst(knowledge: Knowledge): void {
  const { secondWatch, silence } = knowledge;
  if (secondWatch.current?.suspects) silence.noteWell();
  secondWatch.settle();
  knowledge.noteLife({ hasNews: true });
  knowledge.trouble = undefined;
}

/** Of a report about the second watch. */
export function stepSecond<K extends KubeObject>(
  state: State<K>,
  { report, moment }: TimedReport<K>,
  knowledge: Knowledge,
): LiveStep<K> | undefined {
  const { secondWatch, silence } = knowledge;
  const { current: second } = secondWatch;
  if (second?.id !== moment.effectId || state.kind !== 'live') return undefined;
  const first = state.watch;
  switch (report.type) {
    case 'opened':
      secondWatch.noteHead(moment.now);
      return undefined;
    case 'look':
      return moment.now < secondWatch.takesOverAt ? undefined : takeOverQuietly(second, first, knowledge);
    case 'ended':
      return failSecond(first, { report: { type: 'failed', error: dampedError() }, moment }, knowledge);
    case 'failed':
      return failSecond(first, { report, moment }, knowledge);
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
    case 'BOOKMARK':
    case 'undecodable': {
      const standing = standingOf(report, knowledge);
      // It began there, so this says nothing of the first.
      if (standing === 'same' && isKnown(report, knowledge)) return undefined;
      // An addition from before the view repeats what exists: that says nothing of the first either.
      const isDead = report.type !== 'ADDED' || standing === 'newer';
      if (isDead) silence.noteDead();
      else if (second.suspects) silence.noteWell();
      return { ...goOnWith(second, first, knowledge), told: report, isDead };
    }
    default:
      return undefined;
  }
}

/** Whether what has the version of the view tells nothing new: some servers begin with what led there, once more. */
function isKnown<K extends KubeObject>(
  report: Frame<K> | (Report<K> & { type: 'undecodable' }),
  { position }: Knowledge,
): boolean {
  if (report.type === 'BOOKMARK') return true;
  return report.type !== 'undecodable' && position.isRepetition(report);
}

/** How what the second watch tells stands to the view, at which it began. */
function standingOf<K extends KubeObject>(
  frame: Frame<K> | (Report<K> & { type: 'undecodable' }),
  { position }: Knowledge,
): Standing {
  if (frame.type === 'undecodable') return 'newer';
  return position.standingOf(
    frame.type === 'BOOKMARK' ? frame.resourceVersion : frame.encoded.resourceVersion,
  );
}

/** The second watch has as little to say as the first. */
function takeOverQuietly<K extends KubeObject>(
  second: Second,
  first: OpenWatch,
  knowledge: Knowledge,
): LiveStep<K> {
  const { silence, trust, next } = knowledge;
  if (second.suspects) silence.noteWell();
  silence.noteQuiet(knowledge.now);
  // A history that went back has nothing to say for long. One that has always been quiet tells nothing by being so.
  if (first.hasNews) knowledge.noteOutage();
  trust.noteEnd(first);
  if (trust.needsProbe) return { start: { kind: 'probing' } };
  return next.kind === 'connecting' ? goOnWith(second, first, knowledge) : { start: next };
}

function goOnWith<K extends KubeObject>(
  promote: Second,
  first: OpenWatch,
  knowledge: Knowledge,
): Promotion<K> {
  knowledge.noteLife(first);
  return { promote, isDead: false };
}

/** The first one stays, unless the server said what holds for it too. */
function failSecond<K extends KubeObject>(
  first: OpenWatch,
  { report, moment }: TimedReport<K, 'failed'>,
  knowledge: Knowledge,
): LiveStep<K> | undefined {
  const { secondWatch, silence, now } = knowledge;
  const failure = failureOf(report.error);
  if (!staysBeside(failure.verdict)) {
    knowledge.noteLife(first);
    return stepConnecting({ watch: first }, report, knowledge);
  }
  knowledge.noteFailure(failure);
  const delayMs = knowledge.delayAfter(failure, moment.random);
  secondWatch.fail(now + delayMs);
  const trouble = troubleBeside(failure, silence.silentMs(now));
  knowledge.trouble = trouble.error;
  return { events: [knowledge.interrupted(trouble, delayMs)], part: true };
}
