// The trap of every controller: a key that is thought to run, or to wait, and never runs again. Each way by which a run can
// end, or not begin, is followed by a change, which must lead to a run.

import { fc } from '@fast-check/jest';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sleep } from '@kube-rx/core';
import type { ConfigMap } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { controllerAnnotations } from '../../src/controller/annotations.ts';
import type { Reconcile } from '../../src/controller/controller-options.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

const { paused } = controllerAnnotations;

/** What the first runs do; the last one is told of. */
const ways: Readonly<Record<string, Reconcile<ConfigMap>>> = {
  'is done': () => undefined,
  'throws at once': () => {
    throw new Error('at once');
  },
  'throws later': () => Promise.reject(new Error('later')),
  'throws nothing': () => {
    const { promise, reject } = Promise.withResolvers<undefined>();
    reject(undefined);
    return promise;
  },
  'returns nonsense': () => 'done' as unknown as Action,
  'asks for a time that is none': () => Action.requeueAfter(NaN),
  'asks to come again': () => Action.requeueAfter(1),
  'backs off': () => Action.backoff(),
  'takes too long': async (_, { clock, signal }) => sleep(clock, 60_000, signal),
  'takes too long, and ends later than its grace': async (_, { clock }) => sleep(clock, 60_000),
  'writes its own object': async ({ metadata }, { api, ref }) => {
    await api(ref.resource).patch.merge(metadata.name, { metadata: { labels: { by: 'self' } } });
  },
  'deletes its own object': async ({ metadata }, { api, ref }) => {
    await api(ref.resource).delete(metadata.name);
  },
  'pauses its own object': async ({ metadata }, { api, ref }) => {
    await api(ref.resource).patch.merge(metadata.name, {
      metadata: { annotations: { [paused]: 'true' } },
    });
  },
};

/** Deletes, makes or unpauses the object: there is one then that nothing keeps from running. */
async function change(at: string): Promise<void> {
  const found = await world.configs.getOptional('red');
  if (!found) await world.configs.create({ metadata: { name: 'red' }, data: { at } });
  else
    await world.configs.patch.merge('red', { metadata: { annotations: { [paused]: null } }, data: { at } });
}

describe('key never runs again', () => {
  test.each(Object.keys(ways))('after a run that %s', async (way) => {
    const seen: string[] = [];
    await world.run({
      reconcile: (config, context) => {
        const at = config.data?.['at'] ?? '';
        seen.push(at);
        return at === 'last' ? undefined : ways[way]?.(config, context);
      },
      timeout: 1000,
    });
    await change('first');
    await world.clock.advance(5000);
    expect(seen[0]).toBe('first');
    await change('last');
    await world.clock.advance(120_000);
    expect(seen.at(-1)).toBe('last');
  });

  test.each(['deleted', 'paused', 'deleted and made again'])('after it was %s while it ran', async (what) => {
    const seen: string[] = [];
    await world.run({
      reconcile: async ({ data }, { clock }) => {
        seen.push(data?.['at'] ?? '');
        await sleep(clock, 1000);
      },
    });
    await change('first');
    await world.clock.advance(0);
    if (what === 'paused')
      await world.configs.patch.merge('red', { metadata: { annotations: { [paused]: 'true' } } });
    else await world.configs.delete('red');
    if (what === 'deleted and made again') await change('second');
    await world.clock.advance(10_000);
    await change('last');
    await world.clock.advance(10_000);
    expect(seen.at(-1)).toBe('last');
  });

  test('whatever its runs do, one after the other, and whatever happens meanwhile', async () => {
    const steps = fc.array(
      fc.record({
        way: fc.constantFrom(...Object.keys(ways)),
        pauseMs: fc.constantFrom(0, 1, 100, 5000),
        isDeleted: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (each) => {
        const own = new ControllerWorld();
        world = own;
        let way = '';
        let seen = '';
        await own.run({
          reconcile: (config, context) => {
            seen = config.data?.['at'] ?? '';
            return seen === 'last' ? undefined : ways[way]?.(config, context);
          },
          onDeleted: () => undefined,
          timeout: 1000,
        });
        for (const [index, step] of each.entries()) {
          way = step.way;
          await change(String(index));
          await own.clock.advance(step.pauseMs);
          if (step.isDeleted) await own.configs.delete('red').catch(() => undefined);
        }
        await change('last');
        await own.clock.advance(200_000);
        expect(seen).toBe('last');
        expect(await own.close()).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});
