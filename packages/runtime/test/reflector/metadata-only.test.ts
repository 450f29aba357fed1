// A cache of metadata asks for no more than that, and copes with servers that send more.

import { expect, test } from '@jest/globals';
import {
  type DynamicObject,
  type ListParams,
  type ResponseBody,
  settle,
  VirtualClock,
  type WatchParams,
} from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import type { OpenOptions } from '../../src/watcher/source.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

class AskedServer extends ScriptedServer {
  readonly asked: unknown[] = [];

  override openList(options: ListParams & OpenOptions): Promise<ResponseBody> {
    this.#note(options);
    return super.openList(options);
  }

  override openWatch(options: WatchParams & OpenOptions): Promise<ResponseBody> {
    this.#note(options);
    return super.openWatch(options);
  }

  #note({ metadataOnly, keepManagedFields }: OpenOptions): void {
    this.asked.push({ metadataOnly, keepManagedFields });
  }
}

const data = { key: 'value' };
const labels = { app: 'web' };
const bare = (name: string, version: number): DynamicObject => configMap(name, version, { labels });

function partial({ metadata }: DynamicObject): DynamicObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
const whole = (object: DynamicObject): DynamicObject => ({ ...object, data });

function mark(version: number): Uint8Array {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  return frame(
    'BOOKMARK',
    partial({ metadata: { name: '', resourceVersion: String(version), annotations } }),
  );
}

function partialList(version: number, items: readonly DynamicObject[]): Uint8Array {
  const text = Buffer.from(listBody(version, items)).toString();
  return Buffer.from(
    text.replace('ConfigMapList', 'PartialObjectMetadataList').replace('"v1"', '"meta.k8s.io/v1"'),
  );
}

test.each([
  ['metadata', partial],
  ['whole objects', whole],
])('a streamed cache of metadata takes %s', async (_what, sent) => {
  const feed = new Feed().push(frame('ADDED', sent(bare('a', 5))), mark(10));
  const server = new AskedServer([feed]);
  const cache = reflector(server, { clock: new VirtualClock(), metadataOnly: true, labelIndexes: ['app'] });
  await cache.ready();
  expect(cache.store.list({ labelSelector: labels })).toEqual([bare('a', 5)]);
  const told: unknown[] = [];
  cache.changes$.subscribe(({ type, object }) => told.push([type, object]));
  feed.push(frame('MODIFIED', sent(bare('a', 11))), frame('DELETED', sent(bare('a', 12))));
  await settle();
  expect(told).toEqual([
    ['added', bare('a', 5)],
    ['updated', bare('a', 11)],
    ['deleted', bare('a', 12)],
  ]);
  expect(server.asked).toEqual([{ metadataOnly: true, keepManagedFields: false }]);
  await cache.close();
});

test('a listed cache of metadata takes pages of both forms, and an error in the stream', async () => {
  const [first, second] = [partialList(10, [partial(bare('a', 5))]), listBody(20, [whole(bare('b', 15))])];
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'Expired',
    code: 410,
    message: 'too old',
  };
  const server = new AskedServer([first, new Feed().push(frame('ERROR', status)), second, new Feed()]);
  const clock = new VirtualClock();
  const cache = reflector(server, {
    clock,
    metadataOnly: true,
    keepManagedFields: true,
    initialState: 'list',
  });
  await cache.ready();
  expect(cache.store.list()).toEqual([bare('a', 5)]);
  await clock.advance(45_000);
  expect(cache.store.list()).toEqual([bare('b', 15)]);
  expect(server.requests).toEqual(['list', 'watch 10', 'list', 'watch 20']);
  for (const asked of server.asked) expect(asked).toEqual({ metadataOnly: true, keepManagedFields: true });
  await cache.close();
});

test('a cache of another shape asks for whole objects', async () => {
  const server = new AskedServer([new Feed().push(frame('ADDED', whole(bare('a', 5))), mark(10))]);
  const cache = reflector(server, { clock: new VirtualClock(), fields: ['data'] });
  await cache.ready();
  expect(server.asked).toEqual([{ metadataOnly: false, keepManagedFields: false }]);
  await cache.close();
});

test('a watcher tells metadata alone', async () => {
  const server = new AskedServer([new Feed().push(frame('ADDED', whole(bare('a', 5))), mark(10))]);
  const told: unknown[] = [];
  const subscription = watcher(server, { clock: new VirtualClock(), metadataOnly: true }).subscribe((event) =>
    told.push('object' in event ? event.object : event.type),
  );
  await settle();
  expect(told).toEqual(['Init', bare('a', 5), 'InitDone']);
  subscription.unsubscribe();
});
