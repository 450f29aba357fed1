// A store that is filled as by a watch: with objects that came as bytes and are not decoded yet.

import { jest } from '@jest/globals';
import type { DynamicObject, EncodedObject } from '@kube-rx/core';
import { decodeObject } from '@kube-rx/core/encoding';
import { createStore, type Store } from '../../src/reflector/store.ts';
import type { StoreOptions } from '../../src/reflector/store-options.ts';
import type { StoreWriter } from '../../src/reflector/writer.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';

const text = new TextEncoder();

function fromServer(object: DynamicObject): EncodedObject<DynamicObject> {
  return decodeObject(text.encode(JSON.stringify(object)));
}

export class StoreBench {
  readonly store: Store<DynamicObject>;
  readonly writer: StoreWriter<DynamicObject>;

  constructor(options: StoreOptions<DynamicObject> = {}) {
    const { store, writer } = createStore<DynamicObject>(options);
    this.store = store;
    this.writer = writer;
  }

  list(resourceVersion: number, ...objects: readonly DynamicObject[]): this {
    this.writer.apply({ type: 'Init' });
    for (const object of objects) this.writer.apply(new ObjectWatcherEvent('InitApply', fromServer(object)));
    this.writer.apply({ type: 'InitDone', resourceVersion: String(resourceVersion) });
    return this;
  }

  apply(object: DynamicObject): this {
    this.writer.apply(new ObjectWatcherEvent('Apply', fromServer(object)));
    return this;
  }

  delete(object: DynamicObject): this {
    this.writer.apply(new ObjectWatcherEvent('Delete', fromServer(object)));
    return this;
  }
}

/** The texts that were parsed as JSON during `run`. */
export function parsedBy(run: () => void): string[] {
  const parse = jest.spyOn(JSON, 'parse');
  try {
    run();
    return parse.mock.calls.map(([parsed]) => parsed);
  } finally {
    parse.mockRestore();
  }
}
