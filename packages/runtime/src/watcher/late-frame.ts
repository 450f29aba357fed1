// What to make of a change that is not above the view. Servers repeat, and some do not keep the order of changes: proxies
// in front of several, and aggregated servers, whose objects each have an order of their own. What the consumer holds of
// the object tells both apart: a duplicate is what it has already, or has newer.

import type { EncodedObject, KubeObject, ObjectEvent } from '@kube-rx/core';
import type { Knowledge } from './knowledge.ts';
import type { RecentChange, RecentChanges } from './recent-changes.ts';
import type { OpenWatch } from './state.ts';

/**
 * - `news`: to be told.
 * - `again`: to be told, though it may have been: who is told of an object twice loses nothing.
 * - `known`: the consumer has it, or never had it and it is gone.
 * - `outdated`: what is known of the object is newer. No object ever goes back.
 * - `impossible`: nobody can tell, or no history can have it.
 */
export type Lateness = 'news' | 'again' | 'known' | 'outdated' | 'impossible';

/** Of a change whose version has the view's history, and is not above the view. */
export function judgeLate<K extends KubeObject>(
  frame: ObjectEvent<K>,
  watch: OpenWatch,
  knowledge: Knowledge,
): Lateness {
  const { position, holding, disorder } = knowledge;
  const begins = frame.type === 'ADDED' && !watch.advanced;
  if (!position.isOrdered) return judgeUnordered(frame, begins, knowledge);
  if (!holding) return judgeUnheld(frame, begins, knowledge);
  const lateness = judgeHeld(frame, holding(frame.encoded), disorder.recent);
  // A server that ignores versions begins each watch with what exists.
  return begins && lateness === 'outdated' ? 'known' : lateness;
}

/** Of an object of which this is held, whatever its uid. A name is free for another object only once the first is gone. */
function judgeHeld<K extends KubeObject>(
  { type, encoded }: ObjectEvent<K>,
  held: EncodedObject | undefined,
  recent: RecentChanges,
): Lateness {
  if (type !== 'DELETED' && recent.hasDeletion(encoded)) return 'outdated';
  if (!held) return type === 'DELETED' ? 'known' : 'news';
  const order = held.compareVersion(encoded);
  if (order === undefined) return 'impossible';
  if (order !== 0) return order < 0 ? 'news' : 'outdated';
  if (!held.isSameAs(encoded)) return 'impossible';
  // Some servers delete an object under the version of its last change.
  return type === 'DELETED' ? 'news' : 'known';
}

/** For a consumer of which nobody knows what it holds: what it was told last is known, and nothing else is dropped. */
function judgeUnheld<K extends KubeObject>(
  frame: ObjectEvent<K>,
  begins: boolean,
  { position, disorder }: Knowledge,
): Lateness {
  const { type, encoded } = frame;
  const told = disorder.recent.newest(encoded);
  if (told && told.order >= 0) {
    if (type === 'DELETED') return judgeEnd(told);
    return begins || (told.order === 0 && !told.isDeletion) ? 'known' : 'impossible';
  }
  // Nothing of the object was told since, not even by a list.
  if (told && position.isSinceList(told.resourceVersion)) return 'news';
  if (begins) return position.mayHaveTold(encoded.resourceVersion) ? 'again' : 'news';
  return 'impossible';
}

/** Of a deletion that is not above what was told of its object. */
function judgeEnd({ isDeletion, order }: RecentChange): Lateness {
  if (isDeletion) return 'known';
  return order === 0 ? 'news' : 'impossible';
}

/** Under the version of the view itself: all others are new where versions have no order. */
function judgeUnordered<K extends KubeObject>(
  frame: ObjectEvent<K>,
  begins: boolean,
  { position, holding }: Knowledge,
): Lateness {
  const { encoded } = frame;
  if (position.isEndOfLast(frame)) return 'news';
  if (!holding) return begins ? 'again' : 'impossible';
  const held = holding(encoded);
  if (frame.type === 'DELETED') return held ? 'news' : 'known';
  const hasIt = held?.compareVersion(encoded) === 0 && held.isSameAs(encoded);
  if (!hasIt && !position.isOfLast(frame)) return 'news';
  return begins ? 'known' : 'impossible';
}
