// Whether a list that is read page by page gets on. A server may answer for ever that there is more.

import { DecodeError } from '../errors.ts';

// A server may filter what it has paged, so that a page comes out empty. Who can begin again asks for all in one page.
const mostEmptyPages = { inOrder: 3, inAnyOrder: 100 };

/**
 * What is known of the pages so far. Servers page by the order of keys, so that a page that holds nothing above the pages
 * before is one of them, or none.
 *
 * Of one page at a time, after 1, 2, 4, 8..., the token and the last object are kept: what comes again is found before the
 * pages have gone round three times (R. P. Brent, 1980), also where they come in any order.
 */
export interface PageProgress {
  readonly pages: number;
  /** Pages in a row without an object, up to this one. */
  readonly emptyPages: number;
  /** The last key of the last page that had one. */
  readonly last?: string;
  readonly kept?: Page;
  /** Whether pages may go back, as those of servers that list by age: for who cannot begin again. */
  readonly inAnyOrder?: boolean;
}

/** A page that is not the last one. */
export interface Page {
  readonly continue: string;
  /** The key of its last object that has one; undefined where none has. */
  readonly last: string | undefined;
}

export const noPages: PageProgress = { pages: 0, emptyPages: 0 };

/**
 * After a page that is not the last one. A DecodeError (`protocol`) where the list does not get on.
 *
 * @example
 * const progress = afterPage(noPages, { continue: 'abc', last: 'shop/web-0' });
 * if (progress instanceof DecodeError) throw progress;
 */
export function afterPage(progress: PageProgress, page: Page): PageProgress | DecodeError {
  const { kept, inAnyOrder } = progress;
  const count = progress.pages + 1;
  const { last = progress.last } = page;
  if (page.continue === kept?.continue)
    return stuck(
      `page ${count} is followed by itself or by one before it: its continue token has come before`,
    );
  if (page.last !== undefined && page.last === kept?.last)
    return stuck(`page ${count} ends with an object with which a page before it ended`);
  if (!inAnyOrder && page.last !== undefined && !isAbove(page.last, progress.last))
    return stuck(`page ${count} holds nothing that follows on the pages before it`);
  const empty = page.last === undefined ? progress.emptyPages + 1 : 0;
  const most = inAnyOrder ? mostEmptyPages.inAnyOrder : mostEmptyPages.inOrder;
  if (empty > most)
    return stuck(
      `${empty} pages in a row hold no object, and each has a continue token: ask for larger pages`,
    );
  const isKept = kept === undefined || (count & (count - 1)) === 0;
  return {
    pages: count,
    emptyPages: empty,
    ...(last !== undefined && { last }),
    kept: isKept ? page : kept,
    ...(inAnyOrder && { inAnyOrder }),
  };
}

/** By bytes, as servers keep keys. Texts are compared by UTF-16, in which what has two units is not above all else. */
function isAbove(key: string, other: string | undefined): boolean {
  if (other === undefined) return true;
  let at = 0;
  while (at < key.length && key[at] === other[at]) at += 1;
  return (key.codePointAt(at) ?? -1) > (other.codePointAt(at) ?? -1);
}

function stuck(why: string): DecodeError {
  return new DecodeError(`the list does not get on: ${why}`, { fault: 'protocol' });
}
