// For random events in random order: after each, a store holds and tells the same as a plain Map.

import { fc, test } from '@fast-check/jest';
import type { DynamicObject, EncodedObject } from '@kube-rx/core';
import { createStore } from '../../src/reflector/store.ts';
import {
  keyOf,
  ModelContents,
  print,
  printChange,
  printTold,
  withWatcherEvent,
} from '../support/model-contents.ts';
import { historyStep, ModelServer, names, namespaces } from '../support/model-history.ts';
import { expectSame } from '../support/model-same.ts';
import { inPromisedOrder } from '../support/model-told.ts';

const keys = namespaces.flatMap((namespace) => names.map((name) => keyOf({ namespace, name })));

function refuse(object: DynamicObject): DynamicObject {
  if (JSON.stringify(object['data']).includes('"isRefused":true')) throw new Error('of the user');
  return object;
}

const printAll = (objects: Iterable<EncodedObject<DynamicObject>>): string[] =>
  Array.from(objects, ({ object }) => print(object)).sort();

test.prop([fc.array(historyStep, { maxLength: 50, size: 'max' }), fc.boolean()], {
  numRuns: 200,
  unbiased: true,
  interruptAfterTimeLimit: 3_500,
})('a store holds and tells what a plain Map says after each event of any history', (steps, refuses) => {
  const model = new ModelContents();
  const server = new ModelServer(model, refuses);
  const { store, writer } = createStore<DynamicObject>({
    ...(refuses && { transform: refuse }),
    onError: () => undefined,
  });
  const told: string[] = [];
  const listensFrom = steps.length % 5;
  const snapshots: (readonly [Iterable<EncodedObject<DynamicObject>>, string[]])[] = [];
  for (const [index, step] of steps.entries()) {
    if (index === listensFrom) store.observe((change) => told.push(printChange(change)));
    for (const event of server.events(step)) {
      const changes = model.take(event);
      withWatcherEvent(event, (each) => writer.apply(each));
      expectSame(
        {
          told: inPromisedOrder(told.splice(0)),
          entries: printAll(Array.from(store.entries(), ([, encoded]) => encoded)),
          keys: [...store.keys()].sort(),
          size: store.size,
          version: store.resourceVersion,
          dropped: writer.dropped,
          missing: writer.missing,
          stale: model.isListing ? [] : keys.filter((key) => store.isStale(key)),
        },
        {
          told: index < listensFrom ? [] : inPromisedOrder(changes.map(printTold)),
          entries: model.print(),
          keys: [...model.held.keys()].sort(),
          size: model.held.size,
          version: model.version?.toString(),
          dropped: model.dropped,
          missing: model.missing,
          stale: model.isListing ? [] : keys.filter((key) => model.stale.has(key)),
        },
      );
    }
    if (index % 7 === 0) snapshots.push([store.snapshot(), model.print()]);
  }
  // A snapshot has the objects of the time when it was made, also if it is iterated later.
  for (const [snapshot, held] of snapshots) expectSame(printAll(snapshot), held);
});
