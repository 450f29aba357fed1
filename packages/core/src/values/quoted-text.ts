/**
 * A value for a message: in quotes, with escapes, and no more than its first `most` characters.
 *
 * @example quotedText('two\nlines'); // '"two\\nlines"'
 */
export function quotedText(text: string, most: number = 100): string {
  return JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text);
}
