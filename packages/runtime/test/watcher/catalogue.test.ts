// Known faults of other watchers: the weaknesses W1-W18 of kube-rs' watcher, the holes A and B of client-go's
// watch-list, and the scenarios R1-R23 and W1-W14 of the tests of client-go's reflector. Each has a test with its name
// in the title, here or beside the code that it concerns, or a reason why it does not apply.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Api, Client, TransportError } from '@kube-rx/client';
import type { CallOptions, DynamicObject, HttpResponse } from '@kube-rx/core';
import { VirtualClock } from '@kube-rx/core';
import { type Reflector, type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import { classify } from '../../src/watcher/classify.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { Bench, busy, failed, gone, reset, status } from '../support/machine-bench.ts';
import { ConfigMaps, configMap, encoded, frame, listBody, page } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

/** What has no test, and why. */
const doesNotApply: Readonly<Record<string, string>> = {
  'kube-rs W8':
    'there is no semantic to choose: a list is always paged, and its version is chosen by the watcher (client-go R14)',
  'kube-rs W15':
    'nothing is polled: a change carries its object, so none can get lost between being told and being looked up',
  'kube-rs W16':
    'a promise of the cache in bytes: bench/cache.ts measures it, packages/runtime/test/reflector holds the sharing',
  'client-go R3': 'there is no resync: a cache tells what changed, and only that',
  'client-go R12':
    'a relist is paged like the first list: servers honour limit with NotOlderThan, and an unpaged list would be held as one',
  'client-go R13':
    'version 0 is never asked for: the first list is consistent, the ones after it not older than seen',
  'watch-list W11':
    'no warning is repeated: the status says streaming, and since when, and after initialIdleTimeout it is listed',
};

const names = [
  ...Array.from({ length: 18 }, (_, index) => `kube-rs W${index + 1}`),
  ...['A', 'B'].map((hole) => `client-go hole ${hole}`),
  ...Array.from({ length: 23 }, (_, index) => `client-go R${index + 1}`),
  ...Array.from({ length: 14 }, (_, index) => `watch-list W${index + 1}`),
];

describe('the catalogue', () => {
  // Titles only: comments and reasons name others without testing them.
  const titles = globSync('packages/runtime/test/**/*.test.ts', {
    cwd: join(import.meta.dirname, '../../../..'),
  })
    .map((path) => readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8'))
    .flatMap((text) =>
      Array.from(text.matchAll(/(?:\btest\(|\)\(|\[)\s*'([^'\n]*)'/gm), ([, title]) => title ?? ''),
    );

  test.each(names)('%s has one test, or a reason to have none', (name) => {
    const tests = titles.filter((title) => new RegExp(`${name}(?![0-9])`).test(title));
    expect(tests.length + Number(name in doesNotApply)).toBe(1);
  });

  test('names nothing else', () => {
    expect(Object.keys(doesNotApply).filter((name) => !names.includes(name))).toEqual([]);
  });
});

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Run {
  readonly clock: VirtualClock;
  readonly server: ScriptedServer;
  readonly cache: Reflector<DynamicObject>;
  readonly contents: () => string[];
}

function run(answers: readonly Answer[], options: ReflectorOptions<DynamicObject> = {}): Run {
  const server = new ScriptedServer(answers);
  const clock = new VirtualClock();
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list', ...options });
  ends.push(() => cache.close());
  const contents = (): string[] =>
    Array.from(cache.store, ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  return { clock, server, cache, contents };
}

const endMark = frame('BOOKMARK', {
  metadata: { resourceVersion: '10', annotations: { 'k8s.io/initial-events-end': 'true' } },
});
const added = (name: string, version: number): Uint8Array => frame('ADDED', configMap(name, version));

describe('a watcher, other than those before it,', () => {
  test('waits longer after each list that fails, though lists that come in part are told meanwhile (kube-rs W1)', () => {
    const bench = new Bench();
    bench.tell({ type: 'start' });
    const delays = Array.from({ length: 4 }, () => {
      bench.slice(encoded('a', 5));
      bench.tell(failed(status(500, 'InternalError')));
      const delay = bench.effect?.type === 'wait' ? bench.effect.delayMs : -1;
      bench.wake();
      return delay;
    });
    expect(delays).toEqual([0, 400, 800, 1600]);
  });

  test('takes in an object whose fields are not as their type says, and what comes after it (kube-rs W10)', async () => {
    const odd = { ...configMap('odd', 5), data: 'not a map', spec: [null] };
    const { clock, contents } = run([
      listBody(10, [odd, configMap('a', 6)]),
      new Feed().push(
        frame('MODIFIED', { ...odd, metadata: { ...odd.metadata, resourceVersion: '11' } }),
        added('b', 12),
      ),
    ]);
    await clock.advance(0);
    expect(contents()).toEqual(['odd@11', 'a@6', 'b@12']);
  });

  test('lets no other wait for one that fails, not even at the gate (kube-rs W13)', async () => {
    const clock = new VirtualClock();
    const hanging = Array.from({ length: 20 }, () => new ScriptedServer([undefined]));
    const cluster = {};
    for (const server of hanging) {
      const source: ListWatch<DynamicObject> = {
        client: cluster,
        resource: server.resource,
        codec: server.codec,
        openList: (options) => server.openList(options),
        openWatch: (options) => server.openWatch(options),
      };
      const subscription = watcher(source, { clock, initialState: 'list' }).subscribe();
      ends.push(() => subscription.unsubscribe());
    }
    const { clock: ownTime, cache } = run([listBody(10, []), new Feed()]);
    await ownTime.advance(0);
    expect(cache.status.phase).toBe('live');
  });

  test('keeps no place at the gate where it is closed by what it asks again', async () => {
    const clock = new VirtualClock();
    const client = {};
    const sourceOf = (server: ScriptedServer, onList: () => void): ListWatch<DynamicObject> => ({
      client,
      resource: server.resource,
      codec: server.codec,
      openList: (options) => {
        onList();
        return server.openList(options);
      },
      openWatch: (options) => server.openWatch(options),
    });
    for (let at = 0; at < 8; at += 1) {
      const server = new ScriptedServer([reset, undefined]);
      const closeIfAgain = (): void => {
        if (server.left === 1) subscription.unsubscribe();
      };
      const subscription = watcher(sourceOf(server, closeIfAgain), {
        clock,
        initialState: 'list',
      }).subscribe();
    }
    await clock.advance(60_000);
    const server = new ScriptedServer([listBody(10, []), new Feed()]);
    const source = sourceOf(server, () => undefined);
    const subscription = watcher(source, { clock, initialState: 'list' }).subscribe();
    ends.push(() => subscription.unsubscribe());
    await clock.advance(0);
    expect(server.requests).toEqual(['list', 'watch 10']);
  });

  test('hides no retries below its own: every request that fails is told (kube-rs W17)', async () => {
    const clock = new VirtualClock();
    const retries: CallOptions['retry'][] = [];
    const client = new Client(
      (_request, options): Promise<HttpResponse> => {
        retries.push(options?.retry);
        return Promise.reject(new TransportError('away', { code: 'ECONNREFUSED' }));
      },
      { clock },
    );
    const told: number[] = [];
    const api = Api.namespaced(client, ConfigMaps, 'shop');
    const subscription = watcher(api, { clock }).subscribe((event) => {
      if (event.type === 'Interrupted') told.push(event.attempt);
    });
    ends.push(() => subscription.unsubscribe());
    await clock.advance(20_000);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(retries.map((_, index) => index + 1));
    expect(retries.every((retry) => retry === false)).toBe(true);
  });

  test.each<[string, ReflectorOptions<DynamicObject>, Answer[]]>([
    [
      'transforms each object of a streamed initial state once, and what follows too (client-go hole B, watch-list W14)',
      { initialState: 'stream' },
      [new Feed().push(added('a', 3), added('b', 4), endMark, added('c', 11))],
    ],
    [
      'transforms each object of a list once, and what follows too (client-go R21)',
      { initialState: 'list' },
      [listBody(10, [configMap('a', 3), configMap('b', 4)]), new Feed().push(added('c', 11))],
    ],
  ])('%s', async (_title, options, answers) => {
    const transformed: string[] = [];
    const { clock, cache } = run(answers, {
      ...options,
      transform: (object) => {
        transformed.push(object.metadata.name);
        return { ...object, data: { once: String(object['data'] === undefined) } };
      },
    } as ReflectorOptions<DynamicObject>);
    await clock.advance(0);
    expect(transformed).toEqual(['a', 'b', 'c']);
    expect(Array.from(cache.store, (object) => object['data'])).toEqual(Array(3).fill({ once: 'true' }));
  });

  test('equals the server after lists and watches that fail in every order (client-go R6)', async () => {
    const troubles: (() => Answer)[] = [
      () => reset,
      () => gone,
      () => busy,
      () => status(500, 'InternalError'),
      () => new Feed().push(added('lost', 11)).end(reset),
      () => listBody(9, [configMap('old', 8)]).subarray(0, 60),
    ];
    const history: readonly (readonly [number, Uint8Array])[] = [
      [18, frame('DELETED', configMap('a', 18))],
      [19, frame('DELETED', configMap('lost', 19))],
      [20, added('b', 20)],
    ];
    for (const first of troubles)
      for (const second of troubles)
        for (const third of troubles) {
          const { clock, server, contents, cache } = run([listBody(10, [configMap('a', 5)])]);
          // Whatever is asked: the troubles, and then the truth, as a list or as a watch.
          server.answerWith((request, count) => {
            const trouble = [first, second, third][count - 1];
            if (count === 0) return listBody(10, [configMap('a', 5)]);
            if (trouble) return trouble();
            if (request.startsWith('list')) return listBody(20, [configMap('b', 19)]);
            const from = Number(request.split(' ')[1]);
            return new Feed().push(
              ...history.filter(([version]) => version > from).map(([, bytes]) => bytes),
            );
          });
          await clock.advance(120_000);
          expect(contents().map((entry) => entry.split('@')[0])).toEqual(['b']);
          expect(cache.status.phase).toBe('live');
          await cache.close();
        }
  });

  test('waits as its backoff option says (client-go R8)', () => {
    const bench = new Bench({ backoff: { minMs: 10, maxMs: 50 } });
    bench.tell({ type: 'start' });
    const delays = Array.from({ length: 5 }, () => {
      bench.tell(failed(status(429, 'TooManyRequests')));
      const delay = bench.effect?.type === 'wait' ? bench.effect.delayMs : -1;
      bench.wake();
      return delay;
    });
    expect(delays).toEqual([5, 10, 20, 25, 25]);
  });

  test('costs a busy server one list and a watch each time, as often as it is turned away (client-go R9)', () => {
    const bench = Bench.connecting();
    for (let refused = 0; refused < 2; refused += 1) {
      bench.tell(failed(busy));
      bench.wake();
    }
    bench.tell({ type: 'opened' });
    for (let ended = 0; ended < 2; ended += 1) {
      bench.tell(failed(busy));
      bench.wake();
      bench.tell({ type: 'opened' });
    }
    expect(bench.machine.status(0).counters).toMatchObject({ lists: 1, watches: 5, relists: 0 });
  });

  test('asks for the newest list once its version is expired, and then for versions again (client-go R15)', () => {
    const bench = Bench.live();
    bench.tell(failed(status(404, 'NotFound')));
    expect(bench.wake()).toEqual(['list from 10']);
    bench.tell(failed(gone));
    expect(bench.wake()).toEqual(['list']);
    bench.tell({ type: 'page', list: page(20, []) });
    bench.tell({ type: 'opened' });
    bench.tell(failed(status(404, 'NotFound')));
    expect(bench.wake()).toEqual(['list from 20']);
  });

  test('knows "too large" in the words of three generations of servers (client-go R17)', () => {
    const message = 'Too large resource version';
    const generations = [
      status(504, 'Timeout', { details: { causes: [{ reason: 'ResourceVersionTooLarge', message }] } }),
      status(504, 'Timeout', { details: { causes: [{ message }] } }),
      status(504, 'Timeout', { message: `Timeout: ${message}: 900, current: 100` }),
    ];
    expect(generations.map((error) => classify(error).verdict)).toEqual(Array(3).fill('tooLarge'));
    expect(classify(status(504, 'Timeout', { message: 'request did not complete' })).verdict).toBe(
      'throttled',
    );
  });

  test('lists anew where the server cannot read what it stores, and keeps its view until then (client-go R20)', () => {
    const bench = Bench.live();
    const unreadable = status(500, 'StorageReadError');
    for (const next of ['watch from 10', 'watch from 10', 'list from 10']) {
      bench.tell(failed(unreadable));
      expect(bench.machine.status(0)).toMatchObject({ synced: true, resourceVersion: '10' });
      expect(bench.wake()).toEqual([next]);
      bench.tell({ type: 'opened' });
    }
  });
});
