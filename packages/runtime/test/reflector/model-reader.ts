// A consumer of coalesced changes that reads when it is told to.

import type { DynamicObject } from '@kube-rx/core';
import { settle } from '@kube-rx/core';
import type { Change } from '../../src/reflector/change.ts';
import { coalescedChanges } from '../../src/reflector/coalesced-changes.ts';
import type { Store } from '../../src/reflector/store.ts';
import { type ModelContents, printChange, printTold } from '../support/model-contents.ts';
import { expectSame } from '../support/model-same.ts';
import { Replay } from './model-replay.ts';

export class CoalescedReader {
  readonly #model: ModelContents;
  readonly #replay = new Replay();
  readonly #wrong: string[] = [];
  readonly #abort = new AbortController();
  readonly #changes: AsyncGenerator<Change<DynamicObject>, undefined, undefined>;
  #wanted = 0;
  #isReading = false;
  #isOver = false;

  constructor(store: Store<DynamicObject>, model: ModelContents) {
    this.#model = model;
    this.#changes = coalescedChanges(store, { signal: this.#abort.signal });
  }

  /** Asks for `count` changes. Resolves when those that are due have come; the others come later. */
  async read(count: number): Promise<void> {
    this.#wanted = count;
    if (!this.#isReading) this.#read().catch((error: unknown) => this.#wrong.push(String(error)));
    await this.check();
  }

  /** A consumer that waits for more must have been told of everything. */
  async check(): Promise<void> {
    await settle();
    expectSame([this.#wrong, this.#replay.contradictions], [[], []]);
    if (this.#isReading) expectSame(this.#replay.print(), this.#model.print());
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.read(1);
    expectSame(this.#isOver, true);
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    while (this.#wanted > 0 && !this.#isOver) {
      const next = await this.#changes.next();
      if (next.done) this.#isOver = true;
      else this.#hear(next.value);
      this.#wanted -= 1;
    }
    this.#isReading = false;
  }

  /** A change must tell the current state, or the deletion of the known object: never a state in between. */
  #hear(change: Change<DynamicObject>): void {
    const told = printChange(change);
    if (told !== this.#outcome(change)) this.#wrong.push(`${told}, but is ${this.#outcome(change)}`);
    this.#replay.hear(change);
  }

  #outcome({ type, key }: Change<DynamicObject>): string | undefined {
    const held = this.#model.held.get(key);
    if (type !== 'deleted') return held && printTold({ type, state: held });
    const deletion = this.#model.deletions.get(this.#replay.uidOf(key) ?? '');
    return deletion && printTold({ type, state: deletion.state, isUnseen: deletion.isUnseen ?? false });
  }
}
