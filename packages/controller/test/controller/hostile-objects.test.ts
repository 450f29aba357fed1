// A controller whose server checks nothing: what stands in an object stops neither the controller nor the runs of others,
// and what is told of it is short and printable.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import { type HttpService, isOwnedBy, unprintable, VirtualClock } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { predicates } from '@kube-rx/runtime';
import type { ReconcileContext } from '../../src/controller/context.ts';
import { Controller } from '../../src/controller/controller.ts';
import { finalizer } from '../../src/finalizer/finalizer.ts';
import { ChangePredicate } from '../../src/source/predicate.ts';
import { type LogRecord, recordingLog } from '../support/controller-world.ts';
import { Website } from '../support/source-bench.ts';

/** JSON of an object, of which anything may be written anew. */
function json(kind: 'Website' | 'ConfigMap', name: string, { metadata = '', more = '' } = {}): string {
  const apiVersion = kind === 'Website' ? 'shop.example/v1' : 'v1';
  return (
    `{"apiVersion":"${apiVersion}","kind":"${kind}","metadata":{"name":${JSON.stringify(name)},"namespace":"shop",` +
    `"uid":"uid-of-${encodeURIComponent(name.slice(0, 9))}","resourceVersion":"5","generation":1${metadata}}${more}}`
  );
}

const good = json('Website', 'good');
const owner =
  '{"apiVersion":"shop.example/v1","kind":"Website","name":"good","uid":"uid-of-good","controller":true}';

/** Has these objects, tells of nothing more, and answers each write by what was written. */
function serverOf(websites: readonly string[], configMaps: readonly string[]): HttpService {
  const answer = (status: number, text: string, signal?: AbortSignal) => {
    async function* body(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(text);
      if (!signal) return;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))));
    }
    return Promise.resolve({ status, headers: { 'content-type': 'application/json' }, body: body() });
  };
  return ({ method, path, query }, call) => {
    const asks = (name: string): boolean => query.some(([each]) => each === name);
    if (method !== 'GET') return answer(200, good.replace('"5"', '"50"'));
    if (asks('sendInitialEvents')) return answer(422, '{}');
    if (asks('watch')) return answer(200, '', call?.signal ?? new AbortController().signal);
    const isWebsites = path.endsWith('/websites');
    const [kind, version] = isWebsites ? ['WebsiteList', 'shop.example/v1'] : ['ConfigMapList', 'v1'];
    const items = (isWebsites ? websites : configMaps).join();
    return answer(
      200,
      `{"kind":"${kind}","apiVersion":"${version}","metadata":{"resourceVersion":"10"},"items":[${items}]}`,
    );
  };
}

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', noteUnhandled);
});
afterEach(() => void process.off('unhandledRejection', noteUnhandled));

interface Outcome {
  readonly ran: readonly string[];
  readonly records: readonly LogRecord[];
  readonly status: Controller<Website>['status'];
}

/** Runs a controller that uses all that a run is given, and fails for all but the good one. */
async function reconcileAll(
  websites: readonly string[],
  configMaps: readonly string[] = [],
): Promise<Outcome> {
  const clock = new VirtualClock();
  const client = new Client(serverOf(websites, configMaps), { clock });
  const records: LogRecord[] = [];
  const ran: string[] = [];
  const { anyOf, changed } = ChangePredicate;
  const controller = new Controller(Api.all(client, Website), {
    clock,
    random: () => 0.5,
    name: 'sites',
    log: recordingLog(records),
    maxAttempts: 2,
    predicate: anyOf(
      changed(predicates.generation),
      changed(predicates.labels),
      changed(predicates.finalizers),
    ),
    reconcile: async (site, context) => {
      if (site.metadata.name !== 'good') {
        await useAll(site, context);
        throw new Error('it cannot be right');
      }
      ran.push(
        context
          .children(ConfigMap)
          .map(({ metadata }) => metadata.name)
          .join(),
      );
      for (const config of context.store(ConfigMap)) isOwnedBy(config, site);
    },
  })
    .owns(Api.all(client, ConfigMap))
    .watches(
      Api.all(client, ConfigMap),
      ({ metadata }) => metadata.ownerReferences?.map(({ name }) => ({ name })) ?? [],
    );
  const stop = new AbortController();
  const ended = controller.run({ signal: stop.signal });
  await clock.advance(10_000);
  const { status } = controller;
  stop.abort();
  await clock.advance(120_000);
  await ended;
  expect(clock.pending).toBe(0);
  return { ran, records, status };
}

async function useAll(site: Website, context: ReconcileContext<Website>): Promise<void> {
  const { log, event, status, apply, children } = context;
  log.info({}, 'begins');
  event({ type: 'Normal', reason: 'Seen', action: 'Look', note: site.metadata.name });
  const none = (): void => undefined;
  const uses: readonly (() => unknown)[] = [
    () => status({ ready: 1 }),
    () => apply(ConfigMap, { metadata: { name: 'x' } }),
    () => children(ConfigMap),
    () => finalizer(context, site, { name: 'shop.example/x', apply: none, cleanup: none }),
  ];
  for (const use of uses) {
    try {
      await use();
    } catch (error) {
      // Whatever is refused is refused in words, not by a mishap.
      expect(error).toMatchObject({
        name: expect.stringMatching(/^(InvalidRequest|Decode|Api|Conflict)/) as unknown,
      });
    }
  }
}

function expectSane({ ran, records, status }: Outcome): void {
  expect(ran.length).toBeGreaterThan(0);
  expect(status.sources.map(({ phase, synced }) => [phase, synced])).toEqual(
    status.sources.map(() => ['live', true]),
  );
  expect(unhandled).toEqual([]);
  for (const record of records) {
    const texts: string[] = [];
    JSON.stringify(record, (name, value: unknown) => {
      // It has lines.
      if (name !== 'stack' && typeof value === 'string') texts.push(value);
      return value;
    });
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(1001);
      expect(text.search(unprintable)).toBe(-1);
    }
  }
}

describe('a controller runs what is good beside an object', () => {
  const pausedIs = (value: string) => `,"annotations":{"kube-rx.dev/paused":${value}}`;
  const requestedIs = (value: string) => `,"annotations":{"kube-rx.dev/reconcile-requested-at":${value}}`;

  test.each<[string, string]>([
    ...['null', '"x"', '[]', '[null,5,{}]', '{}', '5'].flatMap((value): [string, string][] =>
      ['annotations', 'labels', 'finalizers', 'ownerReferences', 'managedFields', 'generation'].map(
        (name) => [`whose ${name} are ${value}`, json('Website', 'bad', { metadata: `,"${name}":${value}` })],
      ),
    ),
    ...['true', '{}', '"TRUE"', '"\\u009b2J"', '5'].flatMap((value): [string, string][] => [
      [`paused by ${value}`, json('Website', 'bad', { metadata: pausedIs(value) })],
      [`that asks for a run by ${value}`, json('Website', 'bad', { metadata: requestedIs(value) })],
    ]),
    ...['5', 'null', '"x"', '{}'].map((value): [string, string] => [
      `deleted at ${value}`,
      json('Website', 'bad', { metadata: `,"deletionTimestamp":${value},"finalizers":"shop.example/x"` }),
    ]),
    ...['"x"', 'null', '[1]', '{"conditions":{}}', '{"conditions":[null,5]}'].map(
      (value): [string, string] => [
        `whose status is ${value}`,
        json('Website', 'bad', { more: `,"status":${value}` }),
      ],
    ),
    ['that is large', json('Website', 'bad', { more: `,"spec":"${'x'.repeat(2_000_000)}"` })],
    ['that is deep', json('Website', 'bad', { more: `,"spec":${'['.repeat(5000)}${']'.repeat(5000)}` })],
    ['without metadata', '{"kind":"Website"}'],
    ['that is none', 'null'],
    ['without a uid', '{"metadata":{"name":"bad","namespace":"shop","resourceVersion":"5"}}'],
    ['without a namespace', '{"metadata":{"name":"bad","uid":"u","resourceVersion":"5"}}'],
    ['of a namespace that is none', json('Website', 'bad').replace('"shop"', '"a/b\\n"')],
  ])('%s', async (_what, bad) => {
    expectSane(await reconcileAll([bad, good]));
  });

  test.each([
    'a/b',
    'a%2Fb',
    '..',
    'a\nb',
    '\u001b[2J',
    '\u009b2J',
    '\u202eb',
    'a\u0000b',
    'A B',
    '__proto__',
  ])('of the name %j', (name) => failsAlone(name));

  test('of an endless name', () => failsAlone('x'.repeat(100_000)));

  const failsAlone = async (name: string): Promise<void> => {
    const outcome = await reconcileAll([json('Website', name), good]);
    expectSane(outcome);
    // Its failures are told, and then it waits.
    expect(outcome.status.counters).toMatchObject({ failures: 2, terminal: 1 });
  };

  test('that is there very often', async () => {
    const often = Array.from({ length: 2000 }, (_, at) => good.replace('uid-of-good', `uid-${at}`));
    expectSane(await reconcileAll(often));
  });
});

describe('a controller runs the owner beside a child', () => {
  const thousands = Array.from({ length: 5000 }, (_, at) =>
    owner.replace('good', `n${at}`).replace('true', 'false'),
  );

  test.each<[string, string]>([
    ...['"x"', '{}', '5', 'null', '[null]', '[[]]', '[{"controller":true}]'].map(
      (value): [string, string] => [`whose owners are ${value}`, value],
    ),
    ['whose owner has a number for a name', `[${owner.replace('"good"', '5')}]`],
    ['whose owner has an object for a uid', `[${owner.replace('"uid-of-good"', '{}')}]`],
    ['whose owner has no version', `[${owner.replace('"apiVersion":"shop.example/v1",', '')}]`],
    ['whose owner has a list for a kind', `[${owner.replace('"Website"', '["Website"]')}]`],
    ['whose owner has a name that nothing has', `[${owner.replace('"good"', '"../\\u0000\\u009b2J"')}]`],
    ['whose owner has an endless name', `[${owner.replace('"good"', `"${'x'.repeat(1_000_000)}"`)}]`],
    ['of thousands', `[${[...thousands, 'null'].join()}]`],
  ])('%s', async (_what, references) => {
    const children = [
      json('ConfigMap', 'odd', { metadata: `,"ownerReferences":${references}` }),
      json('ConfigMap', 'child', { metadata: `,"ownerReferences":[${owner}]` }),
    ];
    const outcome = await reconcileAll([good], children);
    expectSane(outcome);
    expect(outcome.ran.at(-1)?.split(',')).toContain('child');
  });
});
