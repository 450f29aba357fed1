import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '../../src/errors.ts';
import { afterPage, noPages } from '../../src/response/page-progress.ts';

/** How many pages are read before the list is given up; undefined where it is not within so many. */
function givenUpAfter(
  tokenOf: (page: number) => string,
  firstOf: (page: number) => string | undefined,
  most: number,
): number | undefined {
  let progress = noPages;
  for (let page = 1; page <= most; page += 1) {
    const next = afterPage(progress, { continue: tokenOf(page), first: firstOf(page) });
    if (next instanceof DecodeError) return page;
    progress = next;
  }
  return undefined;
}

describe('a list that is read page by page', () => {
  property.prop([fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 })])(
    'is given up soon where its tokens go round, or its objects, with ever new tokens',
    (before, round) => {
      const tokenOf = (page: number): string =>
        String(page < before ? page : before + ((page - before) % round));
      for (const pages of [givenUpAfter(tokenOf, String, 10_000), givenUpAfter(String, tokenOf, 10_000)]) {
        expect(pages).toBeGreaterThan(round);
        expect(pages).toBeLessThanOrEqual(3 * (before + round) + 1);
      }
    },
  );

  test('is given up after a hundred empty pages in a row', () => {
    expect(givenUpAfter(String, () => undefined, 10_000)).toBe(100);
    expect(
      givenUpAfter(String, (page) => (page % 100 === 0 ? `${page}` : undefined), 10_000),
    ).toBeUndefined();
  });

  test('goes on as long as its pages are new', () => {
    expect(givenUpAfter(String, String, 100_000)).toBeUndefined();
  });
});
