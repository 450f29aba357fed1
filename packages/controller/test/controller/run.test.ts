// What becomes of a run, however it ends.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import type { ReconcileContext } from '../../src/controller/context.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

function circle(): Error {
  const [error, cause] = [new Error('outer'), new Error('inner')];
  error.cause = cause;
  cause.cause = error;
  return error;
}

describe('what a run throws', () => {
  test.each([
    ['nothing at all', undefined, 'undefined'],
    ['a text', 'disk full', 'disk full'],
    ['an error whose causes form a circle', circle(), 'outer'],
    ['an object', { secret: 'value' }, 'an object that is no Error'],
  ])('is told once and tried again, later each time: %s', async (_, thrown, error) => {
    const at: number[] = [];
    const fail = (
      _: ConfigMap,
      { clock, failures, isLastAttempt }: ReconcileContext<ConfigMap>,
    ): Promise<undefined> => {
      at.push(clock.monotonic());
      expect([failures, isLastAttempt]).toEqual([at.length - 1, false]);
      // Now and then at once, now and then later.
      if (at.length % 2 === 0) throw thrown as Error;
      const later = Promise.withResolvers<undefined>();
      later.reject(thrown);
      return later.promise;
    };
    const { controller } = await world.run({
      reconcile: (config, context) => (config.metadata.name === 'red' ? fail(config, context) : undefined),
      backoff: { minMs: 100, maxMs: 1000 },
    });
    await world.create('red');
    await world.create('blue');
    await world.clock.advance(2000);
    expect(at).toEqual([0, 50, 150, 350, 750, 1250, 1750]);
    expect(world.complaints.length).toBe(7);
    expect(world.complaints[0]).toMatchObject({ level: 'error', msg: 'the run failed', error });
    expect(controller.status.counters).toMatchObject({ runs: 8, failures: 7 });
  });

  test('is told with all that says where it happened, and no object', async () => {
    world.server.seed([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'red', namespace: 'default' },
        data: { password: 'hunter2' },
      },
    ]);
    await world.run({
      reconcile: (config) => {
        throw new TypeError(`no colour`, { cause: new Error('the paint is out', { cause: config }) });
      },
      maxAttempts: 1,
    });
    expect(world.complaints).toEqual([
      {
        level: 'error',
        msg: 'the run failed; it was the last attempt, and the key waits until its object changes',
        controller: 'colours',
        namespace: 'default',
        name: 'red',
        run: expect.stringMatching(/^\d+$/) as unknown,
        attempt: 1,
        reasons: [expect.objectContaining({ type: 'added', source: 'configmaps' })],
        durationMs: 0,
        error: 'no colour',
        errorName: 'TypeError',
        causes: ['the paint is out', 'an object that is no Error'],
        stack: expect.stringContaining('run.test.ts') as unknown,
      },
    ]);
    expect(JSON.stringify(world.records)).not.toContain('hunter2');
  });

  test('is told of a mapper as of a run: with the place, and without the object that was thrown', async () => {
    const secrets = Api.namespaced(world.client, Secret, 'default');
    const thrown = Object.assign(new TypeError('no colour'), { secret: 'hunter2' });
    const controller = world.controller({ reconcile: () => undefined }).watches(secrets, () => {
      throw thrown;
    });
    world.start(controller);
    await world.clock.advance(0);
    await secrets.create({ metadata: { name: 'paint' } });
    await world.clock.advance(0);
    expect(world.complaints).toEqual([
      {
        level: 'error',
        msg: 'source secrets: the mapper threw on "default/paint": no colour',
        controller: 'colours',
        cluster: '',
        source: 'secrets',
        error: 'no colour',
        errorName: 'TypeError',
        stack: expect.stringContaining('run.test.ts') as unknown,
      },
    ]);
  });

  test('is forgotten after a success', async () => {
    const failures: number[] = [];
    await world.run({
      reconcile: (_, context) => {
        failures.push(context.failures);
        if (failures.length < 3) throw new Error('not yet');
      },
    });
    await world.create('red');
    await world.clock.advance(1000);
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.clock.advance(0);
    expect(failures).toEqual([0, 1, 2, 0]);
  });

  test('ends the tries after the last one, until the object changes', async () => {
    const attempts: (readonly [number, boolean])[] = [];
    const { controller } = await world.run({
      reconcile: (_, { failures, isLastAttempt }) => {
        attempts.push([failures, isLastAttempt]);
        throw new Error('no');
      },
      maxAttempts: 2,
      predicate: () => true,
    });
    await world.create('red');
    await world.clock.advance(3_600_000);
    expect(attempts).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(controller.status.counters).toMatchObject({ failures: 2, terminal: 1 });
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(0);
    expect(attempts.length).toBe(3);
  });
});

describe('what a run returns', () => {
  test.each([
    [5000, 'reconcile must return an Action'],
    [{ requeue: true }, 'reconcile must return an Action'],
    [
      Action.requeueAfter(NaN),
      'Action.requeueAfter needs a finite number of milliseconds, 0 or more, not NaN',
    ],
    [Action.requeueAfter(-1), 'Action.requeueAfter needs a finite number of milliseconds, 0 or more, not -1'],
    [Action.requeueAfter(Infinity), 'Action.requeueAfter needs a finite number'],
  ])('is a failure where it is no Action: %j', async (returned, problem) => {
    const at: number[] = [];
    await world.run({
      reconcile: (_, { clock }) => {
        at.push(clock.monotonic());
        return (at.length === 1 ? Promise.resolve(returned) : returned) as Action;
      },
      backoff: { minMs: 100, maxMs: 1000 },
    });
    await world.create('red');
    await world.clock.advance(60);
    expect(at).toEqual([0, 50]);
    expect(world.complaints.map(({ error }) => error)).toEqual([
      expect.stringContaining(problem),
      expect.stringContaining(problem),
    ]);
  });

  test('may be a promise of another library, or one whose `then` throws', async () => {
    const seen: string[] = [];
    const { controller } = await world.run({
      reconcile: ({ metadata }) => {
        seen.push(metadata.name);
        const then =
          metadata.name === 'red'
            ? (resolve: (action: Action) => void) => resolve(Action.done())
            : () => {
                throw new Error('no then');
              };
        return { then } as unknown as Promise<Action>;
      },
      maxAttempts: 1,
    });
    await world.create('red');
    await world.create('blue');
    expect(seen).toEqual(['red', 'blue']);
    expect(controller.status.counters).toMatchObject({ runs: 2, failures: 1 });
  });

  test('tries again as after a failure by `backoff`, and tells no error', async () => {
    const at: number[] = [];
    const { controller } = await world.run({
      reconcile: (_, { clock }) => {
        at.push(clock.monotonic());
        return Action.backoff();
      },
      backoff: { minMs: 100, maxMs: 1000 },
    });
    await world.create('red');
    await world.clock.advance(400);
    expect(at).toEqual([0, 50, 150, 350]);
    expect([world.complaints, controller.status.counters.failures]).toEqual([[], 0]);
  });

  test('gives an object up by `terminal`: told as an error, and run again by a request', async () => {
    let runs = 0;
    const { controller } = await world.run({
      reconcile: () => {
        runs += 1;
        return Action.terminal('the host is no host');
      },
    });
    await world.create('red');
    await world.clock.advance(3_600_000);
    expect(runs).toBe(1);
    expect(world.complaints).toMatchObject([{ level: 'error', reason: 'the host is no host', name: 'red' }]);
    expect(controller.status.counters.terminal).toBe(1);
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(0);
    expect(runs).toBe(2);
  });
});
