/**
 * The columns in which a server prints its kinds for `kubectl get`, as its tables describe them. No server tells how it
 * computes the cells.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
 */
import { quote } from './print.ts';
import { sortedEntries } from './recording.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** By resource name, as `deployments.apps`. */
export type ColumnTables = Readonly<Record<string, readonly Column[]>>;

/** @example write('columns.ts', printColumns(columns, header)); */
export function printColumns(tables: ColumnTables, header: readonly string[]): string {
  const texts = [
    ...new Set(Object.values(tables).flatMap((columns) => columns.map((one) => one.description))),
  ];
  const numbers = new Map(texts.map((text, at) => [text, at]));
  const printColumn = ({ name, type, format, description, priority }: Column): string =>
    `    { name: ${quote(name)}, type: ${quote(type)}, format: ${quote(format)}, priority: ${priority}, description: text(${numbers.get(description) ?? 0}) },\n`;
  const entries = sortedEntries(tables).map(
    ([name, found]) => `  ${quote(name)}: [\n${found.map(printColumn).join('')}  ],\n`,
  );
  return `${header.map((line) => `// ${line}\n`).join('')}
/** A column of a table, as the server describes it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0: always shown; 1: with \`-o wide\`. */
  readonly priority: number;
}

// Many columns are described alike.
const texts: readonly string[] = [
${texts.map((text) => `  ${JSON.stringify(text)},\n`).join('')}];

function text(at: number): string {
  return texts[at] ?? '';
}

/** By resource name, as \`deployments.apps\`. */
export const recordedColumns: Readonly<Record<string, readonly ColumnDefinition[]>> = {
${entries.join('')}};
`;
}
