// Watches in a version that a webhook converts to.

import { describe, expect, it } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { answerTo, ConversionServer, converted, group } from './conversion-server.ts';
import {
  defined,
  definitions,
  failing,
  held,
  redefined,
  Server,
  v1,
  v2,
  widget,
} from './conversion-setting.ts';

/** The revision before objects of these names, all of width 1, have the width 2. */
async function patchedInTurn(server: Server, names: readonly string[]): Promise<string> {
  let revision = '';
  for (const name of names)
    revision = (await server.send('POST', v1, widget('v1', name, { size: '1x1' }))).metadata.resourceVersion;
  for (const name of names) await server.send('PATCH', `${v1}/${name}`, { spec: { size: '2x1' } });
  return revision;
}

/** Lets the server's time pass until it is there. */
async function passing<T>(clock: VirtualClock, result: T | Promise<T>): Promise<T> {
  const state = { isOver: false };
  const end = Promise.resolve(result).finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) {
    await settle();
    await clock.advance(100);
  }
  return await end;
}

describe('a watch of a kind that a webhook converts', () => {
  it('is converted in advance no further than the objects before the changes allow', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const names = ['a', 'b', 'c', 'd'];
    let revision = '';
    for (const name of names)
      revision = (
        await server.send('POST', v1, widget('v1', name, { size: '1x1', note: 'x'.repeat(300_000) }))
      ).metadata.resourceVersion;
    for (const name of names)
      expect(await server.send('PATCH', `${v1}/${name}`, { spec: { note: '' } })).toMatchObject({
        status: 200,
      });
    webhook.reviews.length = 0;
    const events = server.watch(v2, { resourceVersion: revision });
    expect((await events.next()).value).toBe('MODIFIED a 1');
    expect(
      webhook.reviews.flatMap(({ request }) => request.objects.map(({ metadata }) => metadata.name)),
    ).toEqual(['a', 'a']);
    await events.return();
  });

  it('is converted in advance no further than what the webhook makes of the changes allows', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const revision = await patchedInTurn(server, ['a', 'b', 'c', 'd']);
    webhook.reply = (review, response) => {
      const note = 'x'.repeat(100_000);
      const objects = review.request.objects.map((one) => converted(review, one));
      response.end(
        answerTo(
          review,
          objects.map((one) => ({ ...one, spec: { ...one.spec, note } })),
        ),
      );
    };
    const events = server.watch(v2, { resourceVersion: revision });
    const told = [];
    for (let count = 0; count < 4; count += 1) told.push((await events.next()).value);
    expect(told).toEqual(['MODIFIED a 2', 'MODIFIED b 2', 'MODIFIED c 2', 'MODIFIED d 2']);
    // All of them are tried once, one of them is kept, and then no more are asked for than may be kept.
    expect(webhook.reviews.map(({ request }) => request.objects.length)).toEqual([8, 2, 4, 2]);
    await events.return();
  });

  it('tells what comes before a change that cannot be converted, and ends after half a minute', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    const revision = await patchedInTurn(server, ['a', 'b', 'c', 'd']);
    webhook.reply = (review, response) => {
      const objects = review.request.objects.map((one) => converted(review, one));
      const isBad = objects.some(({ metadata }) => metadata.name === 'c');
      const result = isBad ? { status: 'Failure', message: 'c is bad' } : { status: 'Success' };
      response.end(answerTo(review, isBad ? [] : objects, { result }));
    };
    const events = server.watch(v2, { resourceVersion: revision });
    expect((await events.next()).value).toBe('MODIFIED a 2');
    expect((await events.next()).value).toBe('MODIFIED b 2');
    const begun = clock.monotonic();
    expect(await passing(clock, events.next())).toEqual({ done: true, value: undefined });
    expect(clock.monotonic() - begun).toBeGreaterThan(30_000);
  });

  it('asks no third time where the first answer, which came last, is a failure', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    const names = Array.from({ length: 18 }, (_, at) => `w${at}`);
    const revision = Number(await patchedInTurn(server, names));
    const asked: { readonly fail: () => void; readonly convert: () => void }[] = [];
    webhook.reply = (review, response) => {
      const objects = review.request.objects.map((one) => converted(review, one));
      const answer = (more: object): void => {
        response.end(answerTo(review, objects, more));
      };
      const result = { status: 'Failure', message: 'down' };
      asked.push({ fail: () => answer({ result }), convert: () => answer({}) });
    };
    const events = async (after: number): Promise<string> => {
      const watch = server.watch(v2, { resourceVersion: String(revision + after) });
      const { value } = await watch.next();
      await watch.return();
      return String(value);
    };
    const until = async (count: number): Promise<void> => {
      while (asked.length < count) await settle();
    };
    // So many pieces that the first one is not kept any more while its answer is waited for.
    const waiting: Promise<string>[] = [];
    for (const after of names.keys()) {
      waiting.push(events(after));
      await until(waiting.length);
    }
    waiting.push(events(0));
    await until(names.length + 1);
    asked[0]?.fail();
    await until(names.length + 2);
    asked.at(-1)?.fail();
    asked[names.length]?.convert();
    // The first one tries again on the server's clock, and takes what another one has had converted by then.
    const first = await passing(clock, waiting[0] ?? '');
    expect([first, await waiting.at(-1)]).toEqual(['MODIFIED w0 2', 'MODIFIED w0 2']);
    expect(asked).toHaveLength(names.length + 2);
    for (const { convert } of asked.slice(1, names.length)) convert();
    await Promise.all(waiting);
  });

  it('has all events in order, however long a conversion takes', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    const events = server.watch(v2);
    expect((await events.next()).value).toBe('ADDED a 1');
    const { arrived, release } = held(webhook);
    const first = arrived();
    const next = events.next();
    await server.send('PATCH', `${v1}/a`, { spec: { size: '2x1' } });
    await first;
    for (const width of [3, 4, 5]) await server.send('PATCH', `${v1}/a`, { spec: { size: `${width}x1` } });
    await server.send('DELETE', `${v1}/a`);
    webhook.reply = undefined;
    release();
    const told = [(await next).value];
    for (let count = 0; count < 4; count += 1) told.push((await events.next()).value);
    expect(told).toEqual(['MODIFIED a 2', 'MODIFIED a 3', 'MODIFIED a 4', 'MODIFIED a 5', 'DELETED a 5']);
    // What has come while the first one waited was converted at once.
    expect(webhook.reviews.map(({ request }) => request.objects.length).slice(1)).toEqual([2, 5]);
    await events.return();
  });

  it('waits for a webhook that fails, and loses nothing', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    const events = server.watch(v2);
    await events.next();
    let failures = 0;
    const failed = new Promise<void>((resolve) => {
      webhook.reply = (review, response) => {
        failures += 1;
        response.end(answerTo(review, [], { result: { status: 'Failure', message: 'down' } }), resolve);
      };
    });
    const next = events.next();
    await server.send('PATCH', `${v1}/a`, { spec: { size: '2x1' } });
    await failed;
    expect(failures).toBe(1);
    webhook.reply = undefined;
    // It is asked again a little later, on the server's clock.
    expect((await passing(clock, next)).value).toBe('MODIFIED a 2');
    await events.return();
  });

  it('ends where the webhook holds it up for longer than the history goes back', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server({ historySize: 5 });
    await defined(server, { webhook, storage: 'v1' });
    const events = server.watch(v2);
    const { arrived } = held(webhook);
    const first = arrived();
    const next = events.next();
    await settle();
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    await first;
    for (let width = 2; width < 9; width += 1)
      await server.send('PATCH', `${v1}/a`, { spec: { size: `${width}x1` } });
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('is told why its first events cannot be converted', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    webhook.reply = failing('down');
    const events = server.watch(v2);
    expect((await events.next()).value).toBe(
      `ERROR  conversion webhook for ${group}/v1, Kind=Widget failed: down`,
    );
    expect((await events.next()).done).toBe(true);
  });

  it('ends with the definition by which it was converted, and with the kind', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const before = server.watch(v2).next();
    await settle();
    await redefined(server, { webhook, storage: 'v2' });
    expect((await before).done).toBe(true);
    await server.send('POST', v2, widget('v2', 'a', { width: 1, height: 1 }));
    const events = server.watch(v1);
    await events.next();
    const last = events.next();
    await server.send('DELETE', `${definitions}/widgets.${group}`);
    expect((await last).value).toMatch(/^DELETED a/);
    expect((await events.next()).done).toBe(true);
  });

  it('ends with the kind while the webhook is down', async () => {
    const clock = new VirtualClock();
    await using webhook = await ConversionServer.start();
    await using server = new Server({ clock });
    await defined(server, { webhook, storage: 'v1' });
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    const events = server.watch(v2);
    await events.next();
    const state = { isOver: false };
    const end = events.next().finally(() => {
      state.isOver = true;
    });
    webhook.reply = failing('down');
    await server.send('DELETE', `${definitions}/widgets.${group}`);
    while (!state.isOver) await clock.advance(100);
    expect((await end).done).toBe(true);
    // It has not ended by its time-out, which is half an hour at least.
    expect(clock.monotonic()).toBeLessThan(1_800_000);
  });

  it('shares its conversions with the others', async () => {
    await using webhook = await ConversionServer.start();
    await using server = new Server();
    await defined(server, { webhook, storage: 'v1' });
    const watches = Array.from({ length: 20 }, () => server.watch(v2));
    const first = watches.map((events) => events.next());
    await settle();
    await server.send('POST', v1, widget('v1', 'a', { size: '1x1' }));
    expect(new Set((await Promise.all(first)).map(({ value }) => value))).toEqual(new Set(['ADDED a 1']));
    expect(webhook.reviews).toHaveLength(1);
    await Promise.all(watches.map((events) => events.return()));
  });
});
