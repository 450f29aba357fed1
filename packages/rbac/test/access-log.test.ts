import { describe, expect, test } from '@jest/globals';
import { AccessLog, formatAccesses, parseAccesses, rolesFor } from '../src/index.ts';
import { access, accessesOf } from './support/access.ts';

describe('an access log', () => {
  test('keeps each access once, in an order of its own', () => {
    const some = accessesOf('list pods', 'get pods shop a', 'list deployments.apps shop');
    const [one, other] = [new AccessLog(), new AccessLog()];
    for (const each of [...some, ...some]) one.add(each);
    for (const each of some.toReversed()) other.add(each);
    expect(one.accesses).toHaveLength(3);
    expect(other.accesses).toEqual(one.accesses);
    expect(one.dropped).toBe(0);
  });

  test('tells those apart who ask', () => {
    const log = new AccessLog();
    for (const userAgent of ['kubectl', 'operator']) log.add({ ...access('list pods'), userAgent });
    expect(log.accesses.map(({ userAgent }) => userAgent)).toEqual(['kubectl', 'operator']);
  });

  test('keeps 100 names of a collection, and misses none of the others', () => {
    const log = new AccessLog();
    for (let at = 0; at < 1000; at += 1) log.add(access(`get pods shop pod-${at}`));
    expect([log.accesses.length, log.dropped]).toEqual([101, 0]);
    log.add(access('delete pods shop pod-999'));
    expect(log.accesses).toHaveLength(102);
  });

  test('has any name where a list of them would not be whole', () => {
    const namesAfter = (count: number): number | undefined => {
      const log = new AccessLog();
      for (let at = 0; at < count; at += 1) log.add(access(`get leases shop lease-${at}`));
      const roles = rolesFor(log.accesses, { name: 'shop', namespace: 'shop', named: ['leases'] });
      return roles.flatMap(({ rules = [] }) => rules).at(0)?.resourceNames?.length;
    };
    expect([100, 101].map(namesAfter)).toEqual([100, undefined]);
  });

  test('is bounded, and counts what it left out', () => {
    const log = new AccessLog({ maxAccesses: 2 });
    for (const namespace of ['a', 'b', 'c', 'a']) log.add(access(`list pods ${namespace}`));
    log.add({ ...access('list pods a'), userAgent: 'x'.repeat(5000) });
    expect([log.accesses.length, log.dropped]).toEqual([2, 2]);
    expect(() => new AccessLog({ maxAccesses: Number.NaN })).toThrow('maxAccesses must be at least 1');
  });
});

describe('accesses as lines', () => {
  test('are read as they were written, also from a file that was added to', () => {
    const some = accessesOf('get pods/log shop a', 'list pods');
    const more = [{ ...access('list pods'), user: 'ann', userAgent: 'shop/1' }, ...some];
    const text = formatAccesses(some) + formatAccesses(more);
    expect(parseAccesses(text, 'a.jsonl')).toHaveLength(3);
    expect(formatAccesses(parseAccesses(text, 'a.jsonl'))).toBe(formatAccesses(more));
  });

  test('have one form', () => {
    expect(formatAccesses(accessesOf('get pods/log shop a'))).toBe(
      '{"accesses":1}\n{"verb":"get","group":"","resource":"pods","subresource":"log","namespace":"shop","name":"a"}\n',
    );
  });

  test.each([
    'get pods',
    '[]',
    'null',
    '{"verb":"get"}',
    '{"verb":"get","group":"","resource":""}',
    '{"verb":"get","group":"","resource":"pods","name":1}',
    '{"accesses":2}',
    '{"verb":"*","group":"","resource":"pods"}',
    '{"verb":"get","group":"*","resource":"pods"}',
    '{"verb":"get","group":"","resource":"*"}',
    '{"verb":"get","group":"","resource":"pods/log"}',
  ])('are refused with the line where one is %s', (line) => {
    const text = `{"accesses":1}\n${line}\n`;
    expect(() => parseAccesses(text, 'a.jsonl')).toThrow(/^a\.jsonl:2: ".*" is no access/);
  });

  test('are refused where they are too long', () => {
    const text = JSON.stringify({ ...access('get pods'), name: 'x'.repeat(5000) });
    expect(() => parseAccesses(text, 'a.jsonl')).toThrow('too long');
  });
});
