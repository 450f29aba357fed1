import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { type DynamicObject, InvalidRequestError, KubeError, VirtualClock } from '@kube-rx/core';
import type { Subscription } from 'rxjs';
import type { WatcherEvent } from '../../src/watcher/event.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { ConfigMaps, configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

interface Run {
  readonly server: ScriptedServer;
  readonly clock: VirtualClock;
  readonly events: string[];
  readonly errors: unknown[];
  readonly interrupted: Error[];
  readonly told: WatcherEvent<DynamicObject>[];
  readonly subscription: Subscription;
}

function run(answers: readonly Answer[], options: WatcherOptions = {}): Run {
  const server = new ScriptedServer(answers);
  const clock = new VirtualClock();
  const events: string[] = [];
  const errors: unknown[] = [];
  const interrupted: Error[] = [];
  const told: WatcherEvent<DynamicObject>[] = [];
  const subscription = watcher(server, {
    clock,
    random: () => 0,
    initialState: 'list',
    ...options,
  }).subscribe({
    next: (event) => {
      events.push(print(event));
      told.push(event);
      if (event.type === 'Interrupted') interrupted.push(event.error);
    },
    error: (error: unknown) => errors.push(error),
  });
  return { server, clock, events, errors, interrupted, told, subscription };
}

function print(event: WatcherEvent<DynamicObject>): string {
  if (event.type === 'Interrupted') return `Interrupted(${event.verdict})`;
  return 'encoded' in event ? `${event.type}(${event.object.metadata.name})` : event.type;
}

const reset = new TransportError('connection reset', { code: 'ECONNRESET' });
const empty = listBody(10, []);

describe('a watcher', () => {
  test('tells the list, then the frames of the watch, however they are cut into chunks (client-go R5)', async () => {
    const bytes = Buffer.concat([
      frame('ADDED', configMap('b', 11)),
      frame('BOOKMARK', { metadata: { resourceVersion: '15' } }),
      frame('DELETED', configMap('b', 16)),
    ]);
    for (const size of [1, 7, 100, bytes.length]) {
      const feed = new Feed();
      for (let at = 0; at < bytes.length; at += size) feed.push(bytes.subarray(at, at + size));
      const { clock, events, subscription } = run([listBody(10, [configMap('a', 5)]), feed]);
      await clock.advance(0);
      expect(events).toEqual(['Init', 'InitApply(a)', 'InitDone', 'Apply(b)', 'Bookmark', 'Delete(b)']);
      subscription.unsubscribe();
    }
  });

  test('resumes where a watch was cut, and says so', async () => {
    const cut = new Feed().push(
      frame('ADDED', configMap('a', 11)),
      frame('ADDED', configMap('b', 12)).slice(0, 30),
    );
    const { clock, server, events } = run([
      empty,
      cut.end(reset),
      new Feed().push(frame('ADDED', configMap('b', 12))),
    ]);
    await clock.advance(1000);
    expect(server.requests).toEqual(['list', 'watch 10', 'watch 11']);
    expect(events).toEqual(['Init', 'InitDone', 'Apply(a)', 'Interrupted(retry)', 'Apply(b)']);
  });

  test('takes a clean end inside a frame for trouble', async () => {
    const torn = new Feed().push(frame('ADDED', configMap('a', 11)).slice(0, 30)).end();
    const { clock, events } = run([empty, torn, new Feed()]);
    await clock.advance(1000);
    expect(events).toEqual(['Init', 'InitDone', 'Interrupted(faulty)']);
  });

  test('starts over when the history is gone', async () => {
    const status = { kind: 'Status', status: 'Failure', message: 'too old', reason: 'Expired', code: 410 };
    const { clock, server, events } = run([
      listBody(10, [configMap('a', 5)]),
      new Feed().push(frame('ERROR', status)),
      listBody(20, [configMap('c', 19)]),
      new Feed(),
    ]);
    await clock.advance(1000);
    expect(server.requests).toEqual(['list', 'watch 10', 'list', 'watch 20']);
    expect(events.slice(3)).toEqual(['Interrupted(expired)', 'Init', 'InitApply(c)', 'InitDone']);
  });

  test('does not accept a list that was cut', async () => {
    const body = listBody(10, [configMap('a', 5)]);
    const { clock, events } = run([body.slice(0, body.length - 2), body, new Feed()]);
    await clock.advance(1000);
    expect(events).toEqual([
      ...['Init', 'InitApply(a)', 'Interrupted(faulty)'],
      ...['Init', 'InitApply(a)', 'InitDone'],
    ]);
  });

  test('refuses objects of another kind, and keeps the version of the last good one (client-go R4, client-go R22)', async () => {
    const table = frame('ADDED', { kind: 'Table', metadata: { name: 'x', resourceVersion: '12' } });
    const good = frame('ADDED', configMap('a', 11));
    const feed = new Feed().push(good, table);
    const { clock, events, told } = run([empty, feed, listBody(12, []), new Feed()]);
    await clock.advance(1000);
    expect(events).toEqual(['Init', 'InitDone', 'Apply(a)', 'Interrupted(violation)', 'Init', 'InitDone']);
    expect(told.find(({ type }) => type === 'Interrupted')).toMatchObject({ resourceVersion: '11' });
  });

  test('lists anew for a deletion under an old version, which a server without versions of its own may send', async () => {
    const feed = new Feed().push(
      frame('ADDED', configMap('b', 11)),
      // Such a server may also begin each watch with the existing objects.
      frame('ADDED', configMap('a', 5)),
      frame('DELETED', configMap('a', 5)),
    );
    const { clock, events } = run([
      listBody(10, [configMap('a', 5)]),
      feed,
      listBody(11, [configMap('b', 11)]),
      new Feed(),
    ]);
    await clock.advance(1000);
    expect(events.slice(3)).toEqual([
      'Apply(b)',
      'Interrupted(violation)',
      'Init',
      'InitApply(b)',
      'InitDone',
    ]);
  });

  test('gives up a list that makes no progress, but not one that is merely slow', async () => {
    const slow = new Feed();
    const { clock, events } = run([undefined, slow, new Feed()]);
    await clock.advance(29_999);
    expect(events).toEqual([]);
    await clock.advance(1);
    expect(events).toEqual(['Interrupted(retry)']);
    const filler = Buffer.from(`{"filler":"${'x'.repeat(30_000)}",`);
    const bytes = Buffer.concat([filler, listBody(10, []).subarray(1)]);
    for (let at = 0; at < bytes.length; at += 4096) {
      await clock.advance(29_000);
      slow.push(bytes.subarray(at, at + 4096));
    }
    slow.end();
    await clock.advance(0);
    expect(events).toEqual(['Interrupted(retry)', 'Init', 'InitDone']);
  });

  test('gives up a watch that is not answered', async () => {
    const { clock, server, events } = run([empty, undefined, new Feed()]);
    await clock.advance(31_000);
    expect(events).toEqual(['Init', 'InitDone', 'Interrupted(retry)']);
    expect(server.requests).toEqual(['list', 'watch 10', 'watch 10']);
  });

  test('closes a watch that the server does not end in time, and frees it', async () => {
    const silent = new Feed();
    const { clock, server, events } = run([empty, silent, new Feed()], { bookmarkIntervalMs: 0 });
    await clock.advance(254_999);
    expect(events).toEqual(['Init', 'InitDone']);
    await clock.advance(1000);
    expect(events).toEqual(['Init', 'InitDone', 'Interrupted(silent)']);
    expect(silent.released).toBe(true);
    expect(server.requests).toHaveLength(3);
  });

  test('misses bookmarks that it has seen before, and then does not wait for the deadline', async () => {
    const feed = new Feed();
    const { clock, server, events } = run([empty, feed, new Feed()]);
    await clock.advance(30_000);
    feed.push(frame('BOOKMARK', { metadata: { resourceVersion: '15' } }));
    await clock.advance(89_999);
    expect(server.requests).toEqual(['list', 'watch 10']);
    await clock.advance(1);
    expect(server.requests).toEqual(['list', 'watch 10', 'watch 15']);
    expect(feed.released).toBe(false);
    await clock.advance(2000);
    expect(feed.released).toBe(true);
    expect(events).toEqual(['Init', 'InitDone', 'Bookmark']);
  });

  test.each<[string, Answer[], number]>([
    ['the list', [undefined], 0],
    ['a delay', [reset], 0],
    ['the head of the watch', [empty, undefined], 0],
    ['frames', [empty, new Feed()], 0],
  ])(
    'leaves nothing behind when it is ended while waiting for %s (client-go R2)',
    async (_what, answers, ms) => {
      const { clock, server, events, subscription } = run(answers);
      await clock.advance(ms);
      const told = events.length;
      const asked = server.requests.length;
      subscription.unsubscribe();
      expect(clock.pending).toBe(0);
      await clock.advance(600_000);
      expect(events).toHaveLength(told);
      expect(server.requests).toHaveLength(asked);
      for (const answer of answers) if (answer instanceof Feed) expect(answer.released).toBe(true);
    },
  );

  test('stops in the middle of a chunk when its consumer has enough', async () => {
    const feed = new Feed().push(
      Buffer.concat([frame('ADDED', configMap('a', 11)), frame('ADDED', configMap('b', 12))]),
    );
    const server = new ScriptedServer([empty, feed]);
    const clock = new VirtualClock();
    const events: string[] = [];
    const subscription = watcher(server, { clock, initialState: 'list' }).subscribe((event) => {
      events.push(print(event));
      if (event.type === 'Apply') subscription.unsubscribe();
    });
    await clock.advance(0);
    expect(events).toEqual(['Init', 'InitDone', 'Apply(a)']);
    expect(feed.released).toBe(true);
  });

  test('ends with the error of a verdict that it shall stop on (kube-rs W18)', async () => {
    const { clock, events, errors } = run([empty, reset], { stopOn: (verdict) => verdict === 'retry' });
    await clock.advance(1000);
    expect(events.at(-1)).toBe('Interrupted(retry)');
    expect(errors).toEqual([reset]);
    expect(clock.pending).toBe(0);
  });

  test('ends with what stopOn throws, rather than stand still', async () => {
    const mistake = new Error('a mistake in stopOn');
    const stopOn = (): never => {
      throw mistake;
    };
    const { clock, errors } = run([empty, reset], { stopOn });
    await clock.advance(1000);
    expect(errors).toEqual([mistake]);
    expect(clock.pending).toBe(0);
  });

  test('ends at a request that can never be right (client-go R23)', async () => {
    const wrong = new InvalidRequestError('no such scope');
    const { clock, errors } = run([wrong]);
    await clock.advance(1000);
    expect(errors).toEqual([wrong]);
  });

  test('leaves the stream when the server sends an ERROR, and names what was ended and why (kube-rs W4, client-go R1)', async () => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      message: 'etcd is away',
      reason: 'InternalError',
      code: 500,
    };
    const feed = new Feed().push(frame('ERROR', status));
    const { clock, server, interrupted } = run([empty, feed, new Feed()]);
    await clock.advance(1000);
    expect(feed.released).toBe(true);
    expect(server.requests).toEqual(['list', 'watch 10', 'watch 10']);
    expect(interrupted[0]).toBeInstanceOf(KubeError);
    expect(interrupted[0]?.message).toBe(
      'the watch of configmaps was ended by the server: etcd is away (500 InternalError)',
    );
  });

  test('repeats no value of a Secret that an ERROR quotes', async () => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      message: 'cannot decode "s3cret" of s3cret',
      code: 500,
    };
    class SecretServer extends ScriptedServer {
      override readonly resource = { ...ConfigMaps, kind: 'Secret', plural: 'secrets' };
    }
    const list = Buffer.from('{"kind":"SecretList","metadata":{"resourceVersion":"10"},"items":[]}');
    const server = new SecretServer([list, new Feed().push(frame('ERROR', status)), new Feed()]);
    const clock = new VirtualClock();
    const told: string[] = [];
    watcher(server, { clock, initialState: 'list' }).subscribe((event) => {
      if (event.type === 'Interrupted') told.push(inspect(event));
    });
    await clock.advance(1000);
    expect(told.join()).toContain('ended by the server: cannot decode "…" of … (500)');
    expect(told.join()).not.toContain('s3cret');
  });

  test('is a watch of its own for each subscription', async () => {
    const server = new ScriptedServer([empty, empty, new Feed(), new Feed()]);
    const clock = new VirtualClock();
    const watch = watcher(server, { clock, initialState: 'list' });
    const first = watch.subscribe();
    const second = watch.subscribe();
    await clock.advance(0);
    expect(server.requests).toEqual(['list', 'list', 'watch 10', 'watch 10']);
    first.unsubscribe();
    second.unsubscribe();
  });

  test.each<[string, WatcherOptions, RegExp]>([
    ['a bad label selector', { labelSelector: 'a in (' }, /label selector/],
    ['a bad field selector', { fieldSelector: 'name' }, /field selector/],
    ['a page of no objects', { pageSize: 0 }, /pageSize must be/],
    ['an empty range of seconds', { watchSeconds: { min: 20, max: 10 } }, /watchSeconds must be/],
    ['a negative timeout', { watchGraceMs: -1 }, /watchGraceMs must be/],
    ['a timeout in which nothing can come', { headersTimeout: 0 }, /headersTimeout must be .* above 0/],
    ['a backoff that shrinks', { backoff: { minMs: 10, maxMs: 5 } }, /backoff must be/],
  ])('refuses %s before anything is sent', (_what, options, message) => {
    const server = new ScriptedServer([]);
    expect(() => watcher(server, options)).toThrow(message);
    expect(server.requests).toEqual([]);
  });
});
