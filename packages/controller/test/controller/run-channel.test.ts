// What observers are told of runs, and what a log that throws does, which is nothing.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Action } from '../../src/controller/action.ts';
import type { ControllerLog } from '../../src/controller/controller-log.ts';
import { type RunMessage, runChannel } from '../../src/controller/run-channel.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;
const heard: RunMessage[] = [];
const listener = (message: unknown): void => void heard.push(message as RunMessage);

beforeEach(() => {
  world = new ControllerWorld();
  heard.length = 0;
  subscribe(runChannel, listener);
});

afterEach(async () => {
  unsubscribe(runChannel, listener);
  expect(await world.close()).toBe(0);
});

describe('the channel of runs', () => {
  test('tells when each begins, and how it ended', async () => {
    const returned = [Action.requeueAfter(10), Action.backoff(), Action.terminal('no')];
    await world.run({
      reconcile: () => {
        const next = returned.shift();
        if (next) return next;
        throw new Error('no more');
      },
    });
    const { metadata } = await world.create('red');
    await world.clock.advance(1000);
    await world.configs.delete('red');
    await world.create('red');
    const ended = heard.filter(({ type }) => type === 'ended');
    expect(ended.map((message) => message.type === 'ended' && message.outcome)).toEqual([
      'requeueAfter',
      'backoff',
      'terminal',
      'failed',
    ]);
    expect(heard[0]).toEqual({
      type: 'began',
      run: {
        controller: 'colours',
        cluster: '',
        key: 'default/red',
        run: expect.any(String) as unknown,
        attempt: 1,
        isLastAttempt: false,
        reasons: [
          {
            type: 'added',
            source: 'configmaps',
            object: 'default/red',
            resourceVersion: metadata.resourceVersion,
          },
        ],
        triggerCount: 1,
        waitedMs: 0,
      },
    });
    expect(heard[1]?.run).toBe(heard[0]?.run);
    expect(heard.at(-1)).toMatchObject({ failure: { error: 'no more', errorName: 'Error' } });
  });

  test('tells of a run that is given up once, and of one that is aborted', async () => {
    const red = Promise.withResolvers<undefined>();
    const { stop } = await world.run({
      reconcile: async ({ metadata }, { signal }) => {
        if (metadata.name === 'red') await red.promise;
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      },
      timeout: 1000,
      drainTimeout: 0,
    });
    await world.create('red');
    await world.clock.advance(20_000);
    await world.create('blue');
    stop.abort();
    await world.clock.advance(1000);
    red.resolve(undefined);
    await world.clock.advance(1000);
    const ended = heard.flatMap((message) => (message.type === 'ended' ? [message] : []));
    expect(ended.map(({ run, outcome }) => [run.key, outcome])).toEqual([
      ['default/red', 'timedOut'],
      ['default/blue', 'aborted'],
    ]);
  });
});

describe('a log that throws', () => {
  test.each<[string, unknown, string]>([
    ['an error', new Error('disk full'), 'disk full'],
    ['what has no text', Object.create(null), 'an object that is no Error'],
  ])('%s disturbs no run, and is told once', async (_what, thrown, told) => {
    const warnings: unknown[] = [];
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(text));
    const fail = (): never => {
      throw thrown;
    };
    const log = { debug: fail, info: fail, warn: fail, error: fail, child: fail };
    const { controller } = await world.run({
      reconcile: () => {
        throw new Error('no');
      },
      maxAttempts: 1,
      log,
    });
    await world.create('red');
    await world.create('blue');
    expect(controller.status.counters).toMatchObject({ runs: 2, failures: 2 });
    expect(warnings).toEqual([`a controller's log failed, and records may be missing: ${told}`]);
    warn.mockRestore();
  });

  test('later, as one that is asynchronous, ends no process, and is told once', async () => {
    const [warnings, unhandled]: [unknown[], unknown[]] = [[], []];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(text));
    const fail = (): unknown => Promise.reject(new Error('disk full'));
    const log: ControllerLog = { debug: fail, info: fail, warn: fail, error: fail, child: () => log };
    await world.run({ reconcile: () => undefined, log });
    await world.create('red');
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(warnings).toEqual(["a controller's log failed, and records may be missing: disk full"]);
    warn.mockRestore();
  });
});
