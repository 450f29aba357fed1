const most = 100;

/** A value for a message: in quotes, with escapes, and no more than its first 100 characters. */
export function quotedText(text: string): string {
  return JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text);
}
