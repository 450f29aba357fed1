// The whole of it: a controller whose watch of what it owns is a second late, on the embedded API server.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Layer, parseResourcePath, TransportError } from '@kube-rx/client';
import { type Clock, controllerReference, sleep } from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { Subject } from 'rxjs';
import type { Reconcile } from '../../src/controller/controller-options.ts';
import { finalizer } from '../../src/finalizer/finalizer.ts';
import type { MappedRef } from '../../src/source/references.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

/** What a watch of a resource tells arrives so many milliseconds later. Requests and answers take no time. */
function lateWatch(clock: Clock, plural: string, ms: number): Layer {
  return (next) => async (request, options) => {
    const response = await next(request, options);
    const isWatch = request.query.some(([name]) => name === 'watch');
    if (!isWatch || parseResourcePath(request.path)?.plural !== plural) return response;
    const { body } = response;
    async function* late(): AsyncGenerator<Uint8Array> {
      for await (const piece of body) {
        await sleep(clock, ms, options?.signal);
        yield piece;
      }
    }
    return { ...response, body: late() };
  };
}

/** Makes a Secret under a name of the server's choice, unless there is one: the classic that a late cache makes twice. */
const oneSecret: Reconcile<ConfigMap> = async (config, { children, api }) => {
  if (children(Secret).length > 0) return;
  await api(Secret).create({
    metadata: { generateName: 'key-', ownerReferences: [controllerReference(ConfigMap, config)] },
  });
};

/** How many Secrets there are after a change that comes before the cache has heard of the first one. */
async function secretsWith(consistencyTimeout: number): Promise<number> {
  const client = world.client.layered([lateWatch(world.clock, 'secrets', 1_000)]);
  const controller = world
    .controller({ reconcile: oneSecret, consistencyTimeout }, Api.namespaced(client, ConfigMap, 'default'))
    .owns(Api.all(client, Secret), { initialState: 'list' });
  world.start(controller);
  await world.clock.advance(10_000);
  await world.create('red');
  await world.configs.patch.merge('red', { data: { at: '2' } });
  await world.clock.advance(10_000);
  return (await Api.all(world.client, Secret).list()).length;
}

describe('own write not visible in next run', () => {
  test('makes a child twice where nothing waits for the cache', async () => {
    expect(await secretsWith(0)).toBe(2);
  });

  test('makes it once where the next run waits', async () => {
    expect(await secretsWith(5_000)).toBe(1);
    expect(world.complaints).toEqual([]);
  });

  test('makes it twice where the cache is later than a run may wait, and says why', async () => {
    expect(await secretsWith(500)).toBe(2);
    // Of each of the two writes.
    expect(world.complaints.map(({ level, waitedMs }) => [level, waitedMs])).toEqual([
      ['warn', 500],
      ['warn', 500],
    ]);
  });
});

/** The server carries out the first creation of a Secret, and the answer does not come. */
function losesAnswer(): Layer {
  let isLost = false;
  return (next) => async (request, options) => {
    const response = await next(request, options);
    if (isLost || request.method !== 'POST' || parseResourcePath(request.path)?.plural !== 'secrets')
      return response;
    isLost = true;
    throw new TransportError('reset', { code: 'ECONNRESET' });
  };
}

describe('own write whose answer is lost', () => {
  /** What each run sees of its Secret, where it makes one if it sees none. */
  async function runsWith(consistencyTimeout: number, layers: readonly Layer[]): Promise<string[]> {
    const runs: string[] = [];
    const client = world.client.layered([lateWatch(world.clock, 'secrets', 1_000), ...layers]);
    const reconcile: Reconcile<ConfigMap> = async ({ metadata: { name } }, { store, api, clock }) => {
      const secret = store(Secret).get(`default/${name}`);
      runs.push(`${clock.monotonic()}: ${secret ? 'is there' : 'is made'}`);
      if (!secret) await api(Secret).create({ metadata: { name } });
    };
    const controller = world
      .controller({ reconcile, consistencyTimeout }, Api.namespaced(client, ConfigMap, 'default'))
      .owns(Api.all(client, Secret), { initialState: 'list' });
    world.start(controller);
    await world.clock.advance(10_000);
    await world.create('red');
    await world.clock.advance(10_000);
    return runs;
  }

  test('is made once more where nothing waits for the cache', async () => {
    expect((await runsWith(0, [losesAnswer()])).slice(0, 2)).toEqual(['10000: is made', '10002.5: is made']);
  });

  test('is seen by the next run, as the server says that it was carried out', async () => {
    expect(await runsWith(5_000, [losesAnswer()])).toEqual(['10000: is made', '11000: is there']);
  });

  test('is waited for no longer than a run may wait where the server does not say it', async () => {
    const silent: Layer = (next) => async (request, options) =>
      request.path.endsWith('/secrets/red') ? new Promise(() => undefined) : next(request, options);
    const [first, second] = await runsWith(500, [losesAnswer(), silent]);
    expect([first, second]).toEqual(['10000: is made', '10502.5: is made']);
    expect(world.complaints.find(({ waitedMs }) => waitedMs !== undefined)).toMatchObject({
      waitedMs: 500,
      missing: expect.stringContaining('lack a write without an answer of default/red') as unknown,
    });
  });
});

describe('own write that ends the object', () => {
  /** How often it is cleaned up, of which the cache hears late, and of whose key somebody asks for a run each second. */
  async function cleanups(consistencyTimeout: number): Promise<number> {
    let count = 0;
    const client = world.client.layered([lateWatch(world.clock, 'configmaps', 20_000)]);
    const reconcile: Reconcile<ConfigMap> = (config, context) =>
      finalizer(context, config, {
        name: 'example.com/name',
        apply: () => undefined,
        cleanup: () => void (count += 1),
      });
    const asked = new Subject<MappedRef>();
    await world.create('red');
    const controller = world
      .controller({ reconcile, consistencyTimeout }, Api.namespaced(client, ConfigMap, 'default'))
      .triggers(asked);
    world.start(controller);
    await world.clock.advance(60_000);
    await world.configs.delete('red');
    for (let second = 0; second < 60; second += 1) {
      asked.next({ namespace: 'default', name: 'red' });
      await world.clock.advance(1_000);
    }
    expect(await world.configs.getOptional('red')).toBeUndefined();
    return count;
  }

  test('lets nothing run for it any more, however late the cache is', async () => {
    expect(await cleanups(500)).toBe(1);
    const warnings = world.complaints.filter(({ msg }) => msg.startsWith('the object is gone'));
    expect(warnings.map(({ key, missing }) => [key, missing])).toEqual([
      ['default/red', 'configmaps (at 8, live) lack the deletion of default/red'],
    ]);
  });

  test('leads to more runs where nothing waits for caches', async () => {
    expect(await cleanups(0)).toBeGreaterThan(5);
  });
});
