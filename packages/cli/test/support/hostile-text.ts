// What somebody writes into a field who wants to drive the terminal of whoever looks at it.

/** A title, a cleared screen, what C1 does in one character, erasing, reversing, hiding, and a line that looks like ours. */
export const hostile =
  'x\u001b]0;title\u0007\u001b[2J\u009b2J\u009d0;t\u009c\u0085\u0000\b\r\t\u007f\u202e\u2066\u200f\u200b\u2028\u2029\ufeff\u3164\u{e0041}\u{e0100}\ud800z\nFORGED y';

/** The same for where a protocol takes one byte a character and no control below space: the header of an answer. */
export const hostileHeader = 'x\u009b2J\u009d0;t\u009c\u0085\u00ad y';

/** The same for the name of a file. */
export const hostileFile = hostile.replaceAll('\0', '').replaceAll('\ud800', '');

/** Whether a terminal would obey a part of it, or a person would take a part of it for a line of ours. */
export function isSafe(output: string): boolean {
  return (
    !/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{DI}/u.test(output) &&
    !/^FORGED/m.test(output)
  );
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Where a text stands in a document: the keys that lead to it, without the places in lists. */
export type Path = string;

/** Appends `hostile` to the texts that `isChosen`, and adds a member of that name where it is asked for. */
export function poison(value: Json, isChosen: (path: Path) => boolean, path: Path = ''): Json {
  if (typeof value === 'string') return isChosen(path) ? value + hostile : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => poison(item, isChosen, `${path}[]`));
  const members = Object.entries(value).map(([key, member]): [string, Json] => [
    key,
    poison(member, isChosen, `${path}.${key}`),
  ]);
  if (isChosen(`${path}.*`)) members.push([hostile, hostile]);
  return Object.fromEntries(members);
}

/** Where a document has texts. */
export function pathsOf(value: Json, path: Path = ''): Path[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}[]`));
  return Object.entries(value).flatMap(([key, member]) => pathsOf(member, `${path}.${key}`));
}
