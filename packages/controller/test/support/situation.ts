// Situations of a gate, for the tables of what it says of each.

import { expect } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { type Judgement, judge } from '../../src/consistency/gate.ts';
import type { LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';
import type { ReflectorViewOptions } from '../../src/consistency/reflector-view.ts';
import { afterRead, afterWrite, type Wanted, type WriteContext } from '../../src/consistency/wanted.ts';
import { LateCache, type StateOptions, state } from './late-cache.ts';

/** What a gate judges: what was written, and what came of it. */
export interface Situation {
  /** What the run wrote, in the order of the answers. */
  readonly wrote: readonly (OwnWrite | LostWrite)[];
  /** What the cache had when it wrote. */
  readonly before?: (cache: LateCache) => unknown;
  /** What has come since. */
  readonly since?: (cache: LateCache) => unknown;
  /** What the server says when it is asked after that. */
  readonly found?: OwnWrite;
  /** What has come since it was asked. */
  readonly later?: (cache: LateCache) => unknown;
  /** What a run that has not awaited all of its calls wrote after that. */
  readonly wroteThen?: readonly OwnWrite[];
  readonly cache?: Partial<ReflectorViewOptions>;
}

export function contextOf({ view }: LateCache, write: OwnWrite | LostWrite): WriteContext {
  return {
    epoch: view.epochOf(write.namespace),
    isSelected: write.type === 'lost' || view.selects(write),
    cachedUid: view.get(write.key)?.uid,
    cachedVersion: view.get(write.key)?.resourceVersion,
    cacheVersion: view.versionOf(write.namespace),
    now: 0,
  };
}

/** What is waited for after these writes, of a key without others. */
export function wantedAfter(cache: LateCache, wrote: readonly (OwnWrite | LostWrite)[]): Wanted | undefined {
  let wanted: Wanted | undefined;
  for (const write of wrote) wanted = afterWrite(wanted, write, contextOf(cache, write));
  return wanted;
}

/** What becomes of the key in a situation. */
export function judged({
  wrote,
  before,
  since,
  found,
  later,
  wroteThen = [],
  cache: options,
}: Situation): Judgement {
  const cache = new LateCache(options).list('5');
  before?.(cache);
  let wanted = wantedAfter(cache, wrote);
  since?.(cache);
  if (wanted && found) {
    expect(judge(wanted, cache.view)).toBe('unknown');
    wanted = afterRead(wanted, found, contextOf(cache, found));
    later?.(cache);
    for (const write of wroteThen) wanted = afterWrite(wanted, write, contextOf(cache, write)) ?? wanted;
  }
  return wanted ? judge(wanted, cache.view) : 'settled';
}

export const a = (version: string, options: StateOptions = {}): KubeObject => state('a', version, options);
export const old = { uid: 'old' };
export const web = { labels: { app: 'web' } };
export const other = { labels: { app: 'other' } };
export const onlyWeb = { labelSelector: 'app=web' };

export type Row = readonly [what: string, judgement: Judgement, situation: Situation];
