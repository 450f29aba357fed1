// Values as YAML, in go-yaml's form, which is kubectl's.

import { printLines, printText } from './print-scalar.ts';

/** A longer key is written behind `? `, as a reader looks for its `:` only so far. */
const maxSimpleKey = 128;

/**
 * What JSON can say, as YAML in the form of kubectl, but for long lines, which stay whole. Members that are undefined
 * are left out. Each text is read back as the same text, also by readers of YAML 1.1; half of a surrogate pair, which no
 * reader takes, becomes U+FFFD, as Go reads it. What a terminal would obey (`unprintable`) is escaped.
 *
 * @example
 * printYaml({ on: 'yes', ports: [80, 443] });   // '"on": "yes"\nports:\n- 80\n- 443\n'
 */
export function printYaml(value: unknown): string {
  const out: string[] = [];
  if (isEmpty(value)) out.push(printScalar(value, 0));
  else printCollection(value, 0, out);
  out.push('\n');
  return out.join('');
}

// To `out`, joined once: at every level what is below would be copied again. Without the indentation of the first line.
function printCollection(value: object, indent: number, out: string[]): void {
  const between = `\n${' '.repeat(indent)}`;
  const start = out.length;
  const startLine = (): void => {
    if (out.length > start) out.push(between);
  };
  if (Array.isArray(value))
    for (const item of value as readonly unknown[]) {
      startLine();
      out.push('-');
      printItem(item, indent, out);
    }
  else
    for (const entry of entriesOf(value)) {
      startLine();
      printEntry(entry, indent, out);
    }
}

function printEntry([name, value]: readonly [string, unknown], indent: number, out: string[]): void {
  const key = printText(name);
  if (key.length > maxSimpleKey) {
    out.push(`? ${key}\n${' '.repeat(indent)}:`);
    printItem(value, indent, out);
  } else if (isEmpty(value)) out.push(`${key}: ${printScalar(value, indent)}`);
  else {
    const inner = Array.isArray(value) ? indent : indent + 2;
    out.push(`${key}:\n${' '.repeat(inner)}`);
    printCollection(value, inner, out);
  }
}

/** Behind a `-` or a `:` of its own. */
function printItem(value: unknown, indent: number, out: string[]): void {
  out.push(' ');
  if (isEmpty(value)) out.push(printScalar(value, indent));
  else printCollection(value, indent + 2, out);
}

function printScalar(value: unknown, indent: number): string {
  if (typeof value === 'string') return printLines(value, indent + 2) ?? printText(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : 'null';
}

function isEmpty(value: unknown): value is Exclude<unknown, object> {
  if (typeof value !== 'object' || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : entriesOf(value).length === 0;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
