// Foreign text where a person reads it: in a log, in an error's message, on a terminal.

const mostCharacters = 1000;

/**
 * A text of a server's for a line of a log: what `unprintable` matches is escaped as in JSON, and so are line breaks;
 * what is more than `most` is cut.
 *
 * @example printable('a\nb'); // 'a\\nb'
 */
export function printable(text: string, most: number = mostCharacters): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  return escapeUnprintable(shown.trim().replaceAll('\n', '\\n'));
}

/**
 * The whole text, with what `unprintable` matches escaped as in JSON.
 *
 * @example escapeUnprintable('\u001b[2Jdone'); // '\\u001b[2Jdone'
 */
export function escapeUnprintable(text: string): string {
  return text.replace(unprintable, escapeAsJson);
}

function escapeAsJson(character: string): string {
  const short = JSON.stringify(character).slice(1, -1);
  if (short !== character) return short;
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * What a terminal would obey, or a person would not see, but for the line break: control characters, what turns the
 * direction of the text around it or has no shape of its own, separators of lines, and halves of surrogate pairs; not
 * what says whether a sign is an emoji. It is global, so for `replace` and `search`.
 *
 * @example '\u001b[2J'.replace(unprintable, '?'); // '?[2J'
 */
export const unprintable: RegExp =
  /(?![\ufe0e\ufe0f])[\0-\t\v-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;
