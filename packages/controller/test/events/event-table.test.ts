import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { MicroTime } from '@kube-rx/core';
import { occurrenceOf } from '../../src/events/event-object.ts';
import { EventTable, type EventWrite, type WriteOutcome } from '../../src/events/event-table.ts';

const minute = 60_000;

/** A table at a time that is moved by hand. */
class Driven {
  readonly table = new EventTable();
  #now = 0;

  get now() {
    return { monotonic: this.#now, wall: this.#now };
  }

  pass(ms: number): this {
    this.#now += ms;
    return this;
  }

  note(note: string, object = 'web', times = 1): this {
    const regarding = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: object };
    const reporter = { controller: 'c', instance: 'i' };
    for (let left = times; left > 0; left -= 1) {
      const occurrence = occurrenceOf(regarding, { type: 'Normal', reason: 'R', note }, reporter);
      if (occurrence) this.table.observe(occurrence, this.now);
    }
    return this;
  }

  take(): EventWrite | undefined {
    return this.table.take(this.now);
  }

  settle(outcome: WriteOutcome): this {
    this.table.settle(outcome, this.now);
    return this;
  }

  /** Writes all that is due, and says what. */
  write(outcome: WriteOutcome = { type: 'stored', name: 'e' }): string[] {
    const written: string[] = [];
    for (let write = this.take(); write; write = this.take()) {
      written.push(textOf(write));
      this.settle(outcome);
    }
    return written;
  }
}

function textOf(write: EventWrite): string {
  const { type, object } = write;
  if (write.type === 'patch') return `${type} ${object} ${write.name} x${write.series.count}`;
  const { note = '', series } = write.event;
  return `${type} ${object} ${note}${series ? ` x${series.count}` : ''}`;
}

describe('what happened', () => {
  test('once is an Event without a series', () => {
    const write = new Driven().pass(5).note('a').take();
    expect(write?.type === 'create' && write.event).toMatchObject({
      note: 'a',
      eventTime: MicroTime.format(5),
    });
    expect(write).not.toHaveProperty('event.series');
  });

  test('again within six minutes is counted in the same Event, with the time of the last', () => {
    const driven = new Driven().note('a');
    expect(driven.write()).toEqual(['create web a']);
    driven.pass(6 * minute - 1).note('a');
    expect(driven.take()).toMatchObject({
      type: 'patch',
      name: 'e',
      series: { count: 2, lastObservedTime: MicroTime.format(6 * minute - 1) },
    });
    driven.settle({ type: 'stored', name: 'e' });
    expect(
      driven
        .pass(6 * minute - 1)
        .note('a')
        .write(),
    ).toEqual(['patch web e x3']);
  });

  test('again after six minutes of silence is another Event', () => {
    const driven = new Driven().note('a');
    driven.write();
    expect(
      driven
        .pass(6 * minute)
        .note('a')
        .write(),
    ).toEqual(['create web a']);
  });

  test('differently is another Event', () => {
    expect(new Driven().note('a').note('b').note('a', 'db').write()).toEqual([
      'create web a',
      'create web b',
      'create db a',
    ]);
  });

  test('often before the first write is one write with the count', () => {
    expect(new Driven().note('a', 'web', 3).write()).toEqual(['create web a x3']);
  });

  test('often during a write is one more write', () => {
    const driven = new Driven().note('a');
    driven.take();
    driven.note('a', 'web', 2).settle({ type: 'stored', name: 'e' });
    expect(driven.write()).toEqual(['patch web e x3']);
  });
});

describe('the filter', () => {
  test('lets 25 writes about one object follow each other, then one in five minutes', () => {
    const driven = new Driven();
    const burst = Array.from({ length: 30 }, (_, at) => driven.note(`${at}`).write().length);
    expect(burst.filter((count) => count === 1)).toHaveLength(25);
    expect(
      driven
        .pass(5 * minute - 1)
        .note('late')
        .write(),
    ).toEqual([]);
    expect(driven.pass(1).note('later').write()).toEqual(['create web later']);
    expect(driven.note('a', 'db').write()).toEqual(['create db a']);
  });

  test('keeps counting what it holds back, and the series tells all of it when it ends', () => {
    const driven = new Driven().note('a');
    driven.write();
    for (let at = 0; at < 40; at += 1) driven.pass(1).note('a').write();
    expect(driven.table.nextAt).toBe(40 + 6 * minute);
    expect(driven.pass(6 * minute).write()).toEqual(['patch web e x41']);
    expect(driven.table.nextAt).toBeUndefined();
  });

  test('leaves nothing to be written of what was never stored', () => {
    const driven = new Driven();
    for (let at = 0; at < 25; at += 1) driven.note(`${at}`).write();
    driven.note('held back');
    driven.table.endAll(driven.now);
    expect([driven.write(), driven.table.nextAt]).toEqual([[], undefined]);
  });
});

describe('a write', () => {
  test('that finds its Event gone is made anew, with the whole count', () => {
    const driven = new Driven().note('a');
    driven.write();
    driven.note('a');
    expect(driven.take()?.type).toBe('patch');
    expect(driven.settle({ type: 'gone' }).write()).toEqual(['create web a x2']);
  });

  test('whose name is taken is made again', () => {
    const driven = new Driven().note('a');
    driven.take();
    expect(driven.settle({ type: 'taken' }).write()).toEqual(['create web a']);
  });

  test('that fails waits behind the others, and is tried twelve times', () => {
    const driven = new Driven().note('a').note('b');
    driven.take();
    driven.settle({ type: 'failed', retryInMs: 10_000 });
    expect(driven.write()).toEqual(['create web b']);
    expect(driven.table.nextAt).toBe(10_000);
    const tries: string[] = [];
    while (driven.table.pending > 0)
      tries.push(...driven.pass(10_000).write({ type: 'failed', retryInMs: 10_000 }));
    expect(tries).toHaveLength(11);
    expect(driven.table.dropped).toBe(1);
  });

  test('that is refused is given up, and what happens next is tried with the whole count', () => {
    const driven = new Driven().note('a');
    expect(driven.write({ type: 'refused' })).toEqual(['create web a']);
    expect([driven.table.pending, driven.table.dropped]).toEqual([0, 1]);
    expect(driven.note('a').write()).toEqual(['create web a x2']);
  });
});

describe('a table', () => {
  test('keeps at most 1000 writes, and drops the rest', () => {
    const driven = new Driven();
    for (let at = 0; at < 1100; at += 1) driven.note('a', `pod-${at}`);
    expect([driven.table.pending, driven.table.dropped]).toEqual([1000, 100]);
    expect(driven.write()).toHaveLength(1000);
  });

  test('forgets the series that was noted longest ago when there are more than 4096', () => {
    const driven = new Driven();
    for (let at = 0; at <= 4096; at += 1) driven.note('a', `pod-${at}`).write();
    expect(driven.note('a', 'pod-4096').write()).toEqual(['patch pod-4096 e x2']);
    expect(driven.note('a', 'pod-0').write()).toEqual(['create pod-0 a']);
  });

  test('at the end makes everything due', () => {
    const driven = new Driven().note('a');
    driven.take();
    driven.settle({ type: 'failed', retryInMs: 10_000 });
    driven.table.endAll(driven.now);
    expect(driven.write()).toEqual(['create web a']);
  });

  test('that is cleared owes nothing', () => {
    const driven = new Driven().note('a').note('b');
    driven.table.clear();
    expect([driven.take(), driven.table.nextAt, driven.table.dropped]).toEqual([undefined, undefined, 2]);
  });

  const outcomes = fc.constantFrom<WriteOutcome['type']>(
    'stored',
    'stored',
    'gone',
    'failed',
    'taken',
    'refused',
  );
  const steps = fc.array(
    fc.oneof(
      fc.record({ note: fc.constantFrom('a', 'b'), object: fc.constantFrom('web', 'db') }),
      fc.record({ passMs: fc.constantFrom(1, 1000, 10_000, 6 * minute) }),
      fc.record({ outcome: outcomes }),
    ),
    { maxLength: 60 },
  );

  property.prop([steps])(
    'tells of each Event as often as it happened, and never more, once all is written',
    (taken) => {
      const driven = new Driven();
      const stored = new Map<string, number>();
      const noted = new Map<string, number>();
      const one = (drawn: WriteOutcome['type']): boolean => {
        const write = driven.take();
        if (!write) return false;
        // No patch finds a name taken.
        const outcome = drawn === 'taken' && write.type === 'patch' ? 'stored' : drawn;
        const name =
          write.type === 'patch' ? write.name : `${write.object} ${write.event.note} ${stored.size}`;
        const count = write.type === 'patch' ? write.series.count : (write.event.series?.count ?? 1);
        if (outcome === 'gone') stored.delete(name);
        if (outcome === 'stored') stored.set(name, count);
        if (outcome === 'stored') driven.settle({ type: outcome, name });
        else driven.settle(outcome === 'failed' ? { type: outcome, retryInMs: 10 } : { type: outcome });
        return true;
      };
      for (const step of taken)
        if ('passMs' in step) driven.pass(step.passMs);
        else if ('outcome' in step) one(step.outcome);
        else {
          const key = `${step.object} ${step.note}`;
          noted.set(key, (noted.get(key) ?? 0) + 1);
          driven.note(step.note, step.object);
        }
      driven.table.endAll(driven.now);
      while (driven.table.pending > 0) one('stored');
      expect(driven.table.nextAt).toBeUndefined();
      const told = (key: string): number =>
        [...stored].filter(([name]) => name.startsWith(`${key} `)).reduce((sum, [, count]) => sum + count, 0);
      for (const [key, count] of noted) {
        expect(told(key)).toBeLessThanOrEqual(count);
        // Of few about one object, none is held back.
        const [object = ''] = key.split(' ');
        const ofObject = [...noted].filter(([other]) => other.startsWith(object));
        const isAll = ofObject.reduce((sum, [, each]) => sum + each, 0) <= 25;
        if (isAll && driven.table.dropped === 0) expect(told(key)).toBe(count);
      }
    },
  );
});

describe('the time of the next write', () => {
  property.prop([fc.double({ min: 0, max: 1e7, noNaN: true })])(
    'is one at which there is something to write, however it is rounded',
    (at) => {
      const driven = new Driven().pass(at).note('a', 'web', 100);
      driven.write();
      driven.note('a', 'web', 100);
      driven.write();
      const { nextAt = 0 } = driven.table;
      expect(nextAt).toBe(at + 6 * minute);
      expect(driven.table.take({ monotonic: nextAt, wall: nextAt })).toMatchObject({ type: 'patch' });
    },
  );
});
