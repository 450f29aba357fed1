// What a person does about a key that fails or was given up must not wait for its backoff. What others, and the key itself,
// do all the time must not end it. The objects here have no generation, so only what they say tells.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { Deployment, Node } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { Controller } from '../../src/controller/controller.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

const backoff = { minMs: 100_000, maxMs: 100_000 };

describe('an object without a generation, whose key fails', () => {
  test.each([
    ['data', { data: { colour: 'red' } }],
    ['labels', { metadata: { labels: { a: 'b' } } }],
    ['annotations', { metadata: { annotations: { a: 'b' } } }],
  ])('runs at once when its %s change', async (_, patch) => {
    let runs = 0;
    await world.run({
      reconcile: () => {
        runs += 1;
        throw new Error('no');
      },
      backoff,
    });
    await world.create('red');
    expect(runs).toBe(1);
    await world.configs.patch.merge('red', patch);
    await world.clock.advance(0);
    expect(runs).toBe(2);
  });

  test('waits for its backoff, however often its status changes', async () => {
    const nodes = Api.all(world.client, Node);
    let runs = 0;
    const controller = new Controller(nodes, {
      reconcile: () => {
        runs += 1;
        throw new Error('no');
      },
      backoff,
      clock: world.clock,
      random: () => 0,
      log: false,
    });
    const stop = new AbortController();
    const ended = controller.run({ signal: stop.signal });
    await nodes.create({ metadata: { name: 'one' } });
    await world.clock.advance(0);
    for (const phase of ['Pending', 'Running', 'Terminated'] as const) {
      await nodes.subresource('status').patch.merge('one', { status: { phase } });
      await world.clock.advance(0);
    }
    expect(runs).toBe(1);
    stop.abort();
    await world.clock.advance(0);
    await ended;
  });
});

describe('an object without a generation that was given up', () => {
  test('runs when it is mended', async () => {
    const seen: unknown[] = [];
    await world.run({
      reconcile: ({ data }) => {
        seen.push(data?.['host']);
        return Action.terminal('the host is no host');
      },
    });
    await world.create('red', { host: 'bad' });
    await world.configs.patch.merge('red', { data: { host: 'good' } });
    await world.clock.advance(0);
    expect(seen).toEqual(['bad', 'good']);
  });

  test('runs when it was mended while the run went on', async () => {
    const seen: unknown[] = [];
    await world.run({
      reconcile: async ({ data }, { client }) => {
        seen.push(data?.['host']);
        if (seen.length === 1) await world.configs.patch.merge('red', { data: { host: 'good' } });
        await client.serverVersion();
        return Action.terminal('the host is no host');
      },
    });
    await world.create('red', { host: 'bad' });
    await world.clock.advance(0);
    expect(seen).toEqual(['bad', 'good']);
  });
});

describe('key never runs again', () => {
  test.each([
    ['is terminal', () => Action.terminal('no'), undefined],
    [
      'was the last attempt',
      () => {
        throw new Error('no');
      },
      1,
    ],
  ])(
    'after `onDeleted` %s: what is gone is given up, and one of the same name runs',
    async (_, onDeleted, maxAttempts) => {
      const seen: string[] = [];
      await world.run({
        reconcile: ({ data }) => {
          seen.push(data?.['at'] ?? '');
        },
        onDeleted: () => {
          seen.push('deleted');
          return onDeleted();
        },
        ...(maxAttempts && { maxAttempts }),
      });
      await world.create('red', { at: '1' });
      await world.configs.delete('red');
      await world.clock.advance(1000);
      await world.create('red', { at: '2' });
      await world.clock.advance(1000);
      expect(seen).toEqual(['1', 'deleted', '2']);
    },
  );
});

describe('an object of the same name as one that was given up', () => {
  test('runs, also where a predicate kept back the deletion and both have the same generation', async () => {
    const deployments = Api.namespaced(world.client, Deployment, 'default');
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'web' }] },
    };
    const web = {
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: { app: 'web' } }, template },
    };
    const seen: (number | undefined)[] = [];
    const controller = new Controller(deployments, {
      reconcile: ({ metadata }) => {
        seen.push(metadata.generation);
        return Action.terminal('no');
      },
      predicate: (change) => change.new !== undefined,
      clock: world.clock,
      log: false,
    });
    const stop = new AbortController();
    const ended = controller.run({ signal: stop.signal });
    await world.clock.advance(0);
    await deployments.create(web);
    await world.clock.advance(0);
    await deployments.delete('web');
    await deployments.create(web);
    await world.clock.advance(0);
    expect(seen).toEqual([1, 1]);
    stop.abort();
    await world.clock.advance(0);
    await ended;
  });
});
