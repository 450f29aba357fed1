// What becomes of a run, however it ends.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, Client, DeadlineError } from '@kube-rx/client';
import { type HttpService, isAbortError, type ResponseBody, sleep } from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { controllerAnnotations } from '../../src/controller/annotations.ts';
import type { ReconcileContext } from '../../src/controller/context.ts';
import { Controller } from '../../src/controller/controller.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

const never = new Promise<void>(() => undefined);

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

describe('a run that takes too long', () => {
  test('is told by its signal, which ends the requests of its client, and is tried again', async () => {
    const reasons: unknown[] = [];
    const requests: unknown[] = [];
    // A server that never answers a read of one object.
    world.server.faults.inject({ verbs: ['get'], fault: { type: 'delay' } });
    const { controller } = await world.run({
      reconcile: async (_, { api, signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        await api(ConfigMap)
          .get('red', { timeout: 0 })
          .catch((error: unknown) => {
            requests.push(error);
            throw error;
          });
      },
      timeout: 1000,
      maxAttempts: 1,
    });
    await world.create('red');
    await world.clock.advance(999);
    expect(reasons).toEqual([]);
    await world.clock.advance(1);
    expect(reasons).toEqual([expect.any(DeadlineError)]);
    expect(requests.map(isAbortError)).toEqual([true]);
    expect(world.complaints).toMatchObject([
      { errorName: 'DeadlineError', error: expect.stringContaining('took longer than 1000 ms') as unknown },
    ]);
    expect(controller.status.counters).toMatchObject({ runs: 1, failures: 1, timeouts: 1 });
  });

  test('has failed also where it returns as if nothing had been', async () => {
    let runs = 0;
    const { controller } = await world.run({
      reconcile: async (_, { clock }) => {
        runs += 1;
        await sleep(clock, runs === 1 ? 1500 : 0);
      },
      timeout: 1000,
    });
    await world.create('red');
    await world.clock.advance(2000);
    expect([runs, controller.status.counters.timeouts]).toEqual([2, 1]);
  });

  test('gives up its place where it does not end, and never its key', async () => {
    const blue: number[] = [];
    let red: PromiseWithResolvers<undefined> | undefined;
    let reds = 0;
    const { controller } = await world.run({
      reconcile: async ({ metadata }, { clock }) => {
        if (metadata.name === 'blue') {
          blue.push(clock.monotonic());
          return;
        }
        reds += 1;
        if (reds > 1) return;
        red = Promise.withResolvers();
        await red.promise;
      },
      timeout: 1000,
    });
    await world.create('red');
    await world.create('blue');
    await world.clock.advance(10_999);
    expect(blue).toEqual([]);
    expect(controller.status.oldestRunning).toEqual({ key: 'default/red', ageMs: 10_999, givenUp: false });
    await world.clock.advance(1);
    expect(blue).toEqual([11_000]);
    expect(world.complaints).toMatchObject([
      { name: 'red', msg: expect.stringContaining('does not end though its signal has fired') as unknown },
    ]);
    // Others come and go, and what comes for the key waits.
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.configs.patch.merge('blue', { data: { at: '2' } });
    await world.clock.advance(600_000);
    expect([reds, blue.length]).toEqual([1, 2]);
    expect(controller.status).toMatchObject({
      queue: { running: 1 },
      oldestRunning: { key: 'default/red', givenUp: true },
      counters: { timeouts: 1, failures: 1 },
    });
    expect(world.complaints.length).toBe(1);
    red?.resolve(undefined);
    await world.clock.advance(1000);
    expect([reds, world.complaints.length, controller.status.queue.running]).toEqual([2, 1, 0]);
  });

  test('costs no more than one timer, however many there are', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await world.create(name);
    await world.run({ reconcile: () => never, concurrency: 4, timeout: 1000, drainTimeout: 0 });
    await world.clock.advance(0);
    const before = world.clock.pending;
    await world.create('e');
    expect(world.clock.pending).toBe(before);
  });
});

describe('the context of a run', () => {
  test('has what it needs to know why it runs', async () => {
    const contexts: ReconcileContext<ConfigMap>[] = [];
    await world.run({ reconcile: (_, context) => void contexts.push(context) });
    const { metadata } = await world.create('red');
    const [context] = contexts;
    expect(context?.reasons).toEqual([
      {
        type: 'added',
        source: 'configmaps',
        object: 'default/red',
        resourceVersion: metadata.resourceVersion,
      },
    ]);
    expect([context?.triggerCount, context?.failures, context?.cluster]).toEqual([1, 0, '']);
    expect(context?.ref).toEqual({ resource: ConfigMap, name: 'red', namespace: 'default' });
    expect(context?.signal.aborted).toBe(false);
  });

  test('may be taken apart', async () => {
    const names: string[] = [];
    await world.run({
      reconcile: async ({ metadata }, { api, store, log, apply }) => {
        if (metadata.name !== 'red') return;
        log.info({}, 'seen');
        const { metadata: read } = await api(ConfigMap).get('red');
        const applied = await apply(ConfigMap, { metadata: { name: 'blue' }, data: { of: read.name } });
        names.push(
          read.name,
          applied.metadata.name,
          store(ConfigMap).get('default/red')?.metadata.name ?? '',
        );
      },
    });
    await world.create('red');
    expect(names).toEqual(['red', 'blue', 'red']);
    expect(world.records).toContainEqual(
      expect.objectContaining({ msg: 'seen', controller: 'colours', name: 'red' }),
    );
  });
});

describe('an apply of what the cache has only a part of', () => {
  test.each<[string, (controller: Controller<ConfigMap>, secrets: Api<Secret>) => unknown]>([
    ['metadata', (controller, secrets) => controller.watchesMetadata(secrets, () => [])],
    ['fields', (controller, secrets) => controller.watches(secrets, () => [], { fields: ['type'] })],
  ])('gives the whole object at every run: %s', async (_, watch) => {
    const answers: unknown[] = [];
    const controller = world.controller({
      reconcile: async (_, { apply }) => {
        const { data } = await apply(Secret, { metadata: { name: 'key' }, data: { a: 'MQ==' } });
        answers.push(data);
      },
    });
    watch(controller, Api.namespaced(world.client, Secret, 'default'));
    world.start(controller);
    await world.create('red');
    await world.configs.patch.merge('red', { data: { a: '1' } });
    await world.clock.advance(0);
    expect(answers).toEqual([{ a: 'MQ==' }, { a: 'MQ==' }]);
  });
});

test('an apply is compared with the cache that has the object, where an earlier source selects others', async () => {
  const secrets = Api.namespaced(world.client, Secret, 'default');
  const answers: string[] = [];
  const controller = world
    .controller({
      reconcile: async (_, { apply }) => {
        const { metadata } = await apply(Secret, { metadata: { name: 'key' }, data: { a: 'MQ==' } });
        // The answer to a request tells who manages its fields, and the cache does not keep that.
        answers.push(metadata.managedFields ? 'asked' : 'observed');
      },
    })
    .watches(secrets, () => [], { labelSelector: 'mirror' })
    .owns(secrets);
  world.start(controller);
  await world.create('red');
  await world.configs.patch.merge('red', { data: { a: '1' } });
  await world.clock.advance(0);
  expect(answers).toEqual(['asked', 'observed', 'observed']);
});

describe('an object that is gone', () => {
  test('is not run', async () => {
    let runs = 0;
    const { controller } = await world.run({ reconcile: () => void (runs += 1) });
    await world.create('red');
    await world.configs.delete('red');
    await world.clock.advance(0);
    controller.request({ name: 'green', namespace: 'default' });
    await world.clock.advance(0);
    expect([runs, controller.status.counters.runs]).toEqual([1, 1]);
  });

  test('is told to `onDeleted` as it was last, until that has succeeded', async () => {
    const told: unknown[] = [];
    const { controller } = await world.run({
      reconcile: () => Action.requeueAfter(60_000),
      onDeleted: (ref, { clock }, last) => {
        told.push([ref.namespace, ref.name, last.data, clock.monotonic()]);
        if (told.length === 1) throw new Error('once more');
        return told.length === 2 ? Action.requeueAfter(1000) : Action.done();
      },
      backoff: { minMs: 100, maxMs: 1000 },
    });
    await world.create('red', { at: '1' });
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.configs.delete('red');
    await world.clock.advance(3_600_000);
    expect(told).toEqual([0, 50, 1050].map((at) => ['default', 'red', { at: '2' }, at]));
    expect(controller.status.queue).toEqual({ ready: 0, waiting: 0, running: 0, held: 0 });
  });

  test('is told before one of the same name runs', async () => {
    const told: string[] = [];
    const first = Promise.withResolvers<undefined>();
    await world.run({
      reconcile: async ({ data }) => {
        told.push(`run ${data?.['at']}`);
        if (data?.['at'] === '1') await first.promise;
      },
      onDeleted: (_, __, last) => void told.push(`deleted ${last.data?.['at']}`),
    });
    await world.create('red', { at: '1' });
    await world.configs.delete('red');
    await world.create('red', { at: '2' });
    first.resolve(undefined);
    await world.clock.advance(1000);
    expect(told).toEqual(['run 1', 'deleted 1', 'run 2']);
  });
});

describe('an object without a uid, as an aggregated API may have it', () => {
  test('is told to `onDeleted` once, and runs again when it is there again', async () => {
    const told: string[] = [];
    const controller = new Controller(Api.namespaced(withoutUids(world), ConfigMap, 'default'), {
      reconcile: () => void told.push('run'),
      onDeleted: () => void told.push('deleted'),
      clock: world.clock,
      log: false,
    });
    world.start(controller);
    await world.create('red');
    await world.configs.delete('red');
    await world.clock.advance(1000);
    expect(told).toEqual(['run', 'deleted']);
    await world.create('red');
    await world.clock.advance(1000);
    expect(told).toEqual(['run', 'deleted', 'run']);
  });
});

/** A client of the world's server, which tells no uid. */
function withoutUids({ server, clock }: ControllerWorld): Client {
  const service: HttpService = async (request, options) => {
    const response = await server.service(request, options);
    return { ...response, body: cut(response.body) };
  };
  return new Client(service, { clock });
}

async function* cut(body: ResponseBody): AsyncGenerator<Uint8Array> {
  for await (const piece of body)
    yield Buffer.from(
      Buffer.from(piece)
        .toString()
        .replace(/"uid":"[^"]*",/g, ''),
    );
}

describe('an object that is paused by annotation', () => {
  const annotate = async (name: string, annotations: Record<string, string | null>): Promise<void> => {
    await world.configs.patch.merge(name, { metadata: { annotations } });
    await world.clock.advance(0);
  };

  test('is not run, told in the status, and runs when it is paused no more', async () => {
    let runs = 0;
    const { controller } = await world.run({
      reconcile: () => void (runs += 1),
      // A predicate that lets no update pass does not keep it from that.
      predicate: ({ type }) => type !== 'updated',
    });
    await world.create('red');
    await annotate('red', { [controllerAnnotations.paused]: 'true' });
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(1000);
    expect([runs, controller.status.paused]).toEqual([1, 1]);
    await annotate('red', { [controllerAnnotations.paused]: null });
    expect([runs, controller.status.paused]).toEqual([2, 0]);
    await annotate('red', { [controllerAnnotations.paused]: 'true' });
    await world.configs.delete('red');
    await world.clock.advance(0);
    expect(controller.status.paused).toBe(0);
  });

  test('is forgotten when it goes, also where a predicate lets no deletion pass', async () => {
    const deleted: string[] = [];
    const { controller } = await world.run({
      reconcile: () => undefined,
      onDeleted: ({ name }) => void deleted.push(name),
      predicate: ({ type }) => type !== 'deleted',
    });
    await world.create('red');
    await annotate('red', { [controllerAnnotations.paused]: 'true' });
    expect(controller.status.paused).toBe(1);
    await world.configs.delete('red');
    await world.clock.advance(0);
    expect([controller.status.paused, deleted, controller.status.counters.runs]).toEqual([0, [], 1]);
  });

  test('runs once for each new value of the annotation that requests it', async () => {
    let runs = 0;
    await world.run({ reconcile: () => void (runs += 1), predicate: ({ type }) => type === 'added' });
    await world.create('red');
    await annotate('red', { other: '1' });
    expect(runs).toBe(1);
    await annotate('red', { [controllerAnnotations.reconcileRequestedAt]: '1' });
    await annotate('red', { other: '2' });
    expect(runs).toBe(2);
    await annotate('red', { [controllerAnnotations.reconcileRequestedAt]: '2' });
    expect(runs).toBe(3);
  });
});
