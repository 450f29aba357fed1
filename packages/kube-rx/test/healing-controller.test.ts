// Whatever a server answers to lists, watches and writes, a controller brings about what is wished once the server is
// well, and what it does in another cluster is not held up meanwhile: a property over answers of every shape.

import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import {
  type CallOptions,
  type HttpRequest,
  type HttpResponse,
  unprintable,
  VirtualClock,
} from '@kube-rx/core';
import { Action, Controller, type ControllerLog, finalizer } from 'kube-rx';
import { ConfigMap, Secret } from 'kube-rx/k8s';
import { answers, frames, type HostileAnswer, lists, objects } from './support/hostile.ts';
import { responseOf } from './support/hostile-response.ts';
import { expectSane } from './support/sane-error.ts';

interface Trouble {
  readonly list: HostileAnswer;
  readonly watch: HostileAnswer;
  readonly write: HostileAnswer;
  /** Whether the connection stays open behind what was sent. */
  readonly hangs: boolean;
}

const streams = fc.array(frames, { maxLength: 4 }).map((all) => `${all.join('\n')}\n`);
const troubles: fc.Arbitrary<Trouble[]> = fc.array(
  fc.record({ list: answers(lists), watch: answers(streams), write: answers(objects), hangs: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

const minute = 60_000;

function newServer(clock: VirtualClock): ApiServer {
  const server = new ApiServer({ clock, random: () => 0.5 });
  server.seed(
    ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'shop' },
    })),
  );
  return server;
}

/**
 * A server that gives each of the hostile answers, then those of a good one. It is good at first as well, where its caches
 * are to be filled before.
 */
function serverOf(all: readonly Trouble[], { good, isGoodFirst }: { good: ApiServer; isGoodFirst: boolean }) {
  let left = isGoodFirst ? [] : [...all];
  const service = (request: HttpRequest, options: CallOptions = {}): Promise<HttpResponse> => {
    const [next, ...rest] = left;
    if (next === undefined) return good.service(request, options);
    left = rest;
    const isWatch = request.query.some(([name]) => name === 'watch');
    const answer = request.method === 'GET' ? (isWatch ? next.watch : next.list) : next.write;
    return Promise.resolve(responseOf(answer, { hangs: next.hangs, signal: options.signal }));
  };
  return { service, isGood: () => left.length === 0, turn: () => (left = [...all]) };
}

/** A log that believes nothing that could not stand in one line of a terminal. */
function sceptic(faults: string[]): ControllerLog {
  const write = (fields: object, msg: string): void => {
    JSON.stringify({ ...fields, msg }, (name, value: unknown) => {
      // A stack has lines.
      if (typeof value !== 'string' || name === 'stack') return value;
      if (value.length > 1001 || value.search(unprintable) !== -1 || value.includes('\n'))
        faults.push(`${name}: ${value}`);
      return value;
    });
  };
  const log: ControllerLog = { debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}

async function names(client: Client): Promise<string> {
  const secrets = await Api.namespaced(client, Secret, 'shop').list();
  return secrets
    .filter(({ metadata }) => metadata.ownerReferences?.length === 1)
    .map(({ metadata }) => metadata.name)
    .sort()
    .join();
}

async function eventually(clock: VirtualClock, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  // A list that lacks most objects is believed late, and a key that has failed often waits for minutes.
  for (let passed = 0; passed < 90 && !(await holds()); passed += 1) await clock.advance(minute);
  return holds();
}

describe.each([
  ['from the start', false],
  ['once it runs', true],
])('a controller of two clusters, of which one is hostile %s', (_when, isGoodFirst) => {
  test('goes on in the other, and brings about what is wished in both in the end', async () => {
    await fc.assert(
      fc.asyncProperty(troubles, async (all) => {
        const clock = new VirtualClock();
        const [good, other] = [newServer(clock), newServer(clock)];
        const { service, isGood, turn } = serverOf(all, { good, isGoodFirst });
        const [direct, west] = [good, other].map((server) => new Client(server.service, { clock }));
        if (!direct || !west) throw new Error('there are two');
        const faults: string[] = [];
        const controller = new Controller(Api.namespaced(new Client(service, { clock }), ConfigMap, 'shop'), {
          clock,
          random: () => 0.5,
          name: 'secrets',
          cluster: 'east',
          concurrency: 2,
          log: sceptic(faults),
          reconcile: async (config, context) => {
            const { metadata } = config;
            try {
              context.event({ type: 'Normal', reason: 'Seen', action: 'Look', note: metadata.name });
              return await finalizer(context, config, {
                name: 'shop.example/secrets',
                apply: async () => {
                  await context.apply(Secret, { metadata: { name: metadata.name } });
                  return Action.requeueAfter(5 * minute);
                },
                cleanup: () => undefined,
              });
            } catch (error) {
              expectSane(error);
              throw error;
            }
          },
        })
          .owns(Api.all(direct, Secret))
          .addCluster('west', west);
        const stop = new AbortController();
        const ended = controller.run({ signal: stop.signal });
        await clock.advance(1000);
        if (isGoodFirst) turn();
        // It is asked anew.
        good.restart({ watches: 'reset' });
        await Api.namespaced(west, ConfigMap, 'shop').create({ metadata: { name: 'c' } });
        await clock.advance(10_000);
        expect(await names(west)).toBe('a,b,c');
        await Api.namespaced(direct, ConfigMap, 'shop').create({ metadata: { name: 'c' } });
        expect(await eventually(clock, isGood)).toBe(true);
        expect(await eventually(clock, async () => (await names(direct)) === 'a,b,c')).toBe(true);
        expect(faults).toEqual([]);
        stop.abort();
        await clock.advance(2 * minute);
        await ended;
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});
