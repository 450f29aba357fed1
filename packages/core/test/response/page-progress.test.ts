import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '../../src/errors.ts';
import { afterPage, noPages, type PageProgress } from '../../src/response/page-progress.ts';

const inAnyOrder: PageProgress = { ...noPages, inAnyOrder: true };

interface Pages {
  readonly tokenOf?: (page: number) => string;
  readonly lastOf: (page: number) => string | undefined;
}

/** How many pages are read before the list is given up; undefined where it is not within so many. */
function givenUpAfter(
  { tokenOf = String, lastOf }: Pages,
  begin: PageProgress,
  most: number,
): number | undefined {
  let progress = begin;
  for (let page = 1; page <= most; page += 1) {
    const next = afterPage(progress, { continue: tokenOf(page), last: lastOf(page) });
    if (next instanceof DecodeError) return page;
    progress = next;
  }
  return undefined;
}

/** Keys in order. */
function rising(page: number): string {
  return String(page).padStart(8, '0');
}

describe('a list that is read page by page', () => {
  property.prop([fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 })])(
    'is given up soon where its tokens go round, or its objects, with ever new tokens',
    (before, round) => {
      const goRound = (page: number): string =>
        rising(page < before ? page : before + ((page - before) % round));
      const tokens = givenUpAfter({ tokenOf: goRound, lastOf: rising }, noPages, 10_000);
      for (const pages of [tokens, givenUpAfter({ lastOf: goRound }, inAnyOrder, 10_000)]) {
        expect(pages).toBeGreaterThan(round);
        expect(pages).toBeLessThanOrEqual(3 * (before + round) + 1);
      }
      expect(givenUpAfter({ lastOf: goRound }, noPages, 10_000)).toBe(before + round);
    },
  );

  test('is given up after more than three empty pages in a row', () => {
    expect(givenUpAfter({ lastOf: () => undefined }, noPages, 10_000)).toBe(4);
    const rare = (page: number): string | undefined => (page % 4 === 0 ? rising(page) : undefined);
    expect(givenUpAfter({ lastOf: rare }, noPages, 10_000)).toBeUndefined();
  });

  test('is given up after more than a hundred where it cannot begin again', () => {
    expect(givenUpAfter({ lastOf: () => undefined }, inAnyOrder, 10_000)).toBe(101);
    const rare = (page: number): string | undefined => (page % 101 === 0 ? rising(page) : undefined);
    expect(givenUpAfter({ lastOf: rare }, inAnyOrder, 10_000)).toBeUndefined();
  });

  test('goes on as long as its pages are new', () => {
    expect(givenUpAfter({ lastOf: rising }, noPages, 100_000)).toBeUndefined();
    const falling = (page: number): string => rising(10_000_000 - page);
    expect(givenUpAfter({ lastOf: falling }, inAnyOrder, 100_000)).toBeUndefined();
    expect(givenUpAfter({ lastOf: falling }, noPages, 100_000)).toBe(2);
  });

  test.each<[what: string, lasts: readonly (string | undefined)[], givenUpAt: number | undefined]>([
    ['pages that overlap by one, as each ends further on', ['b', 'c', 'd'], undefined],
    ['one that ends as the one before', ['b', 'b'], 2],
    ['one that goes back', ['b', 'd', 'c'], 3],
    ['one that goes back behind an empty one', ['b', undefined, 'a'], 3],
    ['two that change places', ['b', 'd', 'b', 'd'], 3],
    ['pages that shrink', ['c', 'b', 'a'], 2],
    [
      'a namespace above one that begins like it: "/" is above "-" and "."',
      ['a-b/z', 'a.b/z', 'a/a', 'a0/a'],
      undefined,
    ],
    ['a namespace in the order of words', ['a/z', 'a-b/a'], 2],
    ['names of what has no namespace', ['kube', 'kube-a', 'kube.a', 'kube:a', 'kubea'], undefined],
    ['capitals below small letters', ['Z', 'a'], undefined],
    ['a key that goes on where another ends', ['a', 'a/a', 'aa'], undefined],
    ['a key that ends where another goes on', ['aa', 'a'], 2],
    ['what is above by its bytes, and not by UTF-16', ['\u{ffff}', '\u{1f600}'], undefined],
    ['what is above by UTF-16, and not by its bytes', ['\u{1f600}', '\u{ffff}'], 2],
  ])('%s', (_what, lasts, givenUpAt) => {
    expect(givenUpAfter({ lastOf: (page) => lasts[page - 1] }, noPages, lasts.length)).toBe(givenUpAt);
  });

  property.prop([fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })])(
    'compares keys as etcd does, by bytes',
    (one, other) => {
      const pages = { lastOf: (page: number) => (page === 1 ? one : other) };
      const isAbove = Buffer.compare(Buffer.from(other), Buffer.from(one)) > 0;
      expect(givenUpAfter(pages, noPages, 2)).toBe(isAbove ? undefined : 2);
    },
  );
});
