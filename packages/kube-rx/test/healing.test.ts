// Whatever a server sends, a watcher is up to date again once the server is: a property over answers of every shape to
// lists and watches, on virtual time. Only a verdict that the caller asked to stop on ends it.

import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import type { CallOptions, HttpRequest, HttpResponse } from '@kube-rx/core';
import { VirtualClock } from '@kube-rx/core';
import { type Reflector, reflector } from '@kube-rx/runtime';
import { ConfigMap } from 'kube-rx/k8s';
import { answers, frames, type HostileAnswer, lists } from './support/hostile.ts';
import { responseOf } from './support/hostile-response.ts';
import { expectSane } from './support/sane-error.ts';

interface Trouble {
  readonly list: HostileAnswer;
  readonly watch: HostileAnswer;
  /** Whether the connection stays open behind what was sent. */
  readonly hangs: boolean;
}

const streams = fc.array(frames, { maxLength: 4 }).map((all) => `${all.join('\n')}\n`);
const troubles: fc.Arbitrary<Trouble[]> = fc.array(
  fc.record({ list: answers(lists), watch: answers(streams), hangs: fc.boolean() }),
  { minLength: 1, maxLength: 8 },
);

/** A server that gives each of the hostile answers, then those of a good one. */
function serverOf(all: readonly Trouble[], clock: VirtualClock) {
  const good = new ApiServer({ clock, random: () => 0.5 });
  good.seed(
    ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'shop' },
    })),
  );
  let left = [...all];
  const service = (request: HttpRequest, options: CallOptions = {}): Promise<HttpResponse> => {
    const [next, ...rest] = left;
    if (next === undefined) return good.service(request, options);
    left = rest;
    const isWatch = request.query.some(([name]) => name === 'watch');
    return Promise.resolve(
      responseOf(isWatch ? next.watch : next.list, { hangs: next.hangs, signal: options.signal }),
    );
  };
  return { good, service, isGood: () => left.length === 0 };
}

const minute = 60_000;

async function eventually(clock: VirtualClock, holds: () => boolean): Promise<boolean> {
  // A list that lacks most objects is believed late, a server that says when to come back up to five minutes. One that has
  // another history all at once, and was never away, is asked after sixteen silent watches (decision 007).
  for (let passed = 0; passed < 100 && !holds(); passed += 1) await clock.advance(minute);
  return holds();
}

const namesIn = (cache: Reflector<ConfigMap>): string =>
  Array.from(cache.store, ({ metadata }) => metadata.name)
    .sort()
    .join();

describe.each(['list', 'stream', 'auto'] as const)('a watcher with the initial state %s', (initialState) => {
  test('is up to date again once a hostile server is well, and then follows it', async () => {
    await fc.assert(
      fc.asyncProperty(troubles, async (all) => {
        const clock = new VirtualClock();
        const { good, service, isGood } = serverOf(all, clock);
        const client = new Client(service, { clock });
        const cache = reflector(Api.all(client, ConfigMap), { clock, random: () => 0.5, initialState });
        try {
          expect(await eventually(clock, isGood)).toBe(true);
          const { lastError } = cache.status;
          if (lastError !== undefined) expectSane(lastError);
          expect(
            await eventually(clock, () => cache.status.phase === 'live' && namesIn(cache) === 'a,b'),
          ).toBe(true);
          await Api.namespaced(new Client(good.service, { clock }), ConfigMap, 'shop').create({
            metadata: { name: 'c' },
          });
          expect(await eventually(clock, () => namesIn(cache) === 'a,b,c')).toBe(true);
        } finally {
          await cache.close();
        }
      }),
      { numRuns: 100 },
    );
  });
});
