// Up to four distinct reasons of a key. Nearly every key has one, which must not cost a list.

import type { Reason } from './reason.ts';

const most = 4;

export type KeptReasons = Reason | readonly Reason[] | undefined;

/** Which are echoes: a bit for each reason, the first one the lowest. */
export interface Kept {
  readonly reasons: KeptReasons;
  readonly echoes: number;
}

export function reasonList(reasons: KeptReasons): readonly Reason[] {
  if (reasons === undefined) return [];
  return isList(reasons) ? reasons : [reasons];
}

/** Adds a reason that is not among them yet. Where there are four, it takes the place of an echo, or is dropped. */
export function keepReason({ reasons, echoes }: Kept, reason: Reason, isEcho: boolean): Kept {
  if (reasons === undefined) return { reasons: reason, echoes: isEcho ? 1 : 0 };
  const list = reasonList(reasons);
  const same = list.findIndex((kept) => isSame(kept, reason));
  if (same !== -1) return isEcho ? { reasons, echoes } : { reasons, echoes: echoes & ~(1 << same) };
  if (list.length < most)
    return { reasons: [...list, reason], echoes: isEcho ? echoes | (1 << list.length) : echoes };
  if (isEcho || echoes === 0) return { reasons, echoes };
  const place = 31 - Math.clz32(echoes);
  return { reasons: list.with(place, reason), echoes: echoes & ~(1 << place) };
}

function isSame(one: Reason, other: Reason): boolean {
  return (
    one === other ||
    (one.resourceVersion === other.resourceVersion &&
      one.object === other.object &&
      one.type === other.type &&
      one.source === other.source)
  );
}

function isList(reasons: Reason | readonly Reason[]): reasons is readonly Reason[] {
  return Array.isArray(reasons);
}
