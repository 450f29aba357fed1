// Random histories of a small server as a watcher tells them: live changes, duplicates of old ones, and gaps that are
// closed by a list, or by a second one if the first breaks off.

import { fc } from '@fast-check/jest';
import { keyOf, type ModelContents, type ModelEvent, type State } from './model-contents.ts';

export const namespaces = ['shop', 'bank'] as const;
export const names = ['a', 'b', 'c', 'd'] as const;
export const notes = ['', 'x', 'y'] as const;

interface Write {
  readonly how: 'write' | 'recreate' | 'delete' | 'older' | 'olderDelete' | 'twin';
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly note: string;
  readonly age: number;
  readonly isRefused: boolean;
}

export type HistoryStep =
  | { readonly type: 'live'; readonly write: Write }
  | { readonly type: 'bookmark' }
  | {
      readonly type: 'gap';
      /** Writes before an initial state that breaks off. */
      readonly broken: { readonly missed: readonly Write[]; readonly after: number } | null;
      /** Writes before the initial state that is complete. */
      readonly missed: readonly Write[];
      /** Writes while that one arrives. */
      readonly streamed: readonly Write[];
    };

const write: fc.Arbitrary<Write> = fc.record({
  how: fc.constantFrom(
    'write',
    'write',
    'write',
    'write',
    'recreate',
    'delete',
    'older',
    'olderDelete',
    'twin',
  ),
  namespace: fc.constantFrom(...namespaces),
  name: fc.constantFrom(...names),
  labels: fc.record(
    { app: fc.constantFrom('web', 'api', 'db'), tier: fc.constantFrom('front', 'back') },
    { requiredKeys: [] },
  ),
  note: fc.constantFrom(...notes),
  age: fc.nat(2),
  isRefused: fc.nat(5).map((chance) => chance === 5),
});

const writes = fc.array(write, { maxLength: 6, size: 'max' });

export const historyStep: fc.Arbitrary<HistoryStep> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('live'), write }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('bookmark') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('gap'),
      broken: fc.option(fc.record({ missed: writes, after: fc.nat(8) })),
      missed: writes,
      streamed: writes,
    }),
  },
);

export class ModelServer {
  readonly #objects = new Map<string, State>();
  readonly #contents: ModelContents;
  readonly #refuses: boolean;
  // Starts just below a version with one digit more: versions are compared as numbers, not as texts.
  #version = 90;
  #writes = 0;
  #isListed = false;

  /** `refuses`: whether the store has the transform that throws. */
  constructor(contents: ModelContents, refuses: boolean) {
    this.#contents = contents;
    this.#refuses = refuses;
  }

  /** What a watcher tells of the step; it tells nothing before a list. */
  *events(step: HistoryStep): Generator<ModelEvent> {
    if (!this.#isListed && step.type !== 'gap') {
      yield { type: 'Init' };
      yield { type: 'InitDone', version: this.#version };
    }
    this.#isListed = true;
    if (step.type === 'live') yield* this.#live(step.write);
    else if (step.type === 'bookmark') yield { type: 'Bookmark', version: this.#next() };
    else {
      if (step.broken) {
        this.#miss(step.broken.missed);
        yield { type: 'Init' };
        yield* this.#list().slice(0, step.broken.after);
      }
      this.#miss(step.missed);
      yield { type: 'Init' };
      yield* this.#list();
      const deletions: ModelEvent[] = [];
      for (const write of step.streamed)
        if (write.how === 'delete') deletions.push(...this.#live(write));
        else yield* this.#stream(write);
      yield { type: 'InitDone', version: this.#version };
      yield* deletions;
    }
  }

  #list(): ModelEvent[] {
    return Array.from(this.#objects.values(), (state) => ({ type: 'InitApply', state }));
  }

  *#live(write: Write): Generator<ModelEvent> {
    const { how, age } = write;
    const held = this.#contents.held.get(keyOf(write));
    if (how === 'older' || how === 'olderDelete') {
      if (!held) return;
      const state = { ...this.#state(write, held.uid), version: held.version - age };
      // A deletion under the version that is held is one, and no object comes back.
      const ends = how === 'olderDelete' && age === 0;
      if (ends && this.#objects.get(keyOf(write))?.uid === held.uid) this.#objects.delete(keyOf(write));
      yield { type: how === 'older' ? 'Apply' : 'Delete', state };
    } else if (how === 'delete') {
      const state = this.#state(write, this.#objects.get(keyOf(write))?.uid);
      this.#objects.delete(keyOf(write));
      yield { type: 'Delete', state };
    } else yield { type: 'Apply', state: this.#put(write) };
  }

  /** Within an initial state the newest state of an object counts, also if the store has it already. */
  *#stream(write: Write): Generator<ModelEvent> {
    const key = keyOf(write);
    const [held, listed] = [this.#contents.held.get(key), this.#objects.get(key)];
    if (write.how === 'write' || write.how === 'recreate')
      yield { type: 'InitApply', state: this.#put({ ...write, isRefused: false }) };
    else if (held && listed && !listed.isRefused) {
      if (held.version > listed.version) this.#objects.set(key, held);
      yield { type: 'InitApply', state: held };
    }
  }

  #miss(writes: readonly Write[]): void {
    for (const write of writes) {
      const before = this.#objects.get(keyOf(write));
      if (write.how === 'delete') this.#objects.delete(keyOf(write));
      else if (write.how === 'older' && before) {
        // As after a restore of the server's data.
        const version = before.version - 1 - write.age;
        this.#objects.set(keyOf(write), { ...this.#state(write, before.uid), version });
      } else if (write.how === 'twin' && before) {
        // As after another restore: one object at the very version of another.
        this.#objects.set(keyOf(write), { ...this.#state(write, undefined), version: before.version });
      } else if (write.how === 'write' || write.how === 'recreate') this.#put(write);
    }
  }

  #put(write: Write): State {
    const uid = write.how === 'recreate' ? undefined : this.#objects.get(keyOf(write))?.uid;
    const state = this.#state(write, uid);
    this.#objects.set(keyOf(write), state);
    return state;
  }

  #state({ namespace, name, labels, note, isRefused }: Write, uid: string | undefined): State {
    this.#writes += 1;
    const number = this.#writes;
    const version = this.#next();
    const refused = isRefused && this.#refuses;
    return {
      namespace,
      name,
      labels,
      note,
      version,
      uid: uid ?? `uid-${number}`,
      write: number,
      isRefused: refused,
    };
  }

  #next(): number {
    this.#version += 1;
    return this.#version;
  }
}
