// What an audit makes of answers word for word, and of a watch that is behind the list.

import { describe, expect, test } from '@jest/globals';
import type { DynamicObject, ListParams, ResponseBody } from '@kube-rx/core';
import { VirtualClock } from '@kube-rx/core';
import { loadAudits } from '../../src/reflector/audit-schedule.ts';
import { type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import type { OpenOptions } from '../../src/watcher/source.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';
import { auditResults } from '../support/store-messages.ts';

const auditMs = 600_000;

/** A server that answers audits by a script of their own. */
class AuditedServer extends ScriptedServer {
  readonly audits: ScriptedServer;

  constructor(answers: readonly Answer[], audits: readonly Answer[]) {
    super(answers);
    this.audits = new ScriptedServer(audits);
  }

  override openList(options: ListParams & OpenOptions): Promise<ResponseBody> {
    return options.metadataOnly ? this.audits.openList(options) : super.openList(options);
  }
}

const bookmark = (version: string): Uint8Array =>
  frame('BOOKMARK', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: version } });

/** Ends with what completes a list. */
class EndingFeed extends Feed {
  override push(bytes: Uint8Array): this {
    super.push(bytes);
    return bytes.at(-1) === 0x7d ? this.end() : this;
  }
}

interface Scene {
  /** What exists at first; the list has the version 100. */
  readonly held: readonly DynamicObject[];
  readonly audits: readonly Answer[];
  /** What the watch, or another answer, tells after so many ms of the first audit. */
  readonly told?: readonly (readonly [atMs: number, Uint8Array, into?: Feed])[];
  readonly version?: string;
  /** The answers to questions for the server's version, and to the next list of all. */
  readonly questions?: readonly Answer[];
  readonly again?: Answer;
  readonly options?: ReflectorOptions<DynamicObject>;
}

/** The results of audits, and when each was told, in ms after the first audit was due. */
async function play(scene: Scene) {
  const { held, audits, told = [], version = '100', options = {} } = scene;
  const { questions = [], again = listBody(version === '100' ? 200 : 'v2', [a]) } = scene;
  await loadAudits();
  const clock = new VirtualClock();
  const results = auditResults(() => clock.monotonic() - auditMs);
  const feed = new Feed();
  const server = new AuditedServer([listBody(version, held), feed, again, new Feed()], audits);
  server.answerQuestions(...questions);
  const cache = reflector(server, {
    clock,
    random: () => 0,
    initialState: 'list',
    auditMs,
    // The watch is as long as the test.
    bookmarkIntervalMs: 0,
    watchSeconds: { min: 3600, max: 3600 },
    ...options,
  });
  await clock.advance(auditMs);
  let passedMs = 0;
  for (const [atMs, bytes, into = feed] of told) {
    await clock.advance(atMs - passedMs);
    passedMs = atMs;
    into.push(bytes);
  }
  await clock.advance(0.9 * auditMs - passedMs);
  const keys = [...cache.store.keys()];
  await cache.close();
  results.stop();
  expect(clock.pending).toBe(0);
  return {
    results: results.told,
    requests: server.requests,
    questions: server.questions,
    audits: server.audits.requests,
    keys,
  };
}

const [a, b] = [configMap('a', 10), configMap('b', 20)];
const leftover = { result: 'drifted', objects: 1, missing: 0, outdated: 0, leftover: 1, key: 'shop/b' };

test('a list that comes to no end is given up after about a thousand pages', async () => {
  const names = Array.from({ length: 5000 }, (_, at) => `c${String(at).padStart(4, '0')}`);
  const pages = names.map((name) => listBody(110, [configMap(name, 100)], `after ${name}`));
  const { results, audits } = await play({ held: [a, b], audits: pages });
  const message = expect.stringContaining('the list comes to no end: 1010 pages for 2 objects');
  const failed = { result: 'failed', error: expect.objectContaining({ message }) };
  expect(results).toEqual([0, 60_000, 180_000, 420_000].map((at) => [at, failed]));
  expect(audits).toHaveLength(4 * 1010);
});

describe('what seems to differ', () => {
  test('is none if the watch tells it within seconds', async () => {
    const { results, requests } = await play({
      held: [a, b],
      audits: [listBody(110, [a])],
      told: [[3000, frame('DELETED', configMap('b', 105))]],
    });
    expect(results).toEqual([[5000, { result: 'agreed', objects: 1 }]]);
    expect(requests).toEqual(['list', 'watch 100']);
  });

  test('is waited for as long as the watch gets on', async () => {
    const { results } = await play({
      held: [a, b],
      audits: [listBody(200, [a])],
      told: [
        ...Array.from({ length: 9 }, (_, index) => [index * 20_000, bookmark(`10${index + 1}`)] as const),
        [169_000, frame('DELETED', configMap('b', 199))],
      ],
    });
    expect(results).toEqual([[170_000, { result: 'agreed', objects: 1 }]]);
  });

  test('is a drift as soon as the watch has come to the list, and not at once', async () => {
    const { results, requests } = await play({
      held: [a, b],
      audits: [listBody(110, [a])],
      told: [[1, bookmark('110')]],
    });
    expect(results).toEqual([[5000, leftover]]);
    expect(requests).toEqual(['list', 'watch 100', 'list', 'watch 200']);
  });

  test('is a drift if the watch stands still for half a minute', async () => {
    const { results } = await play({ held: [a, b], audits: [listBody(110, [a])] });
    expect(results).toEqual([[30_000, leftover]]);
  });

  test('is not known if the watch gets on for five minutes without coming to the list', async () => {
    const { results } = await play({
      held: [a, b],
      audits: [listBody(900, [a]), listBody(900, [a, b])],
      told: Array.from({ length: 25 }, (_, index) => [1 + index * 15_000, bookmark(String(200 + index))]),
    });
    const message =
      'the watch is too far behind the list for an audit: its version is 900, that of the view 219';
    expect(results).toEqual([
      [300_000, { result: 'failed', error: expect.objectContaining({ message }) }],
      [360_000, { result: 'agreed', objects: 2 }],
    ]);
  });

  test('is judged by uids where versions have no order', async () => {
    const held = [configMap('a', 'x'), configMap('b', 'y')];
    const { results } = await play({
      held,
      version: 'v1',
      audits: [listBody('v2', [configMap('a', 'z'), configMap('b', 'y', { uid: 'other' })])],
    });
    expect(results).toEqual([[30_000, { ...leftover, objects: 2, outdated: 1, leftover: 0 }]]);
  });
});

describe('a list for an audit', () => {
  test('that is older than the view makes the server be asked for its version, and no more', async () => {
    const { results, requests, questions } = await play({
      held: [a, b],
      audits: [listBody(90, [a]), listBody(100, [a, b])],
      questions: [listBody(100, [a])],
    });
    const message =
      'the list for an audit is stale, or the history went back: its version is 90, that of the view 100';
    expect(results).toEqual([
      [0, { result: 'failed', error: expect.objectContaining({ message }) }],
      [60_000, { result: 'agreed', objects: 2 }],
    ]);
    expect([requests, questions]).toEqual([['list', 'watch 100'], 1]);
  });

  test('that is older than the view, as the history was replaced, leads to what is there now', async () => {
    const { requests, keys } = await play({
      held: [a, b],
      audits: [listBody(90, [a]), listBody(91, [a])],
      questions: [listBody(90, [a]), listBody(90, [a])],
      again: listBody(91, [a]),
    });
    expect(requests).toEqual(['list', 'watch 100', 'list', 'watch 91']);
    expect(keys).toEqual(['shop/a']);
  });

  test('is read page by page', async () => {
    const { results, audits } = await play({
      held: [a, b],
      audits: [listBody(110, [a], 'more'), listBody(110, []), listBody(110, [b], 'more')],
    });
    expect(audits).toEqual(['list', 'list more']);
    expect(results).toEqual([[30_000, leftover]]);
  });

  test('that never ends fails', async () => {
    const pages = Array.from({ length: 2 }, (_, index) => listBody(110, [a], `page-${index}`));
    const { results } = await play({ held: [a, b], audits: [...pages, listBody(110, [a, b])] });
    expect(results).toEqual([
      [0, { result: 'failed', error: expect.objectContaining({ name: 'DecodeError' }) }],
      [60_000, { result: 'agreed', objects: 2 }],
    ]);
  });

  test('that stops half-way fails', async () => {
    const half = new Feed().push(listBody(110, [a, b]).subarray(0, -100));
    const { results } = await play({ held: [a, b], audits: [half, listBody(110, [a, b])] });
    expect(results).toEqual([
      [30_000, { result: 'failed', error: expect.objectContaining({ name: 'DeadlineError' }) }],
      [90_000, { result: 'agreed', objects: 2 }],
    ]);
    expect(half.released).toBe(true);
  });

  test('that merely drips fails, as one that stops', async () => {
    const drip = new Feed();
    const list = listBody(110, [a, b]);
    const told = Array.from({ length: 35 }, (_, at) => [at * 1000, list.subarray(at, at + 1), drip] as const);
    const { results } = await play({ held: [a, b], audits: [drip, list], told });
    expect(results).toEqual([
      [30_000, { result: 'failed', error: expect.objectContaining({ name: 'DeadlineError' }) }],
      [90_000, { result: 'agreed', objects: 2 }],
    ]);
    expect(drip.released).toBe(true);
  });

  test('is read on where the end of a small page, or the start of the next one, comes late', async () => {
    const [first, second] = [new EndingFeed(), new EndingFeed()];
    const page = listBody(110, [a], 'more');
    const { results } = await play({
      held: [a, b],
      audits: [first, second],
      told: [
        [0, page.subarray(0, 10), first],
        [20_000, page.subarray(10), first],
        [45_000, listBody(110, [b]), second],
      ],
    });
    expect(results).toEqual([[45_000, { result: 'agreed', objects: 2 }]]);
  });

  test('need not have what cannot be decoded, nor what the cache left out', async () => {
    const broken = { ...configMap('c', 30), metadata: { name: 'c', namespace: 'shop' } };
    const { results } = await play({ held: [a, b, broken], audits: [listBody(100, [a, b, broken])] });
    expect(results).toEqual([[0, { result: 'agreed', objects: 3 }]]);
  });
});
