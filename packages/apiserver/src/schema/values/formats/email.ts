// Addresses of mail, also with a name: `Ann <ann@example.com>`.
// https://pkg.go.dev/net/mail#ParseAddress

export function isEmail(text: string): boolean {
  const start = skipSpace(text, 0);
  const alone = addressEnd(text, start);
  if (alone !== undefined && isEnd(text, alone)) return true;
  const name = phraseEnd(text, start);
  if (name === undefined || text[name] !== '<') return false;
  const end = addressEnd(text, name + 1);
  return end !== undefined && text[end] === '>' && isEnd(text, end + 1);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

// Comments may follow.
function isEnd(text: string, from: number): boolean {
  let at = skipSpace(text, from);
  while (text[at] === '(') {
    const end = commentEnd(text, at);
    if (end === undefined) return false;
    at = skipSpace(text, end);
  }
  return at === text.length;
}

function commentEnd(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Behind `local@domain`. */
function addressEnd(text: string, from: number): number | undefined {
  const local = text[from] === '"' ? quoteEnd(text, from) : dottedEnd(text, from);
  if (local === undefined) return undefined;
  const sign = skipSpace(text, local);
  if (text[sign] !== '@') return undefined;
  const domain = skipSpace(text, sign + 1);
  return text[domain] === '[' ? literalEnd(text, domain) : dottedEnd(text, domain);
}

// The quotes hold something that can be seen.
function quoteEnd(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\\') at += 1;
    else if (char === '"') return at + 1;
    else if (char < ' ' && char !== '\t') return undefined;
  }
  return undefined;
}

function dottedEnd(text: string, from: number): number | undefined {
  const end = atomEnd(text, from);
  const atom = text.slice(from, end);
  return atom.split('.').some((part) => part === '') ? undefined : end;
}

function atomEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.\u0080-\uffff]/.test(text[at] ?? '')) at += 1;
  return at;
}

function literalEnd(text: string, from: number): number | undefined {
  const end = text.indexOf(']', from);
  const within = end === -1 ? '' : text.slice(from + 1, end);
  return /^[0-9a-fA-F.:]+$/.test(within) ? end + 1 : undefined;
}

// Words and quotes before the `<`, or none.
function phraseEnd(text: string, from: number): number | undefined {
  let at = from;
  while (at < text.length && text[at] !== '<') {
    const end = text[at] === '"' ? quoteEnd(text, at) : atomEnd(text, at);
    if (end === undefined || end === at) return undefined;
    at = skipSpace(text, end);
  }
  return at;
}
