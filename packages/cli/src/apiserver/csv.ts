// Comma-separated values as Go reads them: quotes around a whole field, doubled within it; no empty lines.
// https://github.com/golang/go/blob/go1.26.8/src/encoding/csv/reader.go

export interface CsvRecord {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** What is wrong with it; it is the last record then. */
  readonly fault?: string;
}

export function* csvRecords(text: string): Generator<CsvRecord, undefined, undefined> {
  let line = 1;
  let rest = text.replaceAll('\r\n', '\n').replace(/\r$/, '');
  while (rest !== '') {
    if (rest.startsWith('\n')) {
      rest = rest.slice(1);
      line += 1;
      continue;
    }
    const { fields, fault, length, lines } = firstRecord(rest);
    yield { line, fields, ...(fault !== undefined && { fault }) };
    if (fault !== undefined) return undefined;
    rest = rest.slice(length);
    line += lines;
  }
  return undefined;
}

interface Scanned {
  readonly fields: string[];
  readonly fault?: string;
  readonly length: number;
  readonly lines: number;
}

function firstRecord(text: string): Scanned {
  const fields: string[] = [];
  let at = 0;
  let lines = 1;
  for (;;) {
    const isQuoted = text.charAt(at) === '"';
    const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at);
    if (end === undefined) return { fields, fault: 'a quote has no end', length: text.length, lines };
    const field = text.slice(at, end);
    if (!isQuoted && field.includes('"'))
      return { fields, fault: 'a quote stands in a field that does not begin with one', length: at, lines };
    const next = text.charAt(end);
    if (isQuoted && next !== ',' && next !== '\n' && next !== '')
      return { fields, fault: 'something stands behind the end of a quoted field', length: at, lines };
    fields.push(isQuoted ? field.slice(1, -1).replaceAll('""', '"') : field);
    lines += isQuoted ? field.split('\n').length - 1 : 0;
    at = end + 1;
    if (next !== ',') return { fields, length: at, lines };
  }
}

function endOfPlain(text: string, start: number): number {
  const found = /[,\n]/g;
  found.lastIndex = start;
  return found.exec(text)?.index ?? text.length;
}

/** Behind the quote that ends it. */
function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 2))
    if (text.charAt(at + 1) !== '"') return at + 1;
  return undefined;
}
