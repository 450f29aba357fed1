// The Warning header: what the client should know besides the answer, and no more of it than clients take.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/filters/warning.go

const maxCharacters = 4 * 1024;
const maxOfOne = 256;
const control = /\p{Cc}/u;

/**
 * Each text once, but for those that a header cannot hold. Beyond the bound all are cut, and the last ones are left out.
 * Undefined where nothing is left.
 */
export function warningHeader(texts: readonly string[]): string | undefined {
  const once = [...new Set(texts)].filter((text) => text !== '' && !control.test(text));
  if (once.length === 0) return undefined;
  let full = 0;
  const over = once.findIndex((text) => (full += lengthOf(text)) > maxCharacters);
  if (over === -1) return joined(once);
  const told: string[] = [];
  let written = 0;
  for (const [at, text] of once.entries()) {
    if (at > over && written >= maxCharacters) break;
    const cut =
      lengthOf(text) > maxOfOne
        ? Array.from(text.slice(0, 2 * maxOfOne))
            .slice(0, maxOfOne)
            .join('')
        : text;
    written += lengthOf(cut);
    told.push(cut);
  }
  return joined(told);
}

function joined(texts: readonly string[]): string {
  return texts.map((text) => `299 - "${text.replace(/["\\]/g, '\\$&')}"`).join(', ');
}

/** What goes over a connection: a line for each warning, in the bytes of UTF-8, which Node takes as Latin-1. */
export function warningLines(header: string): string[] {
  const lines = header.match(/299 - "(?:[^"\\]|\\.)*"/g) ?? [];
  return lines.map((line) => Buffer.from(line).toString('latin1'));
}

// In characters, of which a long text need not be counted.
function lengthOf(text: string): number {
  return text.length > 2 * maxCharacters ? text.length : Array.from(text).length;
}
