import { describe, expect, test } from '@jest/globals';
import type { ApiResource } from '@kube-rx/client';
import { Client } from '@kube-rx/client';
import {
  type DynamicObject,
  type EncodedList,
  type HttpRequest,
  type ListParams,
  readBody,
  type WatchEvent,
} from '@kube-rx/core';
import { createStore, watcher } from '@kube-rx/runtime';
import { lastValueFrom, takeWhile, tap } from 'rxjs';
import { type TableSource, tableSource } from '../../src/table/table-source.ts';

const websites: ApiResource = {
  group: 'example.com',
  version: 'v1',
  plural: 'websites',
  kind: 'Website',
  scope: 'Namespaced',
  singular: 'website',
  shortNames: [],
  categories: [],
  verbs: ['list', 'watch'],
};

const columnDefinitions = [
  { name: 'Name', type: 'string', format: 'name', description: '', priority: 0 },
  { name: 'Host', type: 'string', format: '', description: '', priority: 0 },
];

function row(name: string, version: number, host: string): object {
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: `${version}` };
  const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
  return { cells: [name, host], object };
}

function table(version: number, rows: readonly object[], more: object = {}): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: `${version}` },
    rows,
    ...more,
  };
}

const utf8 = new TextEncoder();

/** A client whose answers are given, each in chunks of a few bytes. */
function clientOf(answers: readonly object[][], chunkBytes = 7): { client: Client; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const client = new Client((request) => {
    const answer = answers[requests.length] ?? [];
    requests.push(request);
    const bytes = utf8.encode(answer.map((frame) => `${JSON.stringify(frame)}\n`).join(''));
    async function* body(): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    }
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body: body() });
  });
  return { client, requests };
}

const { signal } = new AbortController();

const type = { apiVersion: 'example.com/v1', kind: 'Website' };

/** A page as a watcher would decode it. */
async function listOf(source: TableSource, params: ListParams = {}): Promise<EncodedList<DynamicObject>> {
  const decoder = source.codec.createListDecoder<DynamicObject>({ type });
  const arrived = decoder.push(await readBody(await source.openList({ ...params, signal })));
  const { items, ...meta } = decoder.end();
  return { ...meta, items: [...arrived, ...items] };
}

/** The events of a watch as a watcher would decode them. */
async function eventsOf(source: TableSource): Promise<WatchEvent[]> {
  const splitter = source.codec.createFrameSplitter();
  const decoder = source.codec.createEventDecoder({ type });
  const body = await readBody(await source.openWatch({ signal }));
  const events = splitter.push(body).map((frame) => decoder.decode(frame));
  splitter.end();
  return events;
}

describe('a source of Tables', () => {
  test('asks for Tables, and makes a list of one that keeps its cells', async () => {
    const page = table(10, [row('web', 5, 'a.example.com')], {
      columnDefinitions,
      metadata: { resourceVersion: '10', continue: 'next' },
    });
    const { client, requests } = clientOf([[page]]);
    const source = tableSource(client, websites, 'shop');
    const list = await listOf(source, { limit: 1 });
    expect(requests[0]?.headers['accept']).toMatch(/^application\/json;as=Table;g=meta.k8s.io;v=v1,/);
    expect(requests[0]?.path).toBe('/apis/example.com/v1/namespaces/shop/websites');
    expect(list).toMatchObject({ resourceVersion: '10', continue: 'next' });
    expect(list.items.map(({ object }) => object)).toMatchObject([
      { kind: 'Website', apiVersion: 'example.com/v1', metadata: { name: 'web', resourceVersion: '5' } },
    ]);
    expect(list.items.map(({ object }) => source.rowOf(object, 0).cells)).toEqual([['web', 'a.example.com']]);
    expect(source.columns.map(({ name }) => name)).toEqual(['Name', 'Host']);
  });

  test('is followed by a watcher like any other source: rows, bookmarks and all', async () => {
    const list = table(10, [row('old', 5, 'old.example.com'), row('web', 6, 'a.example.com')], {
      columnDefinitions,
    });
    const bookmark = table(13, [{ cells: ['', ''], object: { metadata: { resourceVersion: '13' } } }]);
    const frames = [
      // Of a watch, only the first Table has the columns.
      { type: 'MODIFIED', object: table(11, [row('web', 11, 'b.example.com')], { columnDefinitions }) },
      { type: 'DELETED', object: table(12, [row('old', 12, 'old.example.com')]) },
      { type: 'BOOKMARK', object: bookmark },
      { type: 'ADDED', object: table(14, [row('new', 14, 'c.example.com')]) },
    ];
    const { client } = clientOf([[list], frames]);
    const source = tableSource(client, websites, undefined);
    const { store, writer } = createStore();
    const events = watcher(source, { initialState: 'list' }).pipe(
      tap((event) => writer.apply(event)),
      takeWhile((event) => !(event.type === 'Apply' && event.encoded.name === 'new')),
    );
    await lastValueFrom(events);
    const rows = Array.from(store, (object) => source.rowOf({ ...object }, 0).cells);
    expect(rows).toEqual([
      ['web', 'b.example.com'],
      ['new', 'c.example.com'],
    ]);
  });

  test('passes on an error in the stream as it is', async () => {
    const error = {
      type: 'ERROR',
      object: { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired' },
    };
    const { client } = clientOf([[error]]);
    const source = tableSource(client, websites, undefined);
    expect(await eventsOf(source)).toEqual([{ type: 'ERROR', status: error.object }]);
  });

  test('shows objects by columns of its own where the server makes no Tables', async () => {
    const object = {
      metadata: { name: 'web', resourceVersion: '5', creationTimestamp: '2026-04-20T10:00:00Z' },
    };
    const list = { kind: 'WebsiteList', metadata: { resourceVersion: '10' }, items: [object] };
    const { client } = clientOf([[list]]);
    const source = tableSource(client, websites, undefined);
    const { items, ...meta } = await listOf(source);
    expect(meta).toEqual(list.metadata);
    expect(items.map((item) => item.object)).toEqual([{ ...type, ...object }]);
    expect(source.columns.map(({ name }) => name)).toEqual(['Name', 'Age']);
    expect(source.rowOf(object, Date.parse('2026-04-20T10:00:30Z')).cells).toEqual(['web', '30s']);
  });

  test('fails as the stream does that ends inside a frame', async () => {
    const client = new Client(() => {
      async function* body(): AsyncGenerator<Uint8Array> {
        await Promise.resolve();
        yield utf8.encode('{"type":"ADD');
      }
      return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body: body() });
    });
    const source = tableSource(client, websites, undefined);
    await expect(eventsOf(source)).rejects.toThrow('ended inside a frame');
  });
});
