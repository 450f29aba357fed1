// What an error may quote of the server's bytes. Any object may be a Secret, so an excerpt keeps structure and keys and
// drops values. Its work and length are bounded, whatever the size of the original.

const excerptLength = 80;
const looksAt = 400;

// One alternative for each token. No text matches two of them, so matching is linear. The groups are blank, key,
// string, number, word and mark; the colon behind it tells a key from a string.
const tokens =
  /([ \t\r\n]+)|("(?:[^"\\]|\\.)*"(?=[ \t\r\n]*:))|("(?:[^"\\]|\\.)*(?:"|$))|(-?\d[\d.eE+-]*)|((?:true|false|null)(?!\w))|([{}[\]:,])/gy;

/**
 * The beginning of `text`, at most 80 characters. Structure and keys of JSON stay; strings and numbers become `…`. Of
 * markup, such as a login page, only the name of the first tag stays.
 *
 * It ends with `…` where the text goes on, or stops being JSON: after a lost or doubled byte, a value may stand where a
 * key belongs, or outside of any string.
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

/** As `redactExcerpt`, for a value that was already decoded. */
export function excerptOf(value: unknown): string {
  // `undefined` has no JSON.
  if (value === undefined) return '';
  // Bounds the depth too: printing deeply nested JSON exhausts the stack, although parsing it does not.
  let left = 100;
  return cut(
    JSON.stringify(value, (_key, member: unknown) => {
      left -= 1;
      if (left < 0) return undefined;
      return ['string', 'number', 'bigint'].includes(typeof member) ? '…' : member;
    }),
  );
}

function cut(excerpt: string): string {
  return excerpt.length <= excerptLength ? excerpt : `${excerpt.slice(0, excerptLength - 1)}…`;
}
