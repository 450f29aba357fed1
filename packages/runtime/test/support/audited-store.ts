// A store that a test writes as a watcher does, and what an audit sees of it.

import type { DynamicObject, EncodedObject } from '@kube-rx/core';
import { type AuditedView, auditedView } from '../../src/reflector/audited-view.ts';
import type { Change } from '../../src/reflector/change.ts';
import { resolveStoreOptions } from '../../src/reflector/store-options.ts';
import { StoreState } from '../../src/reflector/store-state.ts';
import { VersionWaiters } from '../../src/reflector/version-waiters.ts';
import { StoreWriter } from '../../src/reflector/writer.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';

export class AuditedStoreModel {
  readonly #state: StoreState<DynamicObject>;
  readonly #writer: StoreWriter<DynamicObject>;

  constructor(throwsOn: readonly string[]) {
    const versions = new VersionWaiters();
    const transform = (object: DynamicObject): DynamicObject => {
      if (throwsOn.includes(object.metadata.name)) throw new Error('of the user');
      return object;
    };
    const options = resolveStoreOptions({ transform, onError: () => undefined });
    this.#state = new StoreState(options, versions);
    this.#writer = new StoreWriter(this.#state, { versions, onSynced: () => undefined });
  }

  get view(): AuditedView<DynamicObject> {
    return auditedView(this.#state, undefined);
  }

  /** `name@version uid` of each object. */
  get contents(): ReadonlyMap<string, string> {
    const { view } = this;
    const held = Array.from(view.slots(), (slot) => view.at(slot));
    return new Map(held.map(({ key, resourceVersion, uid }) => [key, `${resourceVersion} ${uid}`]));
  }

  list(objects: readonly EncodedObject<DynamicObject>[], resourceVersion: string): void {
    this.#writer.apply({ type: 'Init' });
    for (const object of objects) this.#writer.apply(new ObjectWatcherEvent('InitApply', object));
    this.#writer.apply({ type: 'InitDone', resourceVersion });
  }

  apply(object: EncodedObject<DynamicObject>): void {
    this.#writer.apply(new ObjectWatcherEvent('Apply', object));
  }

  delete(object: EncodedObject<DynamicObject>): void {
    this.#writer.apply(new ObjectWatcherEvent('Delete', object));
  }

  observe(listener: (change: Change<DynamicObject>) => void): void {
    this.#state.listeners.add((batch) => {
      for (const change of batch) listener(change);
    });
  }
}

/** A store after a list. */
export function storeOf(
  objects: readonly EncodedObject<DynamicObject>[],
  version: string,
  { throwsOn = [] }: { readonly throwsOn?: readonly string[] } = {},
): AuditedStoreModel {
  const store = new AuditedStoreModel(throwsOn);
  store.list(objects, version);
  return store;
}
