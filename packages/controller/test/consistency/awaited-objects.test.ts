import { beforeEach, describe, expect, test } from '@jest/globals';
import { AwaitedObjects, type ChangingStore } from '../../src/consistency/awaited-objects.ts';

let listeners: Set<Parameters<ChangingStore['observeBatches']>[0]>;
let awaited: AwaitedObjects;
let told: string[];

beforeEach(() => {
  listeners = new Set();
  told = [];
  awaited = new AwaitedObjects({
    observeBatches: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
});

function wait(name: string, keys: readonly string[], more: { isForAny?: boolean; also?: () => void } = {}) {
  const { isForAny = false, also } = more;
  const onChange = (): void => {
    told.push(name);
    also?.();
  };
  return awaited.add({ keys: new Set(keys), isForAny, onChange });
}

function change(...keys: readonly string[]): string[] {
  told = [];
  for (const listener of listeners) listener(keys.map((key) => ({ key })));
  return told;
}

describe('those that wait for objects', () => {
  test('are told of their own, once for what came together', () => {
    wait('red', ['a', 'b']);
    wait('blue', ['b']);
    expect(change('a', 'b')).toEqual(['red', 'blue']);
    expect(change('a')).toEqual(['red']);
    expect(change('c')).toEqual([]);
  });

  test('are told of all where any may count', () => {
    wait('red', ['a']);
    wait('blue', ['b'], { isForAny: true });
    expect(change('c')).toEqual(['blue']);
    expect(change('b')).toEqual(['blue']);
  });

  test('have one listener, however many they are, and leave none', () => {
    const ends = Array.from({ length: 1000 }, (_, index) => wait(`${index}`, ['a', `b${index}`]));
    expect(listeners.size).toBe(1);
    for (const end of ends) {
      expect(listeners.size).toBe(1);
      end();
    }
    expect(listeners.size).toBe(0);
    expect(change('a')).toEqual([]);
    wait('again', ['a']);
    expect(change('a')).toEqual(['again']);
  });

  test('are not told any more once they have ended, not even by what another one does when it is told', () => {
    const ends: (() => void)[] = [];
    wait('red', ['a'], { also: () => ends.pop()?.() });
    ends.push(wait('blue', ['a']));
    expect(change('a')).toEqual(['red']);
    expect(change('a')).toEqual(['red']);
  });
});
