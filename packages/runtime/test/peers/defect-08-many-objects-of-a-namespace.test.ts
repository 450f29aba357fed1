// A peer's list throws a RangeError from about 130,000 objects of one namespace on, as it passes them as arguments.

import { expect, test } from '@jest/globals';
import { createStore } from '../../src/reflector/store.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { encoded } from '../support/objects.ts';

test('a store lists more objects of a namespace than a function takes arguments', () => {
  const { store, writer } = createStore();
  const total = 140_000;
  writer.apply({ type: 'Init' });
  for (let at = 0; at < total; at += 1)
    writer.apply(new ObjectWatcherEvent('InitApply', encoded(`item-${at}`, 5)));
  writer.apply({ type: 'InitDone', resourceVersion: '10' });
  expect(store.list({ namespace: 'shop' })).toHaveLength(total);
  writer.close();
});
