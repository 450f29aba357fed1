import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Gate, type Place } from '../../src/watcher/gate.ts';

function bench(places = 2) {
  const clock = new VirtualClock();
  const gate = new Gate({ places, patienceMs: 1000 });
  const granted: string[] = [];
  const enter = (name: string): Place => gate.enter(clock, () => void granted.push(name));
  return { clock, gate, granted, enter };
}

describe('a gate', () => {
  test('grants its places before it returns, and then as others leave, first come, first served', () => {
    const { granted, enter } = bench();
    const [a, b] = ['a', 'b', 'c', 'd', 'e'].map(enter) as [Place, Place];
    expect(granted).toEqual(['a', 'b']);
    b.leave();
    expect(granted).toEqual(['a', 'b', 'c']);
    a.leave();
    expect(granted).toEqual(['a', 'b', 'c', 'd']);
  });

  test('gives a place once, however often it is left', () => {
    const { granted, enter } = bench();
    const [a] = ['a', 'b', 'c', 'd'].map(enter) as [Place];
    for (let left = 0; left < 3; left += 1) a.leave();
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  test('forgets who leaves while it waits', () => {
    const { granted, enter } = bench();
    const [a, , c] = ['a', 'b', 'c', 'd'].map(enter) as [Place, Place, Place];
    c.leave();
    a.leave();
    expect(granted).toEqual(['a', 'b', 'd']);
  });

  test('takes a place back whose head has not come in time', async () => {
    const { clock, granted, enter } = bench();
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name);
    await clock.advance(999);
    expect(granted).toEqual(['a', 'b']);
    await clock.advance(1);
    expect(granted).toEqual(['a', 'b', 'c', 'd']);
    await clock.advance(1000);
    expect(granted).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('leaves a place alone whose answer flows', async () => {
    const { clock, granted, enter } = bench();
    const [a, b] = ['a', 'b', 'c'].map(enter) as [Place, Place];
    for (let second = 0; second < 3600; second += 1) {
      await clock.advance(999);
      a.flows();
      b.flows();
      await clock.advance(1);
    }
    expect(granted).toEqual(['a', 'b']);
    a.leave();
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  test('takes a place back whose answer came to a halt, within two seconds', async () => {
    const { clock, granted, enter } = bench(1);
    const [a] = ['a', 'b', 'c'].map(enter) as [Place];
    a.flows();
    await clock.advance(1999);
    expect(granted).toEqual(['a']);
    await clock.advance(1);
    expect(granted).toEqual(['a', 'b']);
    for (let half = 0; half < 2; half += 1) {
      a.flows();
      await clock.advance(500);
    }
    // b hangs, but a goes on.
    expect(granted).toEqual(['a', 'b']);
    await clock.advance(1000);
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  test('lets one in again whose head comes late, above the limit, and waits until the limit holds', async () => {
    const { clock, granted, enter } = bench();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(enter) as [Place, Place, Place, Place];
    await clock.advance(1000);
    c.flows();
    d.flows();
    a.flows();
    enter('e');
    c.leave();
    expect(granted).toEqual(['a', 'b', 'c', 'd']);
    d.leave();
    expect(granted).toEqual(['a', 'b', 'c', 'd', 'e']);
    // It has no place to give.
    b.leave();
    enter('f');
    expect(granted).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('waits for the head of each further request in a place', async () => {
    const { clock, granted, enter } = bench(1);
    const [a] = ['a', 'b'].map(enter) as [Place];
    await clock.advance(900);
    a.flows();
    a.asks();
    await clock.advance(999);
    expect(granted).toEqual(['a']);
    await clock.advance(1);
    expect(granted).toEqual(['a', 'b']);
  });

  test.each<[string, (place: Place) => void]>([
    ['asks', (place) => place.asks()],
    ['flows', (place) => place.flows()],
  ])('has left for good: %s changes nothing', (_title, late) => {
    const { clock, granted, enter } = bench(1);
    const a = enter('a');
    a.leave();
    late(a);
    expect(clock.pending).toBe(0);
    enter('b');
    expect(granted).toEqual(['a', 'b']);
  });

  test('keeps no timer of those that have left', async () => {
    const { clock, enter } = bench();
    const places = ['a', 'b', 'c', 'd'].map(enter);
    await clock.advance(1000);
    places[0]?.flows();
    for (const place of places) place.leave();
    expect(clock.pending).toBe(0);
  });

  test('may be left by what it grants a place to', () => {
    const { gate, clock, granted, enter } = bench(1);
    const a = enter('a');
    const b: Place = gate.enter(clock, () => b.leave());
    enter('c');
    a.leave();
    expect(granted).toEqual(['a', 'c']);
  });
});
