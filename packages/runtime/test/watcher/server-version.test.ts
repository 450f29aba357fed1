import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { type Conclusion, concerns, databaseOf, HistoryInquiry } from '../../src/watcher/server-version.ts';

const known = { database: '', resourceVersion: '100' };

/** Asks as soon as it may, and is answered at once. Returns when, and what the answer shows. */
function exchange(inquiry: HistoryInquiry, answer: string, now: number): [at: number, shown: Conclusion] {
  const at = now + inquiry.delay(now, 0);
  inquiry.ask(known, at);
  return [at, inquiry.answer(answer, at)];
}

describe('a server that was away', () => {
  test('is asked once, however many watchers saw it, and not again for what they saw before the question', () => {
    const inquiry = new HistoryInquiry();
    expect(inquiry.isDue).toBe(false);
    for (const since of [10, 30, 20]) inquiry.doubt(since);
    expect(inquiry.isDue).toBe(true);
    expect(exchange(inquiry, '100', 40)).toEqual([40, { type: 'kept', since: 40 }]);
    inquiry.doubt(40);
    expect(inquiry.isDue).toBe(false);
    inquiry.doubt(41);
    expect(inquiry.isDue).toBe(true);
  });

  test('that goes away again while it is asked is asked again', () => {
    const inquiry = new HistoryInquiry();
    inquiry.doubt(10);
    inquiry.ask(known, 20);
    inquiry.doubt(25);
    expect(inquiry.answer('100', 30)).toEqual({ type: 'kept', since: 20 });
    expect(inquiry.isDue).toBe(true);
  });

  test.each<[string, string, Conclusion]>([
    ['older, too', '99', { type: 'replaced', resourceVersion: '99', isOlder: true }],
    ['one that has come as far again', '100', { type: 'replaced', resourceVersion: '100', isOlder: false }],
    ['one that has passed it', '120', { type: 'replaced', resourceVersion: '120', isOlder: false }],
    ['one without an order', 'abc', { type: 'replaced', resourceVersion: 'abc', isOlder: false }],
  ])('and has an older version is asked a second time, 10 s later: %s', (_what, second, expected) => {
    const inquiry = new HistoryInquiry();
    inquiry.doubt(5);
    expect(exchange(inquiry, '9', 10)).toEqual([10, { type: 'open' }]);
    expect(inquiry.isDue).toBe(true);
    expect([inquiry.delay(10, 0), inquiry.delay(4010, 0), inquiry.delay(10, 1)]).toEqual([
      10_000, 6000, 12_000,
    ]);
    expect(inquiry.ask(known, 10_010)).toBe('another');
    expect(inquiry.answer(second, 10_020)).toEqual(expected);
    expect(inquiry.isDue).toBe(false);
  });

  test('begins anew where the second one who asks knows of another database', () => {
    const inquiry = new HistoryInquiry();
    inquiry.doubt(5);
    exchange(inquiry, '9', 10);
    expect(inquiry.ask({ database: 'example.com', resourceVersion: '7' }, 20_000)).toBeUndefined();
    expect(inquiry.answer('8', 20_000)).toEqual({ type: 'kept', since: 20_000 });
  });

  test.each([
    ['100', 'the same'],
    ['101', 'newer'],
    ['abc', 'without an order'],
  ])('and has version %s (%s) has kept its history', (version) => {
    const inquiry = new HistoryInquiry();
    inquiry.doubt(5);
    expect(exchange(inquiry, version, 10)[1].type).toBe('kept');
  });
});

describe('questions', () => {
  test('are three at first, and one in five minutes then; one that is put off stays due', () => {
    const inquiry = new HistoryInquiry();
    const at = Array.from({ length: 5 }, (_, outage) => {
      const now = 1000 * (outage + 1);
      inquiry.doubt(now);
      return exchange(inquiry, '100', now)[0];
    });
    expect(at.map((each) => Math.round(each / 1000))).toEqual([1, 2, 3, 301, 601]);
  });

  test('without an answer are repeated after 2 s, ever later up to a minute, at no further cost', () => {
    const inquiry = new HistoryInquiry();
    inquiry.doubt(1);
    expect(inquiry.delay(2, 0.5)).toBe(500);
    const delays = Array.from({ length: 7 }, () => {
      inquiry.ask(known, 10);
      inquiry.fail();
      return inquiry.delay(10, 0) / 1000;
    });
    expect(delays).toEqual([2, 4, 8, 16, 32, 60, 60]);
    expect(exchange(inquiry, '100', 20)[1].type).toBe('kept');
    inquiry.doubt(1_000_000);
    expect(inquiry.delay(1_000_000, 0)).toBe(0);
  });

  property.prop([fc.array(fc.tuple(fc.nat(90_000), fc.nat(200)), { minLength: 1, maxLength: 60 })])(
    'are never more than 5 in the first and 4 in any other five minutes, second ones apart',
    (outages) => {
      const inquiry = new HistoryInquiry();
      const asked: number[] = [];
      let now = 0;
      for (const [afterMs] of outages) {
        now += afterMs;
        inquiry.doubt(now);
        if (!inquiry.isDue) continue;
        const [at] = exchange(inquiry, '100', now);
        now = at;
        asked.push(at);
      }
      for (const from of asked)
        expect(asked.filter((at) => at >= from && at < from + 300_000).length).toBeLessThanOrEqual(4);
    },
  );
});

test('what was found of the built-in kinds concerns all, and of others only those like them', () => {
  const found = {
    builtIn: databaseOf({ group: '', plural: 'pods' }),
    storage: databaseOf({ group: 'storage.k8s.io', plural: 'csinodes' }),
    apps: databaseOf({ group: 'apps', plural: 'deployments' }),
    events: databaseOf({ group: 'events.k8s.io', plural: 'events' }),
    oldEvents: databaseOf({ group: '', plural: 'events' }),
    custom: databaseOf({ group: 'example.com', plural: 'events' }),
    other: databaseOf({ group: 'metrics.example.com', plural: 'pods' }),
  };
  expect(found).toEqual({
    builtIn: '',
    storage: '',
    apps: '',
    events: 'events',
    oldEvents: 'events',
    custom: 'example.com',
    other: 'metrics.example.com',
  });
  const { builtIn, events, custom, other } = found;
  const all = [builtIn, events, custom, other];
  expect(all.map((each) => all.filter((one) => concerns(each, one)))).toEqual([
    all,
    [events],
    [custom, other],
    [custom, other],
  ]);
});
