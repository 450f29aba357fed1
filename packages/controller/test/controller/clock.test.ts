// The time of a machine is set by people and by NTP: it jumps, and says nothing of how much time has passed.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Action } from '../../src/controller/action.ts';
import { conditionsOf } from '../../src/status/conditions.ts';
import { ControllerWorld } from '../support/controller-world.ts';

class SetClock extends VirtualClock {
  /** By how much somebody has set the time. */
  setByMs = 0;

  override now(): number {
    return super.now() + this.setByMs;
  }
}

let clock: SetClock;
let world: ControllerWorld;

beforeEach(() => {
  clock = new SetClock();
  world = new ControllerWorld(clock);
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

const yearMs = 365 * 24 * 3_600_000;

describe('a clock that jumps', () => {
  test.each([
    ['a year ahead', yearMs],
    ['ten years back', -10 * yearMs],
  ])('changes no delay, no backoff and no timeout: %s', async (_what, setByMs) => {
    const ran: string[] = [];
    const { controller } = await world.run({
      concurrency: 2,
      timeout: 5000,
      reconcile: async ({ metadata: { name } }, { signal }) => {
        ran.push(`${name} ${clock.monotonic()}`);
        if (name === 'red') throw new Error('not yet');
        if (name === 'blue') return Action.requeueAfter(60_000);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return Action.terminal('it took too long');
      },
      backoff: { minMs: 30_000, maxMs: 30_000 },
    });
    for (const name of ['red', 'blue', 'green']) await world.create(name);
    clock.setByMs = setByMs;
    await clock.advance(4999);
    expect([ran.splice(0), controller.status.counters.timeouts]).toEqual([['red 0', 'blue 0', 'green 0'], 0]);
    await clock.advance(1);
    expect(controller.status.counters.timeouts).toBe(1);
    await clock.advance(55_000);
    expect(ran.filter((run) => !run.startsWith('green'))).toEqual([
      'red 15000',
      'red 30000',
      'red 45000',
      'red 60000',
      'blue 60000',
    ]);
  });

  test('to where there is no time: one clear message, and nothing else stops', async () => {
    const ran: string[] = [];
    const { controller } = await world.run({
      maxAttempts: 1,
      reconcile: (config) => {
        if (config.metadata.name === 'red')
          conditionsOf(config, clock).set({ type: 'Ready', status: 'True', reason: 'Painted' });
        ran.push(config.metadata.name);
      },
    });
    for (const name of ['red', 'blue']) await world.create(name);
    expect(ran.splice(0)).toEqual(['red', 'blue']);
    clock.setByMs = 10_000 * yearMs;
    for (const name of ['red', 'blue']) controller.request({ name, namespace: 'default' });
    await clock.advance(0);
    expect(ran).toEqual(['blue']);
    expect(world.complaints).toMatchObject([
      { name: 'red', error: expect.stringMatching(/^\d+ ms is no moment$/) },
    ]);
  });
});
