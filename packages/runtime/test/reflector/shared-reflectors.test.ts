import { describe, expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import { type DynamicObject, defineResource, InvalidRequestError, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { NEVER, Subject } from 'rxjs';
import { SharedReflectors } from '../../src/reflector/shared-reflectors.ts';
import type { NamespaceSelection } from '../../src/scope/scope-options.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { ConfigMaps, configMap, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const Secrets = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
});

function setUp() {
  const clock = new VirtualClock();
  const server = new ScriptedServer([
    listBody(10, [configMap('a', 5)]),
    new Feed(),
    listBody(10, []),
    new Feed(),
  ]);
  const options = { clock, random: () => 0, initialState: 'list' as const };
  return { clock, server, options, shared: new SharedReflectors({ clock, lingerMs: 1000 }) };
}

describe('shared reflectors', () => {
  test('give everybody who asks for the same the same reflector', async () => {
    const { shared, server, options, clock } = setUp();
    const one = shared.use(server, { ...options, labelSelector: { app: 'web' } });
    const two = shared.use(server, { ...options, labelSelector: 'app=web' });
    await clock.advance(0);
    expect(two.reflector).toBe(one.reflector);
    expect([shared.size, server.requests.length]).toEqual([1, 2]);
    expect(shared.use(server, { ...options, labelSelector: 'app=api' }).reflector).not.toBe(one.reflector);
    expect(shared.size).toBe(2);
    await shared.close();
    expect([shared.size, clock.pending, one.reflector.status.phase]).toEqual([0, 0, 'stopped']);
  });

  test('let a watch linger that nobody uses, and end it then', async () => {
    const { shared, server, options, clock } = setUp();
    const first = shared.use(server, options);
    await first.reflector.ready();
    first.release();
    first.release();
    await clock.advance(999);
    expect(first.reflector.status.phase).toBe('live');
    const second = shared.use(server, options);
    expect(second.reflector).toBe(first.reflector);
    await clock.advance(5000);
    expect(second.reflector.status.phase).toBe('live');
    second[Symbol.dispose]();
    await clock.advance(1000);
    expect([second.reflector.status.phase, shared.size]).toEqual(['stopped', 0]);
    const third = shared.use(server, options);
    expect(third.reflector).not.toBe(first.reflector);
    await shared.close();
  });

  test('take no two selections, namespaces, kinds or servers for the same', async () => {
    const { shared, options } = setUp();
    const client = {};
    const source = (of: Partial<ListWatch<DynamicObject>> = {}): ListWatch<DynamicObject> =>
      Object.assign(new ScriptedServer([], client), of);
    const uses = [
      shared.use(source(), options),
      shared.use(source({ namespace: 'shop' }), options),
      shared.use(source({ namespace: 'team' }), options),
      shared.use(source({ resource: Secrets }), options),
      shared.use(source(), { ...options, labelSelector: 'app' }),
      shared.use(source(), { ...options, labelSelector: '!app' }),
      shared.use(source(), { ...options, fieldSelector: 'metadata.name=app' }),
      shared.use(source(), { ...options, fieldSelector: 'metadata.name!=app' }),
      shared.use(new ScriptedServer([]), options),
    ];
    expect(new Set(uses.map(({ reflector }) => reflector)).size).toBe(uses.length);
    expect(shared.size).toBe(uses.length);
    await shared.close();
  });

  test('take a selection for the same, in whatever order it is written', async () => {
    const { shared, server, options } = setUp();
    const selectors = (labelSelector: string, fieldSelector: string): unknown =>
      shared.use(server, { ...options, labelSelector, fieldSelector }).reflector;
    expect(selectors('b in (x,y),a', 'metadata.name=a,spec.x!=b')).toBe(
      selectors('a,b in (y,x)', 'spec.x!=b,metadata.name=a'),
    );
    await shared.close();
  });

  test('keep apart what is of other namespaces, however these are chosen', async () => {
    const { shared, options } = setUp();
    const client = new Client(() => new Promise(() => undefined), { clock: options.clock });
    const source = Api.all(client, ConfigMaps);
    const use = (namespaces?: NamespaceSelection): unknown =>
      shared.use(source, { ...options, ...(namespaces !== undefined && { namespaces }) }).reflector;
    const names$ = NEVER;
    const all = [
      use(),
      use(['a', 'b']),
      use(['a']),
      use([]),
      use('allowed'),
      use(names$),
      use(new Subject<readonly string[]>()),
      use({ labelSelector: 'a' }),
      use({ fieldSelector: 'metadata.name=a' }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect([use(['b', 'a', 'b']), use(names$), use({ labelSelector: 'a' }), use('allowed')]).toEqual([
      all[1],
      all[5],
      all[7],
      all[4],
    ]);
    expect(shared.size).toBe(all.length);
    await shared.close();
  });

  test('keep apart what is kept in another shape, so that nobody gets half of an object', async () => {
    const { shared, server, options } = setUp();
    const transforms = [(object: DynamicObject) => object, (object: DynamicObject) => object];
    const uses = [
      shared.use(server, options),
      shared.use(server, { ...options, metadataOnly: true }),
      shared.use(server, { ...options, fields: ['data'] }),
      shared.use(server, { ...options, fields: ['data', 'spec'] }),
      shared.use(server, { ...options, keepManagedFields: true }),
      shared.use(Object.assign(new ScriptedServer([], server.client), { codec: { ...jsonCodec } }), options),
      ...transforms.map((transform) => shared.use(server, { ...options, transform })),
    ];
    expect(new Set(uses.map(({ reflector }) => reflector)).size).toBe(uses.length);
    expect([
      shared.use(server, { ...options, fields: ['spec', 'data'] }).reflector,
      ...transforms.map((transform) => shared.use(server, { ...options, transform }).reflector),
    ]).toEqual([uses[3]?.reflector, uses[6]?.reflector, uses[7]?.reflector]);
    await shared.close();
  });

  test('add the indexes of everybody, and refuse a second meaning of a name', async () => {
    const { shared, server, options } = setUp();
    const byName = ({ metadata }: DynamicObject): string[] => [metadata.name];
    const first = shared.use(server, { ...options, indexes: { byName } });
    await first.reflector.ready();
    const byUid = ({ metadata }: DynamicObject): (string | undefined)[] => [metadata.uid];
    const second = shared.use(server, { ...options, indexes: { byName, byUid } });
    expect(second.reflector).toBe(first.reflector);
    expect(second.reflector.store.byIndex('byUid', 'uid-a')).toHaveLength(1);
    expect(() => shared.use(server, { ...options, indexes: { byName: byUid } })).toThrow(
      new InvalidRequestError('store: the index "byName" is declared already, with another function'),
    );
    first.release();
    second.release();
    await shared.close();
  });

  test('start anew what has stopped by itself', async () => {
    const { shared, options, clock } = setUp();
    const forbidden = new Error('forbidden');
    const server = new ScriptedServer([forbidden, listBody(10, [configMap('a', 5)]), new Feed()]);
    const first = shared.use(server, { ...options, stopOn: () => true });
    await expect(first.reflector.ready()).rejects.toThrow('forbidden');
    const second = shared.use(server, options);
    await second.reflector.ready();
    first.release();
    await clock.advance(5000);
    expect([second.reflector.status.phase, shared.size]).toEqual(['live', 1]);
    await shared.close();
  });

  test('are not touched by who releases what they have closed', async () => {
    const { shared, server, options, clock } = setUp();
    const first = shared.use(server, options);
    await shared.close();
    const second = shared.use(server, options);
    const { pending } = clock;
    first.release();
    expect(clock.pending).toBe(pending);
    await clock.advance(5000);
    expect([shared.size, shared.use(server, options).reflector === second.reflector]).toEqual([1, true]);
    await shared.close();
    expect(second.reflector.status.phase).toBe('stopped');
  });

  test('have nothing of what could not be started', () => {
    const { shared, server, options } = setUp();
    expect(() => shared.use(server, { ...options, labelSelector: '=' })).toThrow(InvalidRequestError);
    expect(shared.size).toBe(0);
  });
});
