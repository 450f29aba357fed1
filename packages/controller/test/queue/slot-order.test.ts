// However many slots come and go, the first one of a heap or a line is that of a sorted list.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { EntryTable } from '../../src/queue/entry-table.ts';
import { ReadyLine } from '../../src/queue/ready-line.ts';
import { SlotHeap } from '../../src/queue/slot-heap.ts';

interface Order {
  readonly first: number | undefined;
  push(slot: number): void;
  remove(slot: number): void;
}

type Step =
  | { readonly type: 'push'; readonly readyAt: number }
  | { readonly type: 'take' }
  | { readonly type: 'remove'; readonly which: number }
  | { readonly type: 'move'; readonly which: number; readonly readyAt: number };

const which = fc.nat(1000);
// Few times, so that many slots are due at once.
const readyAt = fc.nat(30);
const push = { weight: 5, arbitrary: fc.record({ type: fc.constant('push' as const), readyAt }) };
const take = { weight: 2, arbitrary: fc.record({ type: fc.constant('take' as const) }) };
const remove = { weight: 1, arbitrary: fc.record({ type: fc.constant('remove' as const), which }) };
const move = { weight: 2, arbitrary: fc.record({ type: fc.constant('move' as const), which, readyAt }) };
const steps = (arbitrary: fc.Arbitrary<Step>) => fc.array(arbitrary, { maxLength: 400, size: 'max' });

function compare(
  all: readonly Step[],
  of: (table: EntryTable) => Order & { moved?: (slot: number) => void },
): void {
  const table = new EntryTable(false);
  const order = of(table);
  const slots: number[] = [];
  const sort = (): void => {
    const { readyAt, arrival } = table;
    slots.sort((a, b) => readyAt.get(a) - readyAt.get(b) || arrival.get(a) - arrival.get(b));
  };
  let arrivals = 0;
  const drop = (slot: number | undefined): void => {
    if (slot === undefined) return;
    order.remove(slot);
    slots.splice(slots.indexOf(slot), 1);
    table.free(slot);
  };
  const follow = (step: Step): void => {
    switch (step.type) {
      case 'push': {
        arrivals += 1;
        const slot = table.claim(`key ${arrivals}`, 0);
        table.readyAt.set(slot, step.readyAt);
        table.arrival.set(slot, arrivals);
        order.push(slot);
        slots.push(slot);
        return;
      }
      case 'take':
        drop(order.first);
        return;
      case 'remove':
        drop(slots[step.which % slots.length]);
        return;
      case 'move': {
        const slot = slots[step.which % slots.length];
        if (slot === undefined) return;
        table.readyAt.set(slot, step.readyAt);
        order.moved?.(slot);
        return;
      }
      default:
        step satisfies never;
    }
  };
  for (const step of all) {
    follow(step);
    sort();
    if (order.first !== slots[0]) expect(order.first).toBe(slots[0]);
  }
  // To the last one.
  for (const slot of [...slots]) {
    if (order.first !== slot) expect(order.first).toBe(slot);
    drop(slot);
  }
  expect(order.first).toBeUndefined();
}

describe('slots in the order in which they are due', () => {
  property.prop([steps(fc.oneof(push, take, remove, move))])('a heap has the first on top', (all) =>
    compare(all, (table) => new SlotHeap(table)),
  );

  property.prop([steps(fc.oneof(push, take, remove))])('a line has the first in front', (all) =>
    compare(all, (table) => new ReadyLine(table)),
  );

  property.prop([steps(fc.oneof(push, take, remove)), fc.nat(3)])(
    'so it is where nearly all come in this order',
    (all, late) => {
      let now = 0;
      const nearly = all.map((step): Step => {
        if (step.type !== 'push') return step;
        now += 1;
        return { type: 'push', readyAt: step.readyAt < late ? now - 10 : now };
      });
      compare(nearly, (table) => new ReadyLine(table));
    },
  );
});
