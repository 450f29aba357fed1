// Subscribers to a store, each of which can say whether it was told what a model says.

import type { DynamicObject, VirtualClock } from '@kube-rx/core';
import type { Subscription } from 'rxjs';
import { changesOf, watchKey } from '../../src/reflector/changes.ts';
import { liveQuery } from '../../src/reflector/live-query.ts';
import type { Store } from '../../src/reflector/store.ts';
import {
  keyOf,
  type ModelContents,
  print,
  printChange,
  printState,
  printTold,
  type State,
  type Told,
} from '../support/model-contents.ts';
import { expectSame } from '../support/model-same.ts';
import { inPromisedOrder } from '../support/model-told.ts';
import { noteOf } from './model-queries.ts';
import { Replay } from './model-replay.ts';

export interface Follower {
  /** What it was told since it was last checked. */
  readonly told: readonly unknown[];
  /** After one event, with what it changed. */
  check(changes: readonly Told[]): void;
  leave(): void;
}

/** Expects to be told every change, after the store and its indexes have it. */
export class ChangesFollower implements Follower {
  readonly #model: ModelContents;
  readonly #replay = new Replay();
  readonly told: string[] = [];
  readonly #early: string[] = [];
  readonly #subscription: Subscription;

  constructor(store: Store<DynamicObject>, model: ModelContents) {
    this.#model = model;
    this.#subscription = changesOf(store).subscribe((change) => {
      const { type, key, object } = change;
      this.told.push(printChange(change));
      this.#replay.hear(change);
      if (type === 'deleted') return;
      const found = [store.get(key), ...store.byIndex('byNote', noteOf(object))];
      const copies = found.filter((one) => one && print(one) === print(object));
      if (copies.length !== 2) this.#early.push(print(object));
    });
    this.check([...model.held.values()].map((state) => ({ type: 'added', state })));
  }

  check(changes: readonly Told[]): void {
    expectSame(inPromisedOrder(this.told.splice(0)), inPromisedOrder(changes.map(printTold)));
    expectSame([this.#replay.contradictions, this.#early], [[], []]);
    expectSame(this.#replay.print(), this.#model.print());
  }

  leave(): void {
    this.#subscription.unsubscribe();
  }
}

/** Expects the state of one key at once, after each change of it, and when the first list is in. */
export class KeyFollower implements Follower {
  readonly #model: ModelContents;
  readonly #key: string;
  #isPending: boolean;
  readonly told: string[] = [];
  readonly #subscription: Subscription;

  constructor(store: Store<DynamicObject>, model: ModelContents, key: { namespace: string; name: string }) {
    this.#model = model;
    this.#key = keyOf(key);
    this.#isPending = model.version === undefined;
    // Both forms of a key mean the same.
    const wanted = model.held.size % 2 === 0 ? key : this.#key;
    this.#subscription = watchKey(store, wanted).subscribe((state) =>
      this.told.push('object' in state ? `${state.type} ${print(state.object)}` : state.type),
    );
    const held = model.held.get(this.#key);
    expectSame(this.told.splice(0), [
      held ? `present ${printState(held)}` : this.#isPending ? 'pending' : 'absent',
    ]);
  }

  check(changes: readonly Told[]): void {
    const mine = changes.filter(({ state }) => keyOf(state) === this.#key);
    const states = mine.map(
      ({ type, state }) => `${type === 'deleted' ? type : 'present'} ${printState(state)}`,
    );
    if (this.#isPending && this.#model.version !== undefined) {
      this.#isPending = false;
      if (states.length === 0) states.push('absent');
    }
    expectSame(this.told.splice(0), states);
  }

  leave(): void {
    this.#subscription.unsubscribe();
  }
}

export interface Query {
  readonly namespace: string | undefined;
  readonly app: string | undefined;
  /** A note that objects must not have. */
  readonly except: string | undefined;
  readonly throttleMs: 0 | 100;
}

/** Expects the selection at once, then again after each change, or when the throttle allows it. */
export class QueryFollower implements Follower {
  readonly #model: ModelContents;
  readonly #query: Query;
  readonly #clock: VirtualClock;
  readonly told: { readonly printed: string[]; readonly at: number }[] = [];
  readonly #subscription: Subscription;
  #last: string[] | undefined;
  #toldAt: number | undefined;
  #changedAt = 0;

  constructor(store: Store<DynamicObject>, model: ModelContents, query: Query & { clock: VirtualClock }) {
    const { clock, namespace, app, except, throttleMs } = query;
    this.#model = model;
    this.#query = query;
    this.#clock = clock;
    this.#subscription = liveQuery(store, {
      ...(namespace !== undefined && { namespace }),
      ...(app !== undefined && { labelSelector: { app } }),
      ...(except !== undefined && { filter: (object) => noteOf(object) !== except }),
      sort: (a, b) => (print(a) < print(b) ? -1 : 1),
      throttleMs,
      clock,
    }).subscribe((objects) => this.told.push({ printed: objects.map(print), at: clock.monotonic() }));
    expectSame(this.told.length, 1);
    this.#hear();
    this.#expectCurrent();
  }

  check(changes: readonly Told[]): void {
    const mine = changes.filter(({ state, type, previous }) =>
      [type === 'deleted' ? undefined : state, previous].some((each) => each && this.#selects(each)),
    );
    if (mine.length > 0) this.#changedAt = this.#clock.monotonic();
    if (this.#query.throttleMs === 0) expectSame(this.told.length, mine.length);
    // Changes of other objects tell nothing.
    else if (mine.length === 0) expectSame(this.told, []);
    this.#hear();
    this.checkTime();
  }

  /** Called after time has passed. */
  checkTime(): void {
    this.#hear();
    if (this.#clock.monotonic() - this.#changedAt >= this.#query.throttleMs) this.#expectCurrent();
  }

  leave(): void {
    this.#subscription.unsubscribe();
  }

  #hear(): void {
    for (const { printed, at } of this.told.splice(0)) {
      if (this.#toldAt !== undefined) expectSame(at - this.#toldAt >= this.#query.throttleMs, true);
      this.#toldAt = at;
      this.#last = printed;
    }
  }

  #expectCurrent(): void {
    expectSame(
      this.#last,
      this.#model.print((state) => this.#selects(state)),
    );
  }

  #selects({ namespace, labels, note }: State): boolean {
    const { namespace: wanted, app, except } = this.#query;
    if (wanted !== undefined && namespace !== wanted) return false;
    return (app === undefined || labels['app'] === app) && note !== except;
  }
}
