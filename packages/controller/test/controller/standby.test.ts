// A controller of a process that may not lead: what it keeps on standby, and what it does when a term begins.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ConfigMap } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import type { Controller } from '../../src/controller/controller.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { ControllerWorld } from '../support/controller-world.ts';
import { HandMadeLeadership } from '../support/hand-made-leadership.ts';

let world: ControllerWorld;
let leadership: HandMadeLeadership;

beforeEach(() => {
  world = new ControllerWorld();
  leadership = new HandMadeLeadership();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
  expect(leadership.followers).toBe(0);
});

async function start(options: ControllerOptions<ConfigMap>): Promise<Controller<ConfigMap>> {
  const { controller } = world.start(world.controller(options), leadership);
  await world.clock.advance(0);
  return controller;
}

describe('a controller on standby', () => {
  test('has its caches and its queue ready, and runs nothing', async () => {
    const seen: string[] = [];
    const controller = await start({
      reconcile: ({ metadata }, { triggerCount }) => void seen.push(`${metadata.name} ${triggerCount}`),
    });
    await world.create('red');
    await world.create('blue');
    for (const shade of ['dark', 'light']) await world.configs.patch.merge('red', { data: { shade } });
    await world.clock.advance(3_600_000);
    expect(controller.status).toMatchObject({
      phase: 'standby',
      sources: [{ synced: true, phase: 'live' }],
      queue: { ready: 2, running: 0 },
    });
    expect(seen).toEqual([]);
    leadership.begin();
    await world.clock.advance(0);
    expect(seen).toEqual(['red 3', 'blue 1']);
    expect(controller.status.phase).toBe('running');
  });

  test('begins at once where the term has begun before', async () => {
    await world.create('red');
    leadership.begin();
    const controller = await start({ reconcile: () => undefined });
    expect([controller.status.phase, controller.status.counters.runs]).toEqual(['running', 1]);
  });

  test('says that it syncs as long as it does', async () => {
    const refused = world.server.faults.inject({ verbs: ['list', 'watch'], fault: { type: 'refuse' } });
    const controller = await start({ reconcile: () => undefined });
    expect(controller.status.phase).toBe('syncing');
    refused.remove();
    await world.clock.advance(60_000);
    expect(controller.status.phase).toBe('standby');
  });

  test('keeps nothing of what comes and goes', async () => {
    const deleted: string[] = [];
    const controller = await start({
      reconcile: () => undefined,
      onDeleted: ({ name }) => void deleted.push(name),
    });
    for (let number = 0; number < 20; number += 1) {
      await world.create(`gone-${number}`);
      await world.configs.delete(`gone-${number}`);
      await world.clock.advance(0);
    }
    expect(controller.status.queue).toEqual({ ready: 0, waiting: 0, running: 0, held: 0 });
    leadership.begin();
    await world.create('red');
    await world.configs.delete('red');
    await world.clock.advance(0);
    expect(deleted).toEqual(['red']);
  });

  test('ends at once', async () => {
    await world.create('red');
    const { ended, stop, controller } = world.start(
      world.controller({ reconcile: () => undefined }),
      leadership,
    );
    await world.clock.advance(1000);
    stop.abort();
    await ended;
    expect([controller.status.phase, world.clock.pending, world.server.watches]).toEqual(['idle', 0, 0]);
  });
});

describe('a later term', () => {
  test('runs every object once, those that have failed or ended for good as well', async () => {
    const seen: string[] = [];
    leadership.begin();
    const controller = await start({
      predicate: ({ new: after }) => after?.metadata.name !== 'ignored',
      reconcile: ({ metadata }, { reasons }) => {
        seen.push(`${metadata.name} ${reasons.map(({ type }) => type).join()}`);
        if (metadata.name === 'failing') throw new Error('no');
        return metadata.name === 'ended' ? Action.terminal('it cannot be') : Action.done();
      },
      backoff: { minMs: 1_000_000, maxMs: 1_000_000 },
    });
    for (const name of ['red', 'failing', 'ended', 'ignored']) await world.create(name);
    leadership.end();
    await world.clock.advance(20_000);
    seen.length = 0;
    leadership.begin();
    await world.clock.advance(20_000);
    expect(seen.toSorted()).toEqual(['ended added', 'failing retried,added', 'red added']);
    expect(controller.status.phase).toBe('running');
  });

  test('tries onDeleted at once that has failed before', async () => {
    let isBroken = true;
    const cleaned: string[] = [];
    leadership.begin();
    await start({
      reconcile: () => undefined,
      onDeleted: ({ name }) => {
        if (isBroken) throw new Error('no');
        cleaned.push(name);
      },
      backoff: { minMs: 1_000_000, maxMs: 1_000_000 },
    });
    await world.create('red');
    await world.configs.delete('red');
    await world.clock.advance(1000);
    leadership.end();
    await world.clock.advance(1000);
    isBroken = false;
    leadership.begin();
    await world.clock.advance(0);
    expect(cleaned).toEqual(['red']);
  });

  test('lets changes go before what is looked at once more', async () => {
    const seen: string[] = [];
    leadership.begin();
    await start({ reconcile: ({ metadata }) => void seen.push(metadata.name) });
    for (const name of ['a', 'b', 'c']) await world.create(name);
    leadership.end();
    await world.configs.patch.merge('c', { data: { is: 'new' } });
    await world.clock.advance(0);
    seen.length = 0;
    leadership.begin();
    await world.clock.advance(0);
    expect(seen).toEqual(['c', 'a', 'b']);
  });
});

test('two controllers hand over, and each change is seen by one that leads', async () => {
  const other = new HandMadeLeadership();
  const seen: string[] = [];
  const named = (name: string): ControllerOptions<ConfigMap> => ({
    name,
    reconcile: ({ metadata, data }) => void seen.push(`${name} ${metadata.name} ${data?.['is']}`),
  });
  await start(named('east'));
  world.start(world.controller(named('west')), other);
  leadership.begin();
  await world.create('red', { is: 'first' });
  leadership.end();
  await world.configs.patch.merge('red', { data: { is: 'second' } });
  await world.clock.advance(15_000);
  other.begin();
  await world.clock.advance(0);
  other.end();
  leadership.begin();
  await world.clock.advance(0);
  expect(seen).toEqual(['east red first', 'west red second', 'east red second']);
});
