import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { DecodedObject } from '@kube-rx/core/encoding';
import { from, lastValueFrom, type OperatorFunction, Subject, tap, toArray } from 'rxjs';
import { appliedObjects, modify, reflect, touchedObjects } from '../../src/operators/event-operators.ts';
import { predicateFilter } from '../../src/operators/predicate-filter.ts';
import { predicates } from '../../src/operators/predicates.ts';
import { Change } from '../../src/reflector/change.ts';
import { createStore } from '../../src/reflector/store.ts';
import { ObjectWatcherEvent, type WatcherEvent } from '../../src/watcher/event.ts';
import { configMap, encoded } from '../support/objects.ts';

type Event = WatcherEvent<DynamicObject>;

const initApply = (...args: Parameters<typeof encoded>): Event =>
  new ObjectWatcherEvent('InitApply', encoded(...args));
const apply = (...args: Parameters<typeof encoded>): Event =>
  new ObjectWatcherEvent('Apply', encoded(...args));
const remove = (...args: Parameters<typeof encoded>): Event =>
  new ObjectWatcherEvent('Delete', encoded(...args));
const init: Event = { type: 'Init' };
const done: Event = { type: 'InitDone', resourceVersion: '10' };
const trouble: Event = {
  type: 'Interrupted',
  error: new Error('x'),
  verdict: 'retry',
  attempt: 1,
  retryInMs: 1,
};

function run<T, R>(items: readonly T[], operator: OperatorFunction<T, R>): Promise<R[]> {
  return lastValueFrom(from(items).pipe(operator, toArray()));
}

const names = (objects: readonly DynamicObject[]): string[] =>
  objects.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
const types = (events: readonly Event[]): string[] =>
  events.map((event) =>
    'encoded' in event ? `${event.type} ${event.encoded.name}@${event.encoded.resourceVersion}` : event.type,
  );

const story = [init, initApply('a', 1), done, apply('b', 11), trouble, remove('a', 12)];

describe('appliedObjects', () => {
  test('gives what exists, in order', async () => {
    expect(names(await run(story, appliedObjects()))).toEqual(['a@1', 'b@11']);
  });
});

describe('touchedObjects', () => {
  test('gives deletions too', async () => {
    expect(names(await run(story, touchedObjects()))).toEqual(['a@1', 'b@11', 'a@12']);
  });
});

describe('reflect', () => {
  test('passes every event on, after the store has it', async () => {
    const { store, writer } = createStore<DynamicObject>();
    const sizes: number[] = [];
    const passed = await lastValueFrom(
      from(story).pipe(
        reflect(writer),
        tap(() => sizes.push(store.size)),
        toArray(),
      ),
    );
    expect(passed).toEqual(story);
    expect(sizes).toEqual([0, 0, 1, 2, 2, 1]);
  });
});

describe('modify', () => {
  test('changes every object and nothing else, on a copy', async () => {
    const original = configMap('a', 1, { data: { secret: 'x' } });
    const strip = modify<DynamicObject>(({ metadata }) => ({ metadata }));
    const events = await run([init, apply('a', 1, { data: { secret: 'x' } }), done], strip);
    expect(types(events)).toEqual(['Init', 'Apply a@1', 'InitDone']);
    expect(events[1]).toMatchObject({ object: { metadata: { name: 'a' } } });
    expect((events[1] as ObjectWatcherEvent<DynamicObject>).object).not.toHaveProperty('data');
    expect(original).toHaveProperty('data');
  });

  test('errors the stream where the change throws', async () => {
    await expect(
      run(
        [apply('a', 1)],
        modify<DynamicObject>(() => {
          throw new Error('no');
        }),
      ),
    ).rejects.toThrow('no');
  });
});

const { generation, labels, resourceVersion } = predicates;

describe('predicateFilter', () => {
  const at = (...[name, version, gen, uid]: [string, number, number?, string?]): DynamicObject => {
    const object = configMap(name, version, uid === undefined ? {} : { uid });
    return gen === undefined ? object : { ...object, metadata: { ...object.metadata, generation: gen } };
  };

  test('lets an object through when the value changes, or the object is another', async () => {
    const objects = [
      at('a', 1, 1),
      at('a', 2, 1),
      at('b', 3, 1),
      at('a', 4, 2),
      at('a', 5, 2, 'other'),
      at('a', 6, 2, 'other'),
    ];
    expect(names(await run(objects, predicateFilter(generation)))).toEqual(['a@1', 'b@3', 'a@4', 'a@5']);
  });

  test('lets an object through that it cannot judge', async () => {
    const objects = [at('a', 1, undefined), at('a', 2, undefined)];
    expect(names(await run(objects, predicateFilter(generation)))).toEqual(['a@1', 'a@2']);
  });

  test('always passes deletions, and the whole of an initial state (kube-rs W12)', async () => {
    const events = [
      init,
      initApply('a', 1),
      done,
      apply('a', 2),
      init,
      initApply('a', 2),
      done,
      remove('a', 3),
      apply('a', 4),
    ];
    const passed = await run(events, predicateFilter<DynamicObject, Event>(labels));
    expect(types(passed)).toEqual([
      'Init',
      'InitApply a@1',
      'InitDone',
      'Init',
      'InitApply a@2',
      'InitDone',
      'Delete a@3',
      'Apply a@4',
    ]);
  });

  test('judges by several predicates together', async () => {
    const both = predicates.combine(generation, labels);
    const labelled = {
      ...at('a', 2, 1),
      metadata: { ...at('a', 2, 1).metadata, labels: { x: '1', y: '2' } },
    };
    const reordered = {
      ...labelled,
      metadata: { ...labelled.metadata, resourceVersion: '3', labels: { y: '2', x: '1' } },
    };
    expect(names(await run([at('a', 1, 1), labelled, reordered], predicateFilter(both)))).toEqual([
      'a@1',
      'a@2',
    ]);
  });

  test('tells whole numbers apart that round to the same float', async () => {
    const exact = predicates.combine(() => 9007199254740992n + BigInt(counter++ % 2), labels);
    let counter = 0;
    const objects = [at('a', 1, 1), at('a', 2, 1)];
    expect(names(await run(objects, predicateFilter(exact)))).toEqual(['a@1', 'a@2']);
  });

  test('judges together what only some can judge', async () => {
    const both = predicates.combine(generation, labels);
    const objects = [at('a', 1, undefined), at('a', 2, undefined), at('a', 3, 1)];
    expect(names(await run(objects, predicateFilter(both)))).toEqual(['a@1', 'a@3']);
    const neither = predicates.combine(generation, generation);
    expect(names(await run(objects, predicateFilter(neither)))).toEqual(['a@1', 'a@2', 'a@3']);
  });

  test('judges by the first predicate that can', async () => {
    const spec = predicates.fallback(generation, resourceVersion);
    const objects = [
      at('a', 1, 1),
      at('a', 2, 1),
      at('b', 3, undefined),
      at('b', 4, undefined),
      at('b', 4, undefined),
    ];
    expect(names(await run(objects, predicateFilter(spec)))).toEqual(['a@1', 'b@3', 'b@4']);
  });

  test('compares the old and the new object of a change, and passes what came or went', async () => {
    const of = (object: DynamicObject) => DecodedObject.from<DynamicObject>(object);
    const [one, same, other] = [at('a', 1, 1), at('a', 2, 1), at('a', 3, 2)].map(of);
    if (!one || !same || !other) throw new Error('three objects');
    const changes = [
      new Change('added', one),
      new Change('updated', same, one),
      new Change('updated', other, same),
      new Change('deleted', other, other),
      new Change('added', other),
    ];
    const passed = await run(changes, predicateFilter<DynamicObject, Change<DynamicObject>>(generation));
    expect(passed).toEqual(changes.filter((_change, index) => index !== 1));
  });

  test('remembers the last outcome of coalesced changes, which know nothing before it', async () => {
    const changes = [at('a', 1, 1), at('a', 2, 1), at('a', 3, 2)].map(
      (object) => new Change('updated', DecodedObject.from<DynamicObject>(object)),
    );
    const added = new Change('added', DecodedObject.from<DynamicObject>(at('b', 4, 1)));
    const touched = new Change('updated', DecodedObject.from<DynamicObject>(at('b', 5, 1)));
    const filter = predicateFilter<DynamicObject, Change<DynamicObject>>(generation);
    const passed = await run([...changes, added, touched, added], filter);
    expect(names(passed.map(({ object }) => object))).toEqual(['a@1', 'a@3', 'b@4', 'b@4']);
  });

  test('forgets the least recently seen object beyond its bound, which then passes again', async () => {
    const objects = [at('a', 1, 1), at('b', 2, 1), at('a', 3, 1)];
    expect(names(await run(objects, predicateFilter(generation, { maxEntries: 1 })))).toEqual([
      'a@1',
      'b@2',
      'a@3',
    ]);
  });

  test('forgets an object that it has not seen for an hour of the clock, which then passes again', async () => {
    const clock = new VirtualClock();
    const passed: string[] = [];
    const objects = new Subject<DynamicObject>();
    objects
      .pipe(predicateFilter(generation, { clock }))
      .subscribe((object) => passed.push(...names([object])));
    objects.next(at('a', 1, 1));
    await clock.advance(3_599_999);
    objects.next(at('a', 2, 1));
    await clock.advance(3_599_999);
    objects.next(at('a', 3, 1));
    await clock.advance(3_600_000);
    objects.next(at('a', 4, 1));
    expect(passed).toEqual(['a@1', 'a@4']);
  });

  test('remembers an object for as long as it was told', async () => {
    const clock = new VirtualClock();
    const passed: string[] = [];
    const objects = new Subject<DynamicObject>();
    const filtered = objects.pipe(predicateFilter(generation, { clock, rememberMs: 1000 }));
    filtered.subscribe((object) => passed.push(...names([object])));
    objects.next(at('a', 1, 1));
    await clock.advance(999);
    objects.next(at('a', 2, 1));
    await clock.advance(1000);
    objects.next(at('a', 3, 1));
    expect(passed).toEqual(['a@1', 'a@3']);
  });

  test('remembers for each subscription by itself', async () => {
    const filtered = from([at('a', 1, 1)]).pipe(predicateFilter(generation));
    expect(names(await lastValueFrom(filtered.pipe(toArray())))).toEqual(['a@1']);
    expect(names(await lastValueFrom(filtered.pipe(toArray())))).toEqual(['a@1']);
  });
});
