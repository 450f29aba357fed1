import { describe, expect, jest, test } from '@jest/globals';
import { type DynamicObject, exactInteger, InvalidRequestError } from '@kube-rx/core';
import { DecodedObject, decodeObject } from '@kube-rx/core/encoding';
import { of } from 'rxjs';
import { reflect } from '../../src/operators/event-operators.ts';
import { CacheFunctionError } from '../../src/reflector/shape.ts';
import { createStore } from '../../src/reflector/store.ts';
import type { StoreOptions } from '../../src/reflector/store-options.ts';
import { ObjectWatcherEvent, type WatcherEvent } from '../../src/watcher/event.ts';
import { configMap } from '../support/objects.ts';
import { parsedBy, StoreBench } from '../support/options-store.ts';

const data = { secret: 'a-large-payload', note: 'small' };

function withoutSecret(object: DynamicObject): DynamicObject {
  delete (object['data'] as Record<string, string>)['secret'];
  return object;
}

/** A store whose transform throws for objects that have this label, and what was reported. */
function failing() {
  const errors: Error[] = [];
  const cause = new Error('no such shape');
  const bench = new StoreBench({
    transform: (object) => {
      if (object.metadata.labels?.['broken']) throw cause;
      return object;
    },
    onError: (error) => void errors.push(error),
  });
  const broken = (name: string, version: number): DynamicObject =>
    configMap(name, version, { labels: { broken: 'yes' } });
  return { bench, errors, cause, broken };
}

describe('a transform', () => {
  test('has a copy of its own: changing it changes nothing that anybody else has', () => {
    const { store, writer } = createStore<DynamicObject>({ transform: withoutSecret });
    const own = configMap('a', 5, { data: { ...data } });
    const event = new ObjectWatcherEvent('Apply', DecodedObject.from<DynamicObject>(own));
    const seen: unknown[] = [];
    of<WatcherEvent<DynamicObject>>(event)
      .pipe(reflect(writer))
      .subscribe((passed) => passed.type === 'Apply' && seen.push(passed.object['data']));
    expect(store.get('shop/a')?.['data']).toEqual({ note: 'small' });
    expect([own['data'], seen]).toEqual([data, [data]]);
  });

  test('applies once, before anybody sees the object: subscribers, indexes and queries', () => {
    let calls = 0;
    const bench = new StoreBench({
      labelIndexes: ['app'],
      indexes: { byNote: (object) => [(object['data'] as { note: string }).note] },
      transform: (object) => {
        calls += 1;
        return { ...withoutSecret(object), metadata: { ...object.metadata, labels: { app: 'web' } } };
      },
    }).list(10, configMap('a', 5, { data, labels: { app: 'api' } }));
    const told: unknown[] = [];
    bench.store.observe(({ object, previous }) => told.push(object['data'], previous?.['data']));
    bench.apply(configMap('a', 11, { data: { ...data, note: 'new' }, labels: { app: 'api' } }));
    expect(told).toEqual([{ note: 'new' }, { note: 'small' }]);
    expect(bench.store.count({ labelSelector: 'app=web' })).toBe(1);
    expect(bench.store.count({ labelSelector: 'app=api' })).toBe(0);
    expect(bench.store.byIndex('byNote', 'new')).toHaveLength(1);
    expect(calls).toBe(2);
  });

  test('applies to the last state of what is deleted', () => {
    const bench = new StoreBench({ transform: withoutSecret }).list(10, configMap('a', 5, { data }));
    const told: DynamicObject[] = [];
    bench.store.observe(({ object }) => told.push(object));
    bench.delete(configMap('a', 11, { data: { ...data, note: 'last' } }));
    expect(told).toEqual([configMap('a', 11, { data: { note: 'last' } })]);
  });

  test('that throws leaves the last good state, is reported, and tells nobody', async () => {
    const { bench, errors, cause, broken } = failing();
    bench.list(10, configMap('a', 5), broken('b', 6));
    expect([[...bench.store.keys()], bench.store.isStale('shop/b')]).toEqual([['shop/a'], true]);
    const told: string[] = [];
    bench.store.observe(({ type, object }) => told.push(`${type} @${object.metadata.resourceVersion}`));
    bench.apply(broken('a', 11));
    expect(bench.store.get('shop/a')).toEqual(configMap('a', 5));
    expect([bench.store.isStale({ name: 'a', namespace: 'shop' }), told]).toEqual([true, []]);
    expect(errors).toEqual([expect.any(CacheFunctionError), expect.any(CacheFunctionError)]);
    expect(errors).toMatchObject([
      { key: 'shop/b', cause, message: expect.stringContaining('failed for shop/b: no such shape') },
      { key: 'shop/a', cause },
    ]);
    // The version counts as reached, although the transform threw on it.
    await bench.store.waitForResourceVersion('11');
    bench.list(20, broken('a', 12), configMap('c', 13));
    expect(bench.store.get('shop/a')).toEqual(configMap('a', 5));
    bench.apply(configMap('a', 21));
    expect([bench.store.isStale('shop/a'), told]).toEqual([false, ['added @13', 'updated @21']]);
  });

  test('that throws at a deletion is reported, and leaves the last good state to be told', () => {
    const { bench, broken, errors, cause } = failing();
    bench.list(10, configMap('a', 5)).apply(broken('a', 11));
    expect(bench.store.isStale('shop/a')).toBe(true);
    const told: string[] = [];
    bench.store.observe(({ type, object }) => told.push(`${type} @${object.metadata.resourceVersion}`));
    bench.delete(broken('a', 12));
    expect([told, bench.store.size, bench.store.isStale('shop/a')]).toEqual([['deleted @5'], 0, false]);
    expect(errors).toMatchObject([{ key: 'shop/a' }, { key: 'shop/a', cause }]);
  });

  test('that throws on a state of a streamed list leaves the good one before it', () => {
    for (const before of [[], [configMap('other', 4)], [configMap('a', 4), configMap('other', 4)]]) {
      const { bench, broken } = failing();
      bench.list(5, ...before).list(10, configMap('other', 4), configMap('a', 6), broken('a', 7));
      expect(bench.store.get('shop/a')).toEqual(configMap('a', 6));
      expect(bench.store.isStale('shop/a')).toBe(true);
      bench.list(20, broken('a', 11), configMap('a', 12));
      expect([bench.store.get('shop/a'), bench.store.isStale('shop/a')]).toEqual([configMap('a', 12), false]);
    }
  });

  test('that threw leaves the object stale where the list with a good state broke off', () => {
    const { bench, broken } = failing();
    bench.list(10, configMap('a', 5)).apply(broken('a', 11));
    bench.writer.apply({ type: 'Init' });
    bench.writer.apply(new ObjectWatcherEvent('InitApply', DecodedObject.from(configMap('a', 12))));
    bench.writer.apply({ type: 'Init' });
    expect([bench.store.get('shop/a'), bench.store.isStale('shop/a')]).toEqual([configMap('a', 5), true]);
  });

  test('that threw on a recreated object lets its deletion tell the object that was known', () => {
    const { bench, broken } = failing();
    bench.list(10, configMap('a', 5)).apply(broken('a', 11));
    const told: unknown[] = [];
    bench.store.observe(({ type, object, finalStateUnknown }) => told.push(type, object, finalStateUnknown));
    bench.delete(configMap('a', 12, { uid: 'recreated' }));
    expect(told).toEqual(['deleted', configMap('a', 5), true]);
  });

  test.each(['name', 'namespace', 'uid', 'resourceVersion'])('may not change the %s', (field) => {
    const errors: Error[] = [];
    let changes = false;
    const bench = new StoreBench({
      transform: (object) => ({
        ...object,
        metadata: { ...object.metadata, ...(changes && { [field]: '777' }) },
      }),
      onError: (error) => void errors.push(error),
    }).list(10, configMap('a', 5));
    changes = true;
    bench.apply(configMap('a', 11));
    expect(bench.store.list()).toEqual([configMap('a', 5)]);
    expect(errors).toEqual([expect.any(CacheFunctionError)]);
    expect(errors[0]).toMatchObject({ key: 'shop/a', cause: expect.any(InvalidRequestError) });
  });

  test('that throws is a warning of the process where nobody listens', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const transform = (): never => {
      throw new Error('no such shape');
    };
    new StoreBench({ transform }).apply(configMap('a', 5));
    expect(warn.mock.calls).toEqual([[expect.any(CacheFunctionError)]]);
    warn.mockRestore();
  });
});

describe('metadataOnly', () => {
  const labels = { app: 'web' };
  const bare = (name: string, version: number): DynamicObject => configMap(name, version, { labels });
  const full = (name: string, version: number): DynamicObject => configMap(name, version, { labels, data });

  test('keeps apiVersion, kind and metadata, and tells no more than that', () => {
    const bench = new StoreBench({ metadataOnly: true }).list(10, full('a', 5));
    const told: DynamicObject[] = [];
    bench.store.observe(({ object, previous }) => told.push(object, ...(previous ? [previous] : [])));
    expect(bench.store.list({ labelSelector: labels })).toEqual([bare('a', 5)]);
    bench.apply(full('a', 11)).delete(full('a', 12));
    expect(told).toEqual([bare('a', 11), bare('a', 5), bare('a', 12), bare('a', 11)]);
  });

  test('fills in what an item of a list leaves out', () => {
    const { metadata } = full('a', 5);
    const bytes = new TextEncoder().encode(JSON.stringify({ metadata, data }));
    const type = { apiVersion: 'v1', kind: 'ConfigMap' };
    const { store, writer } = new StoreBench({ metadataOnly: true });
    writer.apply(new ObjectWatcherEvent('Apply', decodeObject<DynamicObject>(bytes, { type })));
    expect(store.get('shop/a')).toEqual(bare('a', 5));
  });

  test('parses nothing of the rest where the kind is known', () => {
    const { store, writer } = new StoreBench({ metadataOnly: true });
    const bytes = new TextEncoder().encode(JSON.stringify(full('a', 5)));
    const type = { apiVersion: 'v1', kind: 'ConfigMap' };
    const parsed = parsedBy(() => {
      writer.apply(new ObjectWatcherEvent('Apply', decodeObject<DynamicObject>(bytes, { type })));
      expect(store.get('shop/a')).toEqual(bare('a', 5));
    });
    expect(parsed.filter((text) => text.includes(data.secret))).toEqual([]);
  });
});

const base = configMap('a', 5, { labels: { app: 'web' } });
const spec = {
  nodeName: 'node-7',
  containers: [{ name: 'web', image: 'nginx' }],
  template: { labels: { a: '1' }, name: 'inner', port: { number: 80, name: 'http' } },
};
const status = { phase: 'Running', restarts: 0, reason: null, ready: false };
const pod: DynamicObject = { ...base, spec, status };

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

describe('fields', () => {
  const kept: readonly [what: string, fields: readonly string[], rest: object][] = [
    [
      'these paths',
      ['spec.nodeName', 'status.phase'],
      { spec: { nodeName: 'node-7' }, status: { phase: 'Running' } },
    ],
    ['a whole branch', ['spec'], { spec }],
    ['an array as a whole', ['spec.containers'], { spec: { containers: spec.containers } }],
    [
      'paths that begin alike',
      ['spec.template.name', 'spec.template.port.number', 'spec.nodeName'],
      { spec: { nodeName: 'node-7', template: { name: 'inner', port: { number: 80 } } } },
    ],
    [
      'a whole and a part of it',
      ['spec.template', 'spec.template.port.name'],
      { spec: { template: spec.template } },
    ],
    [
      'a part and its whole',
      ['spec.template.port.name', 'spec.template'],
      { spec: { template: spec.template } },
    ],
    [
      'values that are empty or false',
      ['status.restarts', 'status.reason', 'status.ready'],
      { status: { restarts: 0, reason: null, ready: false } },
    ],
    ['metadata, of which all is there anyway', ['metadata.name', 'metadata.labels.app'], {}],
    ['nothing besides, of no paths', [], {}],
    ['nothing that is not there', ['data', 'data.key', 'toString', 'constructor.name'], {}],
  ];

  test.each(kept)('keep %s', (_what, fields, rest) => {
    for (const bench of [new StoreBench({ fields }).list(10, pod), new StoreBench({ fields }).apply(pod)])
      expect(bench.store.get('shop/a')).toStrictEqual({ ...base, ...rest });
  });

  test('keep nothing of a path through an array or a value, or that ends nowhere', () => {
    const fields = ['spec.containers.image', 'spec.containers.0', 'spec.nodeName.length', 'status.none'];
    const { store } = new StoreBench({ fields }).list(10, pod);
    const object = store.get('shop/a');
    expect([object?.['spec'] ?? {}, object?.['status'] ?? {}]).toEqual([{}, {}]);
  });

  test('write into no object that others have too', () => {
    const errors: Error[] = [];
    const { store, writer } = createStore<DynamicObject>({
      fields: ['spec.template', 'spec.template.port.name', 'spec.nodeName', 'metadata.labels.app', 'status'],
      onError: (error) => void errors.push(error),
    });
    const own = freeze(structuredClone(pod));
    writer.apply(new ObjectWatcherEvent('Apply', DecodedObject.from<DynamicObject>(own)));
    expect(errors).toEqual([]);
    expect(own).toEqual(pod);
    expect(store.get('shop/a')).toEqual({
      ...base,
      spec: { nodeName: 'node-7', template: spec.template },
      status,
    });
  });

  test('apply to every change, the last state of what is deleted included', () => {
    const bench = new StoreBench({ fields: ['status.phase'] }).list(10, pod);
    const told: unknown[] = [];
    bench.store.observe(({ object: { metadata, ...rest } }) => told.push(metadata.resourceVersion, rest));
    const at = (resourceVersion: string): DynamicObject => ({
      ...pod,
      metadata: { ...pod.metadata, resourceVersion },
    });
    bench.apply(at('11')).delete(at('12'));
    const rest = { apiVersion: 'v1', kind: 'ConfigMap', status: { phase: 'Running' } };
    expect(told).toEqual(['11', rest, '12', rest]);
  });
});

describe('whole numbers beyond 2^53', () => {
  const text =
    '{"metadata":{"name":"a","namespace":"shop","resourceVersion":"5"},"spec":{"n":9007199254740993}}';

  test.each<[what: string, options: StoreOptions<DynamicObject>]>([
    ['a transform', { transform: ({ metadata, ...rest }) => ({ metadata: { ...metadata }, ...rest }) }],
    ['the path of one field', { fields: ['spec.n'] }],
    ['the path of a branch', { fields: ['spec'] }],
  ])('keep their digits through %s', (_what, options) => {
    const { store, writer } = createStore<DynamicObject>(options);
    const encoded = decodeObject<DynamicObject>(new TextEncoder().encode(text));
    writer.apply(new ObjectWatcherEvent('Apply', encoded));
    const kept = store.get('shop/a')?.['spec'] as object;
    expect(exactInteger(kept, 'n')).toBe(9007199254740993n);
  });
});

describe('options that contradict each other or themselves', () => {
  const bad: readonly [what: string, options: object, message: RegExp][] = [
    ['two shapes', { metadataOnly: true, fields: ['spec'] }, /only one of/],
    ['two others', { transform: withoutSecret, fields: [] }, /only one of/],
    ['an empty path', { fields: ['spec', ''] }, /fields: "" is no path/],
    ['a path with a gap', { fields: ['spec..nodeName'] }, /is no path/],
    ['a label that is none', { labelIndexes: ['not a label'] }, /is no label key/],
  ];

  test.each(bad)('are refused at once: %s', (_what, options, message) => {
    const make = (): unknown => createStore(options as StoreOptions<DynamicObject>);
    expect(make).toThrow(InvalidRequestError);
    expect(make).toThrow(message);
  });
});
