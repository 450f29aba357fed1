// Whether a list that is read page by page gets on. A server may answer for ever that there is more.

import { DecodeError } from '../errors.ts';

// A server may filter what it has paged, so that a page comes out empty.
const mostEmptyPages = 100;

/**
 * What is known of the pages so far. Of all tokens one is kept at a time, after 1, 2, 4, 8... pages: one that comes
 * again is found before the pages have gone round three times (R. P. Brent, 1980).
 */
export interface PageProgress {
  readonly pages: number;
  /** Pages in a row without an object, up to this one. */
  readonly emptyPages: number;
  readonly token?: string;
}

export const noPages: PageProgress = { pages: 0, emptyPages: 0 };

/**
 * After a page that is not the last one. A DecodeError (`protocol`) where the list does not get on.
 *
 * @example
 * const progress = afterPage(noPages, { continue: 'abc', isEmpty: false });
 * if (progress instanceof DecodeError) throw progress;
 */
export function afterPage(
  { pages, emptyPages, token }: PageProgress,
  page: { readonly continue: string; readonly isEmpty: boolean },
): PageProgress | DecodeError {
  const count = pages + 1;
  if (page.continue === token)
    return stuck(
      `page ${count} is followed by itself or by one before it: its continue token has come before`,
    );
  const empty = page.isEmpty ? emptyPages + 1 : 0;
  if (empty >= mostEmptyPages)
    return stuck(
      `${empty} pages in a row hold no object, and each has a continue token: ask for larger pages`,
    );
  const isKept = token === undefined || (count & (count - 1)) === 0;
  return { pages: count, emptyPages: empty, token: isKept ? page.continue : token };
}

function stuck(why: string): DecodeError {
  return new DecodeError(`the list does not get on: ${why}`, { fault: 'protocol' });
}
