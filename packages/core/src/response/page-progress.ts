// Whether a list that is read page by page gets on. A server may answer for ever that there is more.

import { DecodeError } from '../errors.ts';

// A server may filter what it has paged, so that a page comes out empty.
const mostEmptyPages = 100;

/**
 * What is known of the pages so far. Of one page at a time, after 1, 2, 4, 8..., its token and its first object are kept:
 * what comes again is found before the pages have gone round three times (R. P. Brent, 1980).
 */
export interface PageProgress {
  readonly pages: number;
  /** Pages in a row without an object, up to this one. */
  readonly emptyPages: number;
  readonly kept?: Page;
}

/** A page that is not the last one. */
export interface Page {
  readonly continue: string;
  /** What its first object is called; undefined where it has none. */
  readonly first: string | undefined;
}

export const noPages: PageProgress = { pages: 0, emptyPages: 0 };

/**
 * After a page that is not the last one. A DecodeError (`protocol`) where the list does not get on.
 *
 * @example
 * const progress = afterPage(noPages, { continue: 'abc', first: 'shop/web-0' });
 * if (progress instanceof DecodeError) throw progress;
 */
export function afterPage({ pages, emptyPages, kept }: PageProgress, page: Page): PageProgress | DecodeError {
  const count = pages + 1;
  if (page.continue === kept?.continue)
    return stuck(
      `page ${count} is followed by itself or by one before it: its continue token has come before`,
    );
  // A new token for the same page makes the list no longer. No list has an object twice.
  if (page.first !== undefined && page.first === kept?.first)
    return stuck(`page ${count} begins with an object with which a page before it began`);
  const empty = page.first === undefined ? emptyPages + 1 : 0;
  if (empty >= mostEmptyPages)
    return stuck(
      `${empty} pages in a row hold no object, and each has a continue token: ask for larger pages`,
    );
  const isKept = kept === undefined || (count & (count - 1)) === 0;
  return { pages: count, emptyPages: empty, kept: isKept ? page : kept };
}

function stuck(why: string): DecodeError {
  return new DecodeError(`the list does not get on: ${why}`, { fault: 'protocol' });
}
