// One object that cannot be decoded must not hide all others, and must not be taken for deleted.

import { fc, test as property } from '@fast-check/jest';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { type Reflector, type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import type { SkippedEvent } from '../../src/watcher/event.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { configMap, frame } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

const text = (bytes: string): Uint8Array => Buffer.from(bytes, 'latin1');
const body = (version: number, items: readonly string[]): Uint8Array =>
  text(
    `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"${version}"},"items":[${items.join(',')}]}`,
  );
const item = (name: string, version: number): string => JSON.stringify(configMap(name, version));

/** Objects that exist, and that nobody can take in: with the key that can still be read. */
const bad: readonly (readonly [what: string, json: string, key: string | undefined])[] = [
  ['no metadata', '{}', undefined],
  ['metadata that is a list', '{"metadata":[]}', undefined],
  ['no object', '7', undefined],
  ['null', 'null', undefined],
  ['no name', '{"metadata":{"namespace":"shop","resourceVersion":"9"}}', undefined],
  ['no version', '{"metadata":{"namespace":"shop","name":"a"}}', 'shop/a'],
  [
    'a version that is a number',
    '{"metadata":{"namespace":"shop","name":"a","resourceVersion":9}}',
    'shop/a',
  ],
  [
    'a namespace that is a number',
    '{"metadata":{"namespace":5,"name":"a","resourceVersion":"9"}}',
    undefined,
  ],
  [
    'a uid that is a list',
    '{"metadata":{"namespace":"shop","name":"a","uid":[],"resourceVersion":"9"}}',
    'shop/a',
  ],
  [
    'bytes that are not UTF-8',
    '{"metadata":{"namespace":"shop","name":"a","resourceVersion":"9"},"x":"\xff"}',
    'shop/a',
  ],
  [
    'a name that is not UTF-8',
    '{"metadata":{"namespace":"shop","name":"a\xc3","resourceVersion":"9"}}',
    undefined,
  ],
];

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function run(
  answers: readonly Answer[],
  options: ReflectorOptions<DynamicObject> = {},
): Promise<{
  clock: VirtualClock;
  server: ScriptedServer;
  cache: Reflector<DynamicObject>;
  contents: () => string[];
}> {
  const server = new ScriptedServer(answers);
  const clock = new VirtualClock();
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list', ...options });
  ends.push(() => cache.close());
  const contents = (): string[] =>
    Array.from(cache.store, ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).sort();
  await clock.advance(0);
  return { clock, server, cache, contents };
}

const gone = frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });

describe.each(bad)('an object with %s', (_what, json, key) => {
  test('is left out of a first list, and counted', async () => {
    const { cache, contents } = await run([body(10, [item('b', 5), json, item('c', 6)]), new Feed()]);
    expect(contents()).toEqual(['b@5', 'c@6']);
    expect(cache.status).toMatchObject({ phase: 'live', synced: true });
    expect(cache.status.counters).toMatchObject({ skipped: 1, violations: 0 });
    expect(cache.store.isStale('shop/a')).toBe(key === 'shop/a');
  });

  test('keeps what is known of it in a later list, and deletes what is known to be gone', async () => {
    const { clock, cache, contents } = await run(
      [
        body(10, [item('a', 5), item('b', 5), item('c', 6)]),
        new Feed().push(gone),
        body(20, [json, item('c', 16)]),
        new Feed(),
      ],
      { confirmMassDeletion: false },
    );
    await clock.advance(5000);
    // Where nobody knows which object it is, it may be b.
    expect(contents()).toEqual(key === undefined ? ['a@5', 'b@5', 'c@16'] : ['a@5', 'c@16']);
    expect(cache.store.isStale('shop/a')).toBe(true);
    expect(cache.store.isStale('shop/b')).toBe(key === undefined);
  });

  test('is gone once a list is whole and lacks it', async () => {
    const { clock, cache, contents } = await run(
      [
        body(10, [item('a', 5), item('b', 5)]),
        new Feed().push(gone),
        body(20, [json, item('b', 5)]),
        new Feed().push(gone),
        body(30, [item('b', 5)]),
        new Feed(),
      ],
      { confirmMassDeletion: false },
    );
    await clock.advance(10_000);
    expect(contents()).toEqual(['b@5']);
    expect(cache.store.isStale('shop/a')).toBe(false);
  });

  test('is skipped in a watch, or listed anew where its version cannot be read', async () => {
    const changed = text(`{"type":"MODIFIED","object":${json.replace('"9"', '"19"')}}\n`);
    const { clock, server, cache, contents } = await run([
      body(10, [item('a', 5), item('b', 6)]),
      new Feed().push(changed, frame('MODIFIED', configMap('b', 20))),
      body(21, [json, item('b', 20)]),
      new Feed(),
    ]);
    await clock.advance(5000);
    expect(contents()).toEqual(['a@5', 'b@20']);
    expect(cache.status.counters.skipped).toBe(1);
    const again = json.includes('"9"') ? [] : ['list', 'watch 21'];
    expect(server.requests).toEqual(['list', 'watch 10', ...again]);
  });

  test('is never skipped when it is deleted', async () => {
    const deleted = text(`{"type":"DELETED","object":${json.replace('"9"', '"19"')}}\n`);
    const { clock, cache, contents } = await run(
      [body(10, [item('a', 5), item('b', 6)]), new Feed().push(deleted)],
      { initialState: 'list' },
    );
    for (let cut = 0; cut < 3 && cache.status.counters.lists < 2; cut += 1) await clock.advance(20_000);
    expect(cache.status.counters.skipped).toBe(0);
    expect(contents()).toEqual(['a@5', 'b@6']);
  });
});

test('an object that is too large is left out, and the list goes on behind it', async () => {
  const large = `{"metadata":{"namespace":"shop","name":"a","resourceVersion":"9"},"x":"${'x'.repeat(65 * 1024 * 1024)}"}`;
  const whole = body(10, [item('b', 5), large, item('c', 6)]);
  const feed = new Feed();
  for (let at = 0; at < whole.length; at += 8 * 1024 * 1024)
    feed.push(whole.subarray(at, at + 8 * 1024 * 1024));
  const { cache, contents } = await run([feed.end(), new Feed()]);
  await cache.ready();
  expect(contents()).toEqual(['b@5', 'c@6']);
  expect(cache.status.counters.skipped).toBe(1);
});

test('what was left out is asked for again when the watch ends, until it can be decoded', async () => {
  const watch = new Feed();
  const { clock, server, cache, contents } = await run([
    body(10, [item('b', 5), '{"metadata":{}}']),
    new Feed().push(frame('MODIFIED', configMap('b', 11))).end(),
    body(12, [item('b', 11), item('a', 9)]),
    watch,
  ]);
  await clock.advance(0);
  expect(server.requests).toEqual(['list', 'watch 10', 'list', 'watch 12']);
  expect(contents()).toEqual(['a@9', 'b@11']);
  watch.push(frame('MODIFIED', configMap('b', 13))).end();
  await clock.advance(0);
  expect(server.requests.slice(4)).toEqual(['watch 13']);
  expect(cache.status.counters).toMatchObject({ skipped: 1, relists: 1 });
});

test('a list that is no JSON, or of another kind, is refused as a whole', async () => {
  for (const json of [
    '{"metadata":}',
    '{"metadata":{"name":"a"',
    '{"kind":"Secret","metadata":{"name":"a","resourceVersion":"5"}}',
  ]) {
    const refused = body(10, [item('b', 5), json, item('c', 6)]);
    const { cache } = await run([refused, refused]);
    expect(cache.status).toMatchObject({ phase: 'waiting', synced: false });
    expect(cache.status.counters.skipped).toBe(0);
  }
});

test('each one is told, with its key and why', async () => {
  const told: SkippedEvent[] = [];
  const clock = new VirtualClock();
  const server = new ScriptedServer([
    body(
      10,
      bad.map(([, json]) => json),
    ),
    new Feed(),
  ]);
  const subscription = watcher(server, { clock, initialState: 'list' }).subscribe((event) => {
    if (event.type === 'Skipped') told.push(event);
  });
  await clock.advance(0);
  subscription.unsubscribe();
  expect(told.map(({ key }) => key)).toEqual(bad.map(([, , key]) => key));
  for (const { error } of told) expect(error.message).toMatch(/^an object from the server (has|is) /);
});

property.prop([
  fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
  fc.array(fc.constantFrom(...bad.map(([, json]) => json)), { maxLength: 3 }),
  fc.integer({ min: 1, max: 40 }),
])(
  'whatever cannot be decoded, nothing that exists is deleted, however the list is cut',
  async (names, extra, size) => {
    const first = ['a', 'b', 'c', 'd'].map((name) => item(name, 5));
    const second = body(20, [...extra, ...names.map((name) => item(name, 15))]);
    const feed = new Feed();
    for (let at = 0; at < second.length; at += size) feed.push(second.subarray(at, at + size));
    const { clock, contents, cache } = await run(
      [body(10, first), new Feed().push(gone), feed.end(), new Feed()],
      {
        confirmMassDeletion: false,
      },
    );
    await clock.advance(5000);
    const held = contents();
    for (const name of names) expect(held).toContain(`${name}@15`);
    const isUnknown = extra.some((json) => bad.some(([, each, key]) => each === json && key === undefined));
    if (isUnknown) expect(held).toHaveLength(4);
    else if (extra.length > 0) expect(held.some((each) => each.startsWith('a@'))).toBe(true);
    else expect(held).toHaveLength(names.length);
    expect(cache.status.counters.skipped).toBe(extra.length);
    await cache.close();
  },
);
