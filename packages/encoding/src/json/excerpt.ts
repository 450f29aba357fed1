// What an error may quote of bytes from the server: any object may be a Secret, so structure and keys stay
// and values do not. Bounded in work and length, whatever the size of the original.

const excerptLength = 80;
const looksAt = 400;

// One alternative for each token, none of which can read a text in two ways: linear. The groups are blank,
// key, string, number, word and mark; a key is told from a string by the colon behind it.
const tokens =
  /([ \t\r\n]+)|("(?:[^"\\]|\\.)*"(?=[ \t\r\n]*:))|("(?:[^"\\]|\\.)*(?:"|$))|(-?\d[\d.eE+-]*)|((?:true|false|null)(?!\w))|([{}[\]:,])/gy;

/**
 * The beginning of `text`, at most 80 characters: the structure and the keys of JSON stay, strings and
 * numbers become `…`. Of markup, as a login page, only the first tag's name is shown.
 *
 * It ends with `…` where the text goes on, or stops being JSON: behind a lost or doubled byte a value can
 * stand in the place of a key, or outside of any string.
 */
export function redactExcerpt(text: string): string {
  const head = text.slice(0, looksAt);
  const markup = /^\s*(<[!?]?\w+)/.exec(head)?.[1];
  if (markup !== undefined) return cut(`${markup}…`);
  const open: string[] = [];
  let excerpt = '';
  let before = 'start';
  let end = 0;
  for (const [token, blank, key, string, , word, mark] of head.matchAll(tokens)) {
    const inObject = open.at(-1) === '{';
    const next = before === '{' || before === '[' || before === ',';
    if (blank !== undefined) excerpt += blank;
    else if (key !== undefined) {
      if (!inObject || !next) break;
      excerpt += key;
      before = 'key';
    } else if (mark !== undefined) {
      if (mark === '{' || mark === '[') open.push(mark);
      if (mark === '}' || mark === ']') open.pop();
      excerpt += mark;
      before = mark === '}' || mark === ']' ? 'value' : mark;
    } else {
      if (before !== 'start' && before !== ':' && (inObject || !next)) break;
      excerpt += word ?? (string === undefined ? '…' : '"…"');
      before = 'value';
    }
    end += token.length;
  }
  return cut(end < text.length ? `${excerpt}…` : excerpt);
}

/** The same of a value that was decoded from JSON already. */
export function excerptOf(value: unknown): string {
  // `undefined` has no JSON.
  if (value === undefined) return '';
  // Also what bounds the depth: deeply nested JSON can be parsed, but not printed, without exhausting the stack.
  let left = 100;
  return cut(
    JSON.stringify(value, (_key, member: unknown) => {
      left -= 1;
      if (left < 0) return undefined;
      return typeof member === 'string' || typeof member === 'number' ? '…' : member;
    }),
  );
}

function cut(excerpt: string): string {
  return excerpt.length <= excerptLength ? excerpt : `${excerpt.slice(0, excerptLength - 1)}…`;
}
