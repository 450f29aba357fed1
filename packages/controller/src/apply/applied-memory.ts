// What a controller applied last, for each key and object: enough to know that applying the same again would change
// nothing. Hashes stand for the bytes, so that an object costs some three hundred bytes.

/** The end of an apply that succeeded. */
export interface AppliedRecord {
  /** The object that was applied to: a namesake is another one. */
  readonly uid: string;
  /** Of what was sent. */
  readonly intent: string;
  /** Of the answer. */
  readonly resourceVersion: string;
  /** Of the answer's contents; undefined where they cannot be told from later ones. */
  readonly contents: string | undefined;
}

/** An apply that is being sent. Exactly one of both methods ends it. */
export interface AppliedAttempt {
  succeed(record: AppliedRecord): void;
  fail(): void;
}

interface Slot {
  record: AppliedRecord | undefined;
  running: number;
  /** Whether applies ran at the same time, so that nobody knows which one the server took last. */
  overlapped: boolean;
}

/** The objects that are remembered for one key. What is forgotten is applied once more, and no harm is done. */
const mostObjects = 1000;

/** While an apply runs, and after one that failed, nothing is known of its object: it may have been carried out. */
export class AppliedMemory {
  readonly #keys = new Map<string, Map<string, Slot>>();

  /** `key` is that of the run, `object` names what it applies to. */
  find(key: string, object: string): AppliedRecord | undefined {
    return this.#keys.get(key)?.get(object)?.record;
  }

  begin(key: string, object: string): AppliedAttempt {
    const slot = this.#slot(key, object);
    slot.record = undefined;
    slot.overlapped ||= slot.running > 0;
    slot.running += 1;
    const end = (record: AppliedRecord | undefined): void => {
      if (!slot.overlapped) slot.record = record;
      slot.running -= 1;
      if (slot.running === 0) slot.overlapped = false;
    };
    return { succeed: end, fail: () => end(undefined) };
  }

  /** What was found to be as it was left, by an object of a newer version. */
  renew(key: string, object: string, resourceVersion: string): void {
    const slot = this.#keys.get(key)?.get(object);
    if (slot?.record) slot.record = { ...slot.record, resourceVersion };
  }

  /** Forgets all objects of a key: its own object is gone. */
  forget(key: string): void {
    this.#keys.delete(key);
  }

  /** How many objects are remembered. */
  get size(): number {
    return this.#keys.values().reduce((sum, slots) => sum + slots.size, 0);
  }

  // The one that was applied least lately goes first.
  #slot(key: string, object: string): Slot {
    const slots = this.#keys.get(key) ?? new Map<string, Slot>();
    this.#keys.set(key, slots);
    const slot = slots.get(object) ?? { record: undefined, running: 0, overlapped: false };
    slots.delete(object);
    slots.set(object, slot);
    if (slots.size > mostObjects) {
      const [oldest = object] = slots.keys();
      slots.delete(oldest);
    }
    return slot;
  }
}
