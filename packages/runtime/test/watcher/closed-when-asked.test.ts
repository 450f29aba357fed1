// A source may close the watcher while it is asked: nothing is left behind.

import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { Subscription } from 'rxjs';
import { SharedServer } from '../../src/watcher/shared-server.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { ConfigMaps, listBody } from '../support/objects.ts';
import { Feed } from '../support/script.ts';

async function start() {
  const clock = new VirtualClock();
  const signals: AbortSignal[] = [];
  const first = new Feed();
  const subscriptions = new Subscription();
  const source: ListWatch<DynamicObject> = {
    resource: ConfigMaps,
    codec: jsonCodec,
    openList: () => Promise.resolve(new Feed().push(listBody(10, [])).end()),
    openWatch: ({ signal }) => {
      signals.push(signal);
      if (signals.length === 1) return Promise.resolve(first);
      subscriptions.unsubscribe();
      return new Promise(() => undefined);
    },
  };
  const server = SharedServer.of(source);
  subscriptions.add(watcher(source, { clock, initialState: 'list', random: () => 0 }).subscribe());
  const spendBurst = (): void => {
    for (let second = 0; second < 100; second += 1) server.secondWatchesAtOnce.reserve(clock.monotonic());
  };
  await clock.advance(45_000);
  expect(signals).toHaveLength(1);
  return { clock, signals, first, server, spendBurst };
}

describe('a watcher that is closed while it asks for a second watch', () => {
  test.each([true, false])('leaves no request and no timer, granted at once: %s', async (isGrantedAtOnce) => {
    const { clock, signals, spendBurst } = await start();
    if (!isGrantedAtOnce) spendBurst();
    while (signals.length === 1) await clock.advance(100);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(clock.pending).toBe(0);
  });

  test('as it is due at once, because the first one ended, leaves none either', async () => {
    const { clock, signals, first, server, spendBurst } = await start();
    spendBurst();
    const place = server.secondWatchGate.enter(clock, () => undefined);
    for (let waited = 0; waited < 10_000; waited += 500) {
      place.flows();
      await clock.advance(500);
    }
    expect(signals).toHaveLength(1);
    first.end();
    await clock.advance(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    place.leave();
    expect(clock.pending).toBe(0);
  });
});

describe('a watcher that is closed while it asks for a new initial state', () => {
  test('leaves no request, no timer and no place at the gate', async () => {
    const clock = new VirtualClock();
    const signals: AbortSignal[] = [];
    const subscriptions = new Subscription();
    const expired = {
      type: 'ERROR',
      object: { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' },
    };
    const source: ListWatch<DynamicObject> = {
      resource: ConfigMaps,
      codec: jsonCodec,
      openList: ({ signal }) => {
        signals.push(signal);
        if (signals.length === 1) return Promise.resolve(new Feed().push(listBody(10, [])).end());
        subscriptions.unsubscribe();
        return new Promise(() => undefined);
      },
      openWatch: () => Promise.resolve(new Feed().push(Buffer.from(`${JSON.stringify(expired)}\n`))),
    };
    subscriptions.add(watcher(source, { clock, initialState: 'list', random: () => 0 }).subscribe());
    await clock.advance(500);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(clock.pending).toBe(0);
  });
});
