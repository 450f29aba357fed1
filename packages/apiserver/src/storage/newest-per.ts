// What is read out of stored objects, kept for the state that each is in now. The history holds old states for long:
// what follows from those would stay as long, and nobody asks for it again.

import type { ResourceStore } from './resource-store.ts';
import type { StoredObject } from './stored-object.ts';

interface Known<Made> {
  readonly stored: StoredObject;
  readonly made: Made;
}

/** As `make`, which is called once for the present state of an object, and at every call for any other. */
export function newestPer<Made>(
  make: (stored: StoredObject) => Made,
): (store: ResourceStore, stored: StoredObject) => Made {
  const stores = new WeakMap<ResourceStore, Map<string, Known<Made>>>();
  return (store, stored) => {
    const { key } = stored;
    let known = stores.get(store);
    if (!known) stores.set(store, (known = new Map<string, Known<Made>>()));
    const one = known.get(key);
    if (one?.stored === stored) return one.made;
    const made = make(stored);
    if (store.get(key) !== stored) return made;
    known.set(key, { stored, made });
    // Seldom enough that what comes and goes costs the same however much there is.
    if (known.size > 2 * store.size)
      for (const name of known.keys()) if (!store.get(name)) known.delete(name);
    return made;
  };
}
