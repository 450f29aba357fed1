import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { type LoopMessage, loopChannel } from '../../src/loop-guard/loop-channel.ts';
import { LoopGuard, type LoopVerdict, type SourceChange } from '../../src/loop-guard/loop-guard.ts';
import type { Reason } from '../../src/queue/reason.ts';
import { state } from '../support/late-cache.ts';
import { deleted, written } from '../support/own-writes.ts';

let guard: LoopGuard;
let messages: LoopMessage[];
const listener = (message: unknown): void => void messages.push(message as LoopMessage);

beforeEach(() => {
  guard = new LoopGuard('websites');
  messages = [];
  subscribe(loopChannel, listener);
});

afterEach(() => {
  unsubscribe(loopChannel, listener);
});

const reasonOf = ({ type, source, object, resourceVersion }: SourceChange): Reason => ({
  type,
  source,
  ...(object !== undefined && { object }),
  ...(resourceVersion !== undefined && { resourceVersion }),
});

function changeTo(version: number, more: Partial<SourceChange> = {}): SourceChange {
  return { type: 'updated', source: 'configmaps', object: 'shop/a', resourceVersion: `${version}`, ...more };
}

const at = (version: number, more: object = {}): KubeObject => Object.assign(state('a', `${version}`), more);

/** One run that a change leads to, and that makes the next version. */
function run(
  change: SourceChange,
  options: { readonly writes?: number; readonly now?: number } = {},
): LoopVerdict {
  const isEcho = guard.isEcho('web', change);
  guard.begin('web', { echoesOnly: isEcho, reasons: [reasonOf(change)], triggerCount: 1 });
  const { writes, now = 0 } = options;
  if (writes !== undefined) guard.wrote('web', written(at(writes)), now);
  return guard.end('web', now);
}

/** So many runs, each of which the write of the one before leads to. */
function loop(runs: number, states?: (version: number) => SourceChange['states']): LoopVerdict[] {
  run(changeTo(9), { writes: 10 });
  return Array.from({ length: runs }, (_, count) => {
    const version = 10 + count;
    const seen = states?.(version);
    return run(changeTo(version, seen ? { states: seen } : {}), { writes: version + 1, now: count });
  });
}

describe('self-triggered hot loop', () => {
  test('is held from the fifth run on, longer each time, and told once', () => {
    const verdicts = loop(7);
    expect(verdicts.map(({ holdMs }) => holdMs)).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000]);
    expect(verdicts.filter(({ warning }) => warning !== undefined)).toHaveLength(1);
    expect(verdicts[4]?.warning).toContain('5 runs in a row');
  });

  test('is told with what changes at every run, and with nothing that changes now and then', () => {
    const verdicts = loop(5, (version) => () => [
      at(version - 1, { data: { at: `${version - 1}`, odd: 0 } }),
      at(version, { data: { at: `${version}`, odd: version % 2 } }),
    ]);
    expect(verdicts[4]?.warning).toContain('what changes each time is configmaps shop/a: data.at;');
    expect(messages.at(-1)).toEqual({
      type: 'held',
      controller: 'websites',
      key: 'web',
      holdMs: 1_000,
      paths: ['configmaps shop/a: data.at'],
    });
    expect(messages.map(({ type }) => type)).toEqual([...Array<string>(4).fill('selfTriggered'), 'held']);
  });

  test('reads no object of a key that is in none', () => {
    let reads = 0;
    const states = (): readonly [object, object] => {
      reads += 1;
      return [{}, {}];
    };
    run(changeTo(9, { states }), { writes: 10 });
    run(changeTo(10, { states }));
    expect(reads).toBe(0);
  });

  test('is known by the creations and deletions that it consists of', () => {
    guard.wrote('web', deleted(state('a', '10', { uid: 'u' })), 0);
    expect(guard.isEcho('web', changeTo(11, { type: 'deleted', uid: 'u' }))).toBe(true);
    expect(guard.isEcho('web', changeTo(12, { type: 'deleted', uid: 'namesake' }))).toBe(false);
  });

  test('is known where echoes overtake their answers', () => {
    run(changeTo(9), { writes: 10 });
    const verdicts = Array.from({ length: 5 }, (_, count) => {
      const version = 10 + count;
      // When the change comes, nobody knows whose it is.
      guard.begin('web', { echoesOnly: false, reasons: [reasonOf(changeTo(version))], triggerCount: 1 });
      guard.isEcho('web', changeTo(version + 1));
      guard.wrote('web', written(at(version + 1)), 0);
      return guard.end('web', 0).holdMs;
    });
    expect(verdicts).toEqual([0, 0, 0, 0, 1_000]);
  });
});

describe('what changes while a run goes on', () => {
  const during = (...versions: number[]): boolean => {
    guard.begin('web', { echoesOnly: false, reasons: [reasonOf(changeTo(10))], triggerCount: 1 });
    for (const version of versions) guard.isEcho('web', changeTo(version));
    guard.wrote('web', written(at(11)), 0);
    return guard.end('web', 0).onlyEchoes;
  };

  test('is known at its end to be an echo that has overtaken its answer, or to be something else', () => {
    run(changeTo(9), { writes: 10 });
    expect([during(11), during(11, 12), during()]).toEqual([true, false, true]);
  });

  test('may be anything before the first write, as nobody has noted it', () => {
    expect(during(11)).toBe(false);
  });
});

describe('own event filter swallows a foreign change', () => {
  test('does not happen: only the very version that was written is an echo', () => {
    run(changeTo(9), { writes: 10 });
    expect(guard.isEcho('web', changeTo(10))).toBe(true);
    expect(guard.isEcho('web', changeTo(11))).toBe(false);
    expect(guard.isEcho('web', changeTo(10, { object: 'shop/b' }))).toBe(false);
    expect(guard.isEcho('api', changeTo(10))).toBe(false);
  });

  test('does not happen: what others change during a run of a loop is not held', () => {
    loop(5);
    guard.begin('web', { echoesOnly: true, reasons: [reasonOf(changeTo(15))], triggerCount: 1 });
    guard.wrote('web', written(at(16)), 0);
    guard.isEcho('web', changeTo(17));
    expect(guard.end('web', 0).holdMs).toBe(0);
  });
});

describe('a controller is not blamed', () => {
  test('that writes only what differs', () => {
    for (let version = 10; version < 40; version += 10) {
      // Somebody changes something, it is put right, and the echo of that leads to a run that writes nothing.
      expect(run(changeTo(version), { writes: version + 1 }).holdMs).toBe(0);
      expect(run(changeTo(version + 1)).holdMs).toBe(0);
    }
    expect(messages.filter(({ type }) => type === 'held')).toEqual([]);
  });

  test('whose write changes nothing: its version stays', () => {
    run(changeTo(9), { writes: 10 });
    for (let count = 0; count < 10; count += 1) expect(run(changeTo(10), { writes: 10 }).holdMs).toBe(0);
    expect(messages).toEqual([]);
  });

  test('that fights another writer', () => {
    for (let version = 10; version < 60; version += 2)
      expect(run(changeTo(version), { writes: version + 1 }).holdMs).toBe(0);
    expect(messages).toEqual([]);
  });
});

describe('what is remembered of a key', () => {
  test('is nothing before it writes, and after a minute without a write', () => {
    run(changeTo(9));
    expect(guard.size).toBe(0);
    run(changeTo(10), { writes: 11 });
    guard.wrote('api', written(at(12)), 60_000);
    expect(guard.size).toBe(1);
  });

  test('is forgotten after a minute also where nobody writes any more', () => {
    run(changeTo(9), { writes: 10 });
    expect(guard.size).toBe(1);
    guard.end('another', 60_000);
    expect(guard.size).toBe(0);
  });

  test('stays for what is held longer than that', () => {
    loop(5);
    guard.wrote('api', written(at(90)), 300_000);
    expect(guard.isEcho('web', changeTo(15))).toBe(true);
  });

  test('stays for an hour once it was warned, unless its key or its cluster goes', () => {
    const hour = 3_600_000;
    loop(5);
    guard.end('other', 61_000);
    guard.end('other', hour - 1);
    expect(guard.size).toBe(1);
    guard.end('other', hour + 5);
    expect(guard.size).toBe(0);
    loop(5);
    guard.end('other', 61_000);
    guard.forget('web');
    expect(guard.size).toBe(0);
    loop(5);
    guard.end('other', 61_000);
    guard.forgetAll((key) => key === 'web');
    expect(guard.size).toBe(0);
  });

  test('is gone with the key', () => {
    loop(5);
    guard.forget('web');
    expect(guard.size).toBe(0);
    expect(guard.end('web', 0)).toEqual({ holdMs: 0, onlyEchoes: false });
  });

  test('is no more than the last 256 versions of a run', () => {
    for (let version = 1; version <= 300; version += 1) guard.wrote('web', written(at(version)), 0);
    expect(guard.isEcho('web', changeTo(44))).toBe(false);
    expect(guard.isEcho('web', changeTo(45))).toBe(true);
  });
});
