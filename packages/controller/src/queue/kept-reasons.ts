// Up to four distinct reasons of a key. Nearly every key has one, which must not cost a list.

import type { Reason } from './reason.ts';

const most = 4;

export type KeptReasons = Reason | readonly Reason[] | undefined;

/** Which are owned: a bit for each reason, the first one the lowest. */
export interface Kept {
  readonly reasons: KeptReasons;
  readonly owned: number;
}

export function reasonList(reasons: KeptReasons): readonly Reason[] {
  if (reasons === undefined) return [];
  return isList(reasons) ? reasons : [reasons];
}

/** Adds a reason that is not among them yet. Where there are four, it takes the place of an owned one, or is dropped. */
export function keepReason({ reasons, owned }: Kept, reason: Reason, isOwned: boolean): Kept {
  if (reasons === undefined) return { reasons: reason, owned: isOwned ? 1 : 0 };
  const list = reasonList(reasons);
  const same = list.findIndex((kept) => isSame(kept, reason));
  if (same !== -1) return isOwned ? { reasons, owned } : { reasons, owned: owned & ~(1 << same) };
  if (list.length < most)
    return { reasons: [...list, reason], owned: isOwned ? owned | (1 << list.length) : owned };
  if (isOwned || owned === 0) return { reasons, owned };
  const place = 31 - Math.clz32(owned);
  return { reasons: list.with(place, reason), owned: owned & ~(1 << place) };
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
