// The ends of texts, read from behind. A regular expression that has its anchor there, as /\/+$/, is tried at each place
// of the text: for a long run that does not reach the end, that is the square of its length.

/**
 * `text` without the `characters` at its end.
 *
 * @example trimTextEnd('https://gateway/k8s//', '/'); // 'https://gateway/k8s'
 */
export function trimTextEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
