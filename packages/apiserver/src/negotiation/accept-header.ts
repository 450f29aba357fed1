// The Accept header as Go's API servers read it: by weight, and what is named before what is not.
// https://github.com/munnerz/goautoneg/blob/v1.0.0/autoneg.go

export interface AcceptClause {
  readonly type: string;
  readonly subtype: string;
  /** 0 to 1. One of 0 is accepted as well, if after all others. */
  readonly weight: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/** In the order in which they are tried. What is no media type is left out. */
export function parseAccept(header: string): AcceptClause[] {
  return sorted(header.split(',').flatMap((text) => parseClause(text) ?? []));
}

function parseClause(text: string): AcceptClause | undefined {
  const [media = '', ...rest] = text.split(';');
  const [type = '', subtype, ...more] = media.split('/').map(trimmed);
  if (more.length > 0 || (subtype === undefined && type !== '*') || subtype === '') return undefined;
  const pairs = rest.map((pair) => pair.split('=')).filter(({ length }) => length === 2);
  const parameters = new Map(pairs.map(([key = '', value = '']) => [trimmed(key), trimmed(value)]));
  const weight = parameters.get('q');
  parameters.delete('q');
  return { type, subtype: subtype ?? '*', weight: weight === undefined ? 1 : weightOf(weight), parameters };
}

function weightOf(text: string): number {
  return /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) ? Number(text) : 0;
}

function trimmed(text: string): string {
  return text.replace(/^ +/, '').trimEnd();
}

// What the real server's sort does with a dozen; it has no order for more.
const mostSorted = 12;

// Its comparison is none, as a narrow clause goes before a wide one of more weight: so the steps count.
function sorted(clauses: AcceptClause[]): AcceptClause[] {
  if (clauses.length > mostSorted) return clauses.toSorted((a, b) => b.weight - a.weight);
  for (let end = 1; end < clauses.length; end += 1)
    for (let at = end; at > 0; at -= 1) {
      const [before, after] = [clauses[at - 1], clauses[at]];
      if (!before || !after || !goesBefore(after, before)) break;
      [clauses[at - 1], clauses[at]] = [after, before];
    }
  return clauses;
}

function goesBefore(one: AcceptClause, other: AcceptClause): boolean {
  if (one.weight > other.weight) return true;
  if (one.type !== '*' && other.type === '*') return true;
  return one.subtype !== '*' && other.subtype === '*';
}
