import { describe, expect, test } from '@jest/globals';
import type { ApiServerOptions } from '@kube-rx/apiserver';
import { Api, Client, TransportError } from '@kube-rx/client';
import { type HttpService, InvalidRequestError, settle, untilAborted, VirtualClock } from '@kube-rx/core';
import { Namespace } from '@kube-rx/k8s';
import { catalog } from '@kube-rx/k8s/catalog';
import { Event } from '@kube-rx/k8s/events.k8s.io/v1';
import type { EventNote } from '../../src/events/event-note.ts';
import { EventRecorder, type EventRecorderOptions } from '../../src/events/event-recorder.ts';
import { web } from '../support/regarding.ts';
import { shopServer } from '../support/shop-server.ts';

const minute = 60_000;
const reportingController = 'shop.example/websites';
const created: EventNote = { type: 'Normal', reason: 'Created', action: 'Create', note: 'with 3 replicas' };

type Layer = (next: HttpService) => HttpService;

function start(
  options: Partial<EventRecorderOptions> &
    Pick<ApiServerOptions, 'resources'> & { readonly layer?: Layer; readonly user?: string } = {},
) {
  const { layer = (next: HttpService) => next, user, resources = catalog, ...more } = options;
  const clock = new VirtualClock();
  const { server, service } = shopServer({ clock, resources, ...(user !== undefined && { user }) });
  const asked: string[] = [];
  const noted: HttpService = (request, call) => {
    asked.push(request.method);
    return layer(service)(request, call);
  };
  const told: string[] = [];
  const recorder = new EventRecorder({
    client: new Client(noted, { clock }),
    reportingController,
    reportingInstance: 'websites-0',
    log: { warn: (_, message) => told.push(message) },
    random: () => 0.5,
    ...more,
  });
  const people = new Client(server.service, { clock });
  return { clock, server, recorder, asked, told, people };
}

describe('a recorder of Events', () => {
  test('writes what was noted, and the server takes it', async () => {
    const { recorder, people } = start();
    recorder.record(web, created);
    await settle();
    const [event, ...others] = await Api.namespaced(people, Event, 'shop').list();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'Normal',
      reason: 'Created',
      action: 'Create',
      note: 'with 3 replicas',
      regarding: web,
      eventTime: '2023-11-14T22:13:20.000000Z',
      reportingController,
      reportingInstance: 'websites-0',
    });
    expect(event?.metadata.name).toMatch(/^web\.[0-9a-f]{19}$/);
    expect(event?.series).toBeUndefined();
    expect(recorder.counters).toEqual({ written: 1, dropped: 0, pending: 0 });
  });

  test('counts the same thing again in one Event', async () => {
    const { recorder, clock, people, asked } = start();
    for (let times = 0; times < 3; times += 1) {
      recorder.record(web, created);
      await clock.advance(minute);
    }
    const events = await Api.namespaced(people, Event, 'shop').list();
    expect(events.map(({ series }) => series)).toEqual([
      { count: 3, lastObservedTime: '2023-11-14T22:15:20.000000Z' },
    ]);
    expect(asked).toEqual(['POST', 'PATCH', 'PATCH']);
  });

  test('waits for nothing, and tells a burst with one write more', async () => {
    const { recorder, people, asked } = start();
    for (let times = 0; times < 20; times += 1) recorder.record(web, created);
    await settle();
    const [event] = await Api.namespaced(people, Event, 'shop').list();
    expect(event?.series?.count).toBe(20);
    expect(asked).toEqual(['POST', 'PATCH']);
  });

  test('tells of an object of the whole cluster in the namespace default', async () => {
    const { recorder, people } = start();
    const node = { apiVersion: 'v1', kind: 'Node', name: 'n1' };
    recorder.record(node, created);
    await settle();
    expect([...(await Api.namespaced(people, Event, 'default').list())]).toMatchObject([{ regarding: node }]);
  });

  test('keeps to what the server takes, whatever is noted', async () => {
    const { recorder, people, told } = start({ reportingInstance: 'ä'.repeat(100) });
    const related = { apiVersion: 'v1', kind: 'Node', name: 'n1' };
    const note = {
      type: 'Warning',
      reason: '€'.repeat(500),
      action: '€'.repeat(500),
      note: '😀'.repeat(500),
      related,
    } as const;
    recorder.record({ ...web, name: 'System:Ünder_score' }, note);
    await settle();
    const [event] = await Api.namespaced(people, Event, 'shop').list();
    expect(event?.note?.endsWith('😀…')).toBe(true);
    expect(told).toEqual([]);
  });

  test('makes an Event anew that the server has forgotten', async () => {
    const { recorder, people, clock } = start();
    recorder.record(web, created);
    await settle();
    await Api.namespaced(people, Event, 'shop').deleteCollection();
    await clock.advance(minute);
    recorder.record(web, created);
    await settle();
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toMatchObject([
      { series: { count: 2 } },
    ]);
  });

  test('tells once that it may not write, and stops nothing', async () => {
    const { recorder, told, clock } = start({ user: 'nobody' });
    for (let times = 0; times < 3; times += 1) {
      recorder.record(web, { ...created, note: `${times}` });
      await clock.advance(minute);
    }
    expect(told).toEqual([
      expect.stringMatching(/^Events cannot be written, as they are not allowed.*403.*"nobody"/),
    ]);
    expect(recorder.counters).toEqual({ written: 0, dropped: 3, pending: 0 });
  });

  test('is quiet about a namespace that is going or gone', async () => {
    const { recorder, told, people } = start();
    recorder.record({ ...web, namespace: 'none' }, created);
    const namespaces = Api.all(people, Namespace);
    await namespaces.patch.merge('shop', { metadata: { finalizers: ['a.example/x'] } });
    await namespaces.delete('shop');
    recorder.record(web, created);
    await settle();
    expect(told).toEqual([]);
    expect(recorder.counters).toEqual({ written: 0, dropped: 2, pending: 0 });
  });

  test('tells once that the server has no Events of this version', async () => {
    const { recorder, told } = start({ resources: [Namespace] });
    for (let times = 0; times < 3; times += 1) recorder.record(web, { ...created, note: `${times}` });
    await settle();
    expect(told).toEqual([expect.stringMatching(/^an Event is dropped.*404.*does not serve this resource/)]);
  });

  test('tries again what a server in trouble does not take, and tells of that trouble once', async () => {
    let down = true;
    const lost = new TransportError('the connection broke', { code: 'ECONNRESET' });
    const layer: Layer = (next) => (request, call) => (down ? Promise.reject(lost) : next(request, call));
    const { recorder, told, clock, people } = start({ layer });
    recorder.record(web, created);
    recorder.record(web, { ...created, reason: 'Other' });
    await clock.advance(30_000);
    expect(told).toEqual([expect.stringMatching(/^an Event cannot be written now, and is tried again/)]);
    down = false;
    await clock.advance(30_000);
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  test('tries again in time, though a series that is to end is waited for', async () => {
    let down = false;
    const lost = new TransportError('the connection broke', { code: 'ECONNRESET' });
    const { recorder, clock, people } = start({
      layer: (next) => (request, call) => (down ? Promise.reject(lost) : next(request, call)),
    });
    for (let times = 0; times < 30; times += 1) {
      recorder.record(web, created);
      await settle();
    }
    down = true;
    recorder.record({ ...web, name: 'db' }, created);
    await settle();
    down = false;
    await clock.advance(15_000);
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toHaveLength(2);
    await clock.advance(6 * minute);
    const [, ofWeb] = await Api.namespaced(people, Event, 'shop').list();
    expect(ofWeb?.series?.count).toBe(30);
  });

  test('never throws: what cannot be used is dropped, and told once', () => {
    const { recorder, told } = start();
    const broken: unknown = { type: 'Normal', reason: { toString: null } };
    for (let times = 0; times < 2; times += 1) recorder.record(web, broken as EventNote);
    for (let times = 0; times < 2; times += 1) recorder.record(web, { type: 'Normal', reason: '' });
    expect(told).toEqual([
      expect.stringMatching(/^an Event is dropped: /),
      'an Event without a reason is dropped: the server takes none',
    ]);
  });

  test('goes on though its log fails', async () => {
    const { recorder, people } = start({
      log: {
        warn: () => {
          throw new Error('disk full');
        },
      },
    });
    recorder.record(web, { type: 'Normal', reason: '' });
    recorder.record({ ...web, namespace: 'NOT A NAMESPACE' }, created);
    recorder.record(web, created);
    await settle();
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toHaveLength(1);
  });

  test('does not start for a controller whose Events the server would refuse', () => {
    const client = new Client(() => Promise.reject(new Error('unused')));
    for (const wrong of ['', 'web sites', 'a/b/c', `shop.example/${'w'.repeat(64)}`])
      expect(() => new EventRecorder({ client, reportingController: wrong })).toThrow(InvalidRequestError);
  });
});

describe('the end of a recorder', () => {
  test('writes the counts that were held back, and leaves no timer behind', async () => {
    const { recorder, people, clock } = start();
    for (let times = 0; times < 30; times += 1) {
      recorder.record(web, created);
      await settle();
    }
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toMatchObject([
      { series: { count: 25 } },
    ]);
    await recorder.flush();
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toMatchObject([
      { series: { count: 30 } },
    ]);
    expect(clock.pending).toBe(0);
  });

  test('takes no longer than its timeout, and drops what is left', async () => {
    const { recorder, clock, asked } = start({
      layer: () => (_, call) => untilAborted(new Promise<never>(() => undefined), call?.signal),
    });
    recorder.record(web, created);
    recorder.record(web, { ...created, reason: 'Other' });
    const flushed = recorder.flush({ timeout: 1000 });
    await clock.advance(1000);
    await flushed;
    expect(asked).toEqual(['POST']);
    expect(recorder.counters).toEqual({ written: 0, dropped: 2, pending: 0 });
    expect(clock.pending).toBe(0);
  });

  test('is one for all who ask for it', async () => {
    const { recorder, people, clock } = start();
    recorder.record(web, created);
    await Promise.all([recorder.flush(), recorder.flush(), recorder[Symbol.asyncDispose]()]);
    expect([...(await Api.namespaced(people, Event, 'shop').list())]).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('is at once where nothing is left to be written', async () => {
    const { recorder, clock } = start();
    await recorder.flush();
    expect(clock.pending).toBe(0);
  });
});
