// Lists that are wrong for some seconds, as a proxy or a replica that is behind gives them: no deletion of an object that
// exists is told, and the view is right again as soon as the answers are.

import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import type { OpenOptions } from '../../src/watcher/source.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const objects = (count: number, version: number = 1): DynamicObject[] =>
  Array.from({ length: count }, (_, index) => configMap(`o-${index}`, version + index));

/** As a list, or as the initial events of a watch that then stays open. */
type Answering = (version: number, items: readonly DynamicObject[]) => Uint8Array | Feed;

const asList: Answering = (version, items) => listBody(version, items);
const asStream: Answering = (version, items) =>
  new Feed().push(
    ...items.map((item) => frame('ADDED', item)),
    frame('BOOKMARK', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { resourceVersion: String(version), annotations: { 'k8s.io/initial-events-end': 'true' } },
    }),
  );

/** A proxy before a server with 20 objects: it lies for `lieMs`, or once. Notes over which connections it was asked. */
class Proxy extends ScriptedServer {
  readonly initial: string[] = [];
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    super([]);
    this.#clock = clock;
  }

  override openList(options: Parameters<ScriptedServer['openList']>[0] & OpenOptions) {
    if (options.limit !== 1) this.#note(options);
    return super.openList(options);
  }

  override openWatch(options: Parameters<ScriptedServer['openWatch']>[0] & OpenOptions) {
    if (options.sendInitialEvents) this.#note(options);
    return super.openWatch(options);
  }

  #note({ connection, resourceVersion }: OpenOptions & { readonly resourceVersion?: string }): void {
    const seconds = Math.floor(this.#clock.monotonic() / 1000);
    this.initial.push(`${seconds} s: ${resourceVersion ?? 'newest'}, ${connection ?? 'any'}`);
  }
}

interface Lie {
  readonly version: number;
  readonly items: readonly DynamicObject[];
  /** Absent: once. */
  readonly forMs?: number;
  /** What made the watcher read an initial state. */
  readonly after?: 'expiry' | 'outage';
}

const gone = frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });
const reset = new TransportError('reset', { code: 'ECONNRESET' });

/** `questions`: what small lists beside the watch are answered. */
async function run(lie: Lie, answering: Answering, questions: readonly Uint8Array[] = []) {
  const clock = new VirtualClock();
  const proxy = new Proxy(clock);
  let reads = 0;
  let cuts = lie.after === 'outage' ? 1 : 0;
  const rest = (): Feed => {
    const cut = cuts > 0;
    cuts -= 1;
    return cut ? new Feed().end(reset) : new Feed().push(gone);
  };
  const isLying = (): boolean =>
    lie.forMs === undefined ? reads === 2 : reads > 1 && clock.monotonic() < lie.forMs;
  proxy.answerWith((request) => {
    if (!request.startsWith('list') && !request.endsWith('initial')) return reads > 1 ? new Feed() : rest();
    reads += 1;
    if (isLying()) return answering(lie.version, lie.items);
    const answer = answering(reads === 1 ? 100 : 110, objects(20));
    if (reads > 1 || !(answer instanceof Feed)) return answer;
    cuts -= 1;
    return cuts < 0 ? answer.push(gone) : answer.end(reset);
  });
  proxy.answerQuestions(...questions);
  const initialState = answering === asList ? 'list' : 'stream';
  const cache = reflector(proxy, { clock, random: () => 0, initialState });
  const deleted: string[] = [];
  let changes = 0;
  const sizes = new Set<number>();
  await cache.ready();
  const before = cache.store.size;
  cache.changes$.subscribe(({ type, key }) => {
    changes += 1;
    if (type === 'deleted') deleted.push(key);
    sizes.add(cache.store.size);
  });
  await clock.advance(60_000);
  const { phase, resourceVersion, epoch } = cache.status;
  await cache.close();
  expect(clock.pending).toBe(0);
  return {
    deleted,
    changes: changes - before,
    questions: proxy.questions,
    sizes: [...sizes],
    end: { phase, resourceVersion, epoch },
    initial: proxy.initial,
  };
}

describe.each<[string, Answering]>([
  ['a list', asList],
  ['initial events', asStream],
])('an answer by %s', (_how, answering) => {
  test.each<[string, Lie]>([
    ['an old one that is replayed for 8 s', { version: 90, items: objects(15), forMs: 8000 }],
    ['an old one that is replayed for 20 s', { version: 90, items: objects(15), forMs: 20_000 }],
    ['an old one for 8 s after an outage', { version: 90, items: objects(15), forMs: 8000, after: 'outage' }],
    ['empty for 8 s', { version: 105, items: [], forMs: 8000 }],
    ['empty for 8 s after an outage', { version: 105, items: [], forMs: 8000, after: 'outage' }],
    ['without 40 % once', { version: 105, items: objects(12) }],
    ['old and empty for 8 s', { version: 90, items: [], forMs: 8000 }],
  ])('that is wrong (%s) deletes nothing', async (_what, lie) => {
    const { deleted, sizes, end, initial } = await run(lie, answering);
    expect([deleted, sizes]).toEqual([[], [20]]);
    expect(end).toEqual({ phase: 'live', resourceVersion: '110', epoch: 0 });
    // The opinions after the first answer that was refused: as new as the server itself, and another way.
    expect(initial.slice(2)).toEqual(
      (lie.forMs ?? 0) > 10_000
        ? ['10 s: newest, another', '30 s: newest, another']
        : ['10 s: newest, another'],
    );
  });
});

test('of which a small list beside the watch is one has all read anew, and nothing is told where nothing differs', async () => {
  const lie: Lie = { version: 110, items: objects(20), after: 'outage' };
  const { deleted, changes, questions, end } = await run(lie, asList, [listBody(90, []), listBody(110, [])]);
  expect([deleted, changes, questions]).toEqual([[], 0, 2]);
  expect(end).toEqual({ phase: 'live', resourceVersion: '110', epoch: 1 });
});
