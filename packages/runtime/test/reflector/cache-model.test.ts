// Random histories against a store and a plain Map: every query, every index and every kind of subscription must agree
// with the Map after every step, and not only after a list, which would hide earlier faults.

import { fc, test } from '@fast-check/jest';
import { afterEach } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { decodedObjects } from '../../src/reflector/decoded-cache.ts';
import { ModelContents, withWatcherEvent } from '../support/model-contents.ts';
import { type HistoryStep, historyStep, ModelServer, names, namespaces } from '../support/model-history.ts';
import { expectSame } from '../support/model-same.ts';
import { ChangesFollower, type Follower, KeyFollower, QueryFollower } from './model-followers.ts';
import { answersByModel, answersOf, createQueriedStore } from './model-queries.ts';
import { CoalescedReader } from './model-reader.ts';
import { walksTooFar } from './model-walks.ts';

const remembered = 64 * 1024 * 1024;

const queries = fc.record({
  namespace: fc.constantFrom(undefined, ...namespaces),
  app: fc.constantFrom(undefined, 'web', 'api'),
  except: fc.constantFrom(undefined, 'x'),
  throttleMs: fc.constantFrom(0, 100),
});
const keys = fc.record({ namespace: fc.constantFrom(...namespaces), name: fc.constantFrom(...names) });

const step = fc.oneof(
  { weight: 24, arbitrary: historyStep },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('changes') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('key'), key: keys }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('query'), query: queries }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('leave'), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reader') }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('read'), which: fc.nat(1), count: fc.nat(12) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('wait'), ms: fc.constantFrom(30, 70, 100) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('forget'), bytes: fc.constantFrom(0, 1024, remembered) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class World {
  readonly #model = new ModelContents();
  readonly #server = new ModelServer(this.#model, false);
  readonly #clock = new VirtualClock();
  readonly #store;
  readonly #writer;
  readonly #readers: CoalescedReader[] = [];
  readonly #followers: Follower[] = [];
  readonly #left: Follower[] = [];
  #turn = 0;

  constructor() {
    const { store, writer } = createQueriedStore();
    this.#store = store;
    this.#writer = writer;
    this.#readers.push(new CoalescedReader(store, this.#model));
    this.#followers.push(new ChangesFollower(store, this.#model));
  }

  async take(next: Step): Promise<void> {
    switch (next.type) {
      case 'changes':
        this.#followers.push(new ChangesFollower(this.#store, this.#model));
        return;
      case 'key':
        this.#followers.push(new KeyFollower(this.#store, this.#model, next.key));
        return;
      case 'query':
        this.#followers.push(
          new QueryFollower(this.#store, this.#model, { ...next.query, clock: this.#clock }),
        );
        return;
      case 'leave':
        this.#leave(this.#followers.splice(next.which, 1));
        return;
      case 'reader':
        this.#readers.push(new CoalescedReader(this.#store, this.#model));
        return;
      case 'read':
        return this.#readers.at(-next.which)?.read(next.count);
      case 'wait':
        await this.#clock.advance(next.ms);
        for (const follower of this.#followers) if (follower instanceof QueryFollower) follower.checkTime();
        return;
      case 'forget':
        decodedObjects.resize(next.bytes);
        return;
      default:
        return this.#happen(next);
    }
  }

  async end(): Promise<void> {
    for (const reader of this.#readers) {
      await reader.read(1000);
      await reader.stop();
    }
    this.#leave(this.#followers);
    expectSame(this.#clock.pending, 0);
    expectSame(
      this.#left.flatMap(({ told }) => told),
      [],
    );
  }

  #leave(followers: readonly Follower[]): void {
    for (const follower of followers) follower.leave();
    this.#left.push(...followers);
  }

  async #happen(next: HistoryStep): Promise<void> {
    for (const event of this.#server.events(next)) {
      const changes = this.#model.take(event);
      withWatcherEvent(event, (each) => this.#writer.apply(each));
      for (const follower of this.#followers) follower.check(changes);
      this.#turn += 1;
      // An object of an initial state changes no answer yet, so only some of these are checked.
      if (event.type === 'InitApply' && this.#turn % 4 > 0) continue;
      expectSame(answersOf(this.#store, this.#turn), answersByModel(this.#model, this.#turn));
      expectSame(walksTooFar(this.#store, this.#model), []);
    }
    for (const reader of this.#readers) await reader.check();
  }
}

afterEach(() => decodedObjects.resize(remembered));

test.prop([fc.array(step, { maxLength: 60, size: 'max' })], {
  numRuns: 200,
  unbiased: true,
  interruptAfterTimeLimit: 3_500,
})(
  'a store, its indexes and its subscriptions say what a plain Map says, at every step of any history',
  async (steps) => {
    decodedObjects.resize(remembered);
    const world = new World();
    for (const each of steps) await world.take(each);
    await world.end();
  },
);
