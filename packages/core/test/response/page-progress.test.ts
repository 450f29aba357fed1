import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '../../src/errors.ts';
import { afterPage, noPages } from '../../src/response/page-progress.ts';

/** How many pages are read before the list is given up; undefined where it is not within so many. */
function givenUpAfter(
  tokenOf: (page: number) => string,
  isEmpty: (page: number) => boolean,
  most: number,
): number | undefined {
  let progress = noPages;
  for (let page = 1; page <= most; page += 1) {
    const next = afterPage(progress, { continue: tokenOf(page), isEmpty: isEmpty(page) });
    if (next instanceof DecodeError) return page;
    progress = next;
  }
  return undefined;
}

describe('a list that is read page by page', () => {
  property.prop([fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 })])(
    'is given up soon where its tokens go round',
    (before, round) => {
      const tokenOf = (page: number): string =>
        String(page < before ? page : before + ((page - before) % round));
      const pages = givenUpAfter(tokenOf, () => false, 10_000);
      expect(pages).toBeGreaterThan(round);
      expect(pages).toBeLessThanOrEqual(3 * (before + round) + 1);
    },
  );

  test('is given up after a hundred empty pages in a row', () => {
    expect(givenUpAfter(String, () => true, 10_000)).toBe(100);
    expect(givenUpAfter(String, (page) => page % 100 !== 0, 10_000)).toBeUndefined();
  });

  test('goes on as long as its pages are new', () => {
    expect(givenUpAfter(String, () => false, 100_000)).toBeUndefined();
  });
});
