// Skipping an apply must never leave another final state than sending it: two servers live through the same history, and
// on one of them nothing is ever skipped.

import { fc, test as property } from '@fast-check/jest';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { isInvalid } from '@kube-rx/core';
import { AppliedMemory } from '../../src/apply/applied-memory.ts';
import { ApplyWorld, contentsOf, Widget } from '../support/apply-world.ts';

let lazy: ApplyWorld;
let eager: ApplyWorld;
let histories = 0;

beforeAll(async () => {
  lazy = await ApplyWorld.start();
  eager = await ApplyWorld.start();
});

afterAll(async () => {
  await lazy[Symbol.asyncDispose]();
  await eager[Symbol.asyncDispose]();
});

/** Both servers serve all histories, each with an object of its own. */
function nextObject(): string {
  lazy.memory.forget('shop/site');
  eager.memory.forget('shop/site');
  histories += 1;
  return `web-${histories}`;
}

const name = fc.constantFrom('a', 'b', 'c');
const spec = fc.record(
  {
    size: fc.constantFrom(1, 2),
    cpu: fc.constantFrom('1', '1000m'),
    colours: fc.dictionary(name, fc.constantFrom('red', 'green'), { noNullPrototype: true }),
    parts: fc.uniqueArray(fc.record({ name, count: fc.constantFrom(1, 2) }, { requiredKeys: ['name'] }), {
      selector: (part) => part.name,
    }),
    tags: fc.uniqueArray(name),
    path: fc.array(name, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const labels = fc.dictionary(name, fc.constantFrom('1', '1000m'), { noNullPrototype: true });
const wish = fc.record({ spec, labels }, { requiredKeys: [] });

interface Wish {
  readonly spec?: NonNullable<Widget['spec']>;
  readonly labels?: Readonly<Record<string, string>>;
}

type Step =
  | { readonly type: 'reconcile'; readonly which: number }
  | { readonly type: 'update' | 'other applies'; readonly wish: Wish }
  | { readonly type: 'status'; readonly phase: string }
  | { readonly type: 'recreate' | 'delete' | 'restart' | 'forget owners' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('reconcile' as const), which: fc.constantFrom(0, 0, 0, 1, 2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('update' as const, 'other applies' as const), wish }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('status' as const), phase: name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'recreate' as const,
        'delete' as const,
        'restart' as const,
        'forget owners' as const,
      ),
    }),
  },
);

const desiredOf = (web: string, { spec: wanted, labels: marks }: Wish = {}): object => ({
  apiVersion: 'shop.example/v1',
  kind: 'Widget',
  metadata: { name: web, ...(marks && { labels: marks }) },
  ...(wanted && { spec: wanted }),
});

interface History {
  /** The name of the object. */
  readonly web: string;
  /** What the controller wants, by turns. */
  readonly wishes: readonly Wish[];
}

// An apply that takes the last entry out of a map whose owner is another leaves null, which a cluster refuses.
function ignoreInvalid(error: unknown): void {
  if (!isInvalid(error)) throw error;
}

async function live(world: ApplyWorld, step: Step, { web, wishes }: History): Promise<void> {
  const { widgets } = world;
  const there = await widgets.getOptional(web);
  switch (step.type) {
    case 'reconcile':
      await world.apply(Widget, desiredOf(web, wishes[step.which])).catch(ignoreInvalid);
      return;
    case 'update':
      if (there)
        await widgets.patch.merge(web, {
          metadata: { labels: step.wish.labels ?? {} },
          spec: step.wish.spec ?? {},
        });
      return;
    case 'other applies':
      await widgets
        .apply(web, desiredOf(web, step.wish), { fieldManager: 'other', force: true })
        .catch(ignoreInvalid);
      return;
    case 'status':
      if (there) await widgets.status.patch.merge(web, { status: { phase: step.phase } });
      return;
    case 'delete':
      if (there) await widgets.delete(there);
      return;
    case 'recreate':
      if (there) await widgets.delete(there);
      await widgets.create({ metadata: { name: web }, spec: { size: 1, colours: { a: 'red' } } });
      return;
    case 'restart':
      world.memory.forget('shop/site');
      return;
    case 'forget owners':
      if (there) await widgets.patch.merge(web, { metadata: { managedFields: [{}] } });
      return;
    default:
      step satisfies never;
  }
}

const wishes = fc.tuple(wish, wish, wish);

describe('an apply that is skipped', () => {
  property.prop(
    { wishes, steps: fc.array(step, { minLength: 2, maxLength: 14 }), keepManagedFields: fc.boolean() },
    { numRuns: 60 },
  )('leaves the state that sending leaves, whatever happened before', async (given) => {
    const { steps, keepManagedFields } = given;
    const history = { web: nextObject(), wishes: given.wishes };
    Object.assign(lazy, { keepManagedFields, observes: true });
    eager.observes = false;
    for (const each of [...steps, { type: 'reconcile', which: 0 } as const]) {
      await live(lazy, each, history);
      await live(eager, each, history);
      if (each.type !== 'reconcile') continue;
      const [one, other] = [lazy, eager].map(({ widgets }) => widgets.getOptional(history.web));
      expect(contentsOf(await one)).toEqual(contentsOf(await other));
    }
    expect(lazy.sent.length).toBeLessThanOrEqual(eager.sent.length);
  });

  property.prop({ wishes, steps: fc.array(step, { minLength: 2, maxLength: 10 }) }, { numRuns: 60 })(
    'by managed fields would have changed neither a value nor an owner',
    async (given) => {
      const history = { web: nextObject(), wishes: given.wishes };
      Object.assign(lazy, { keepManagedFields: true, observes: true });
      for (const each of given.steps) await live(lazy, each, history);
      // A process that has just started remembers nothing.
      lazy.memory.forget('shop/site');
      const desired = desiredOf(history.web, given.wishes[0]);
      const sent = lazy.sent.length;
      await lazy.apply(Widget, desired).catch(ignoreInvalid);
      if (lazy.sent.length > sent) return;
      const before = await lazy.widgets.get(history.web);
      lazy.observes = false;
      const after = await lazy.apply(Widget, desired);
      expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    },
  );
});

describe('the memory of what was applied', () => {
  property('keeps at most a thousand objects of a key, and none of a key that is forgotten', () => {
    const memory = new AppliedMemory();
    const record = { uid: 'u', intent: 'i', resourceVersion: '1', contents: 'c' };
    for (let count = 0; count < 1500; count += 1) memory.begin('key', `object-${count}`).succeed(record);
    expect(memory.size).toBe(1000);
    expect([memory.find('key', 'object-0'), memory.find('key', 'object-1499')]).toEqual([undefined, record]);
    memory.forget('key');
    expect(memory.size).toBe(0);
  });
});
