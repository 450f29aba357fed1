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
  return `${isEmpty(value) ? printScalar(value, 0) : printCollection(value, 0)}\n`;
}

/** Without the indentation of its first line. */
function printCollection(value: object, indent: number): string {
  const lines = Array.isArray(value)
    ? value.map((item: unknown) => `-${printItem(item, indent)}`)
    : entriesOf(value).map(([key, member]) => printEntry(key, member, indent));
  return lines.join(`\n${' '.repeat(indent)}`);
}

function printEntry(name: string, value: unknown, indent: number): string {
  const key = printText(name);
  if (key.length > maxSimpleKey) return `? ${key}\n${' '.repeat(indent)}:${printItem(value, indent)}`;
  if (isEmpty(value)) return `${key}: ${printScalar(value, indent)}`;
  const inner = Array.isArray(value) ? indent : indent + 2;
  return `${key}:\n${' '.repeat(inner)}${printCollection(value, inner)}`;
}

/** Behind a `-` or a `:` of its own. */
function printItem(value: unknown, indent: number): string {
  return ` ${isEmpty(value) ? printScalar(value, indent) : printCollection(value, indent + 2)}`;
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
