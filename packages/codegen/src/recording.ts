/**
 * What only a running server tells of its kinds, recorded by name: the columns of its tables, and what it sends for an
 * object without values.
 */
import { type Code, code, constant, json, quoted } from './code.ts';
import { printHeader } from './print.ts';

/** In the order of their names. */
export function sortedEntries<T>(recording: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(recording).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * One name a line, small enough to commit.
 *
 * @example write('columns.json', printRecording(columns));
 */
export function printRecording(recording: Readonly<Record<string, unknown>>): string {
  const lines = sortedEntries(recording).map(
    ([name, value]) => `\n  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{${lines.join(',')}\n}\n`;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** By resource name, as `deployments.apps`. */
export type ColumnTables = Readonly<Record<string, readonly Column[]>>;

/**
 * The columns in which a server prints its kinds for `kubectl get`. No server tells how it computes the cells.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
 *
 * @example write('columns.ts', printColumns(columns, header));
 */
export function printColumns(tables: ColumnTables, header: readonly string[]): string {
  const texts = [
    ...new Set(Object.values(tables).flatMap((columns) => columns.map((one) => one.description))),
  ];
  const printColumn = ({ name, type, format, description, priority }: Column): Code => {
    const own = code`name: ${quoted(name)}, type: ${quoted(type)}, format: ${quoted(format)}`;
    const text = constant(texts.indexOf(description));
    return code`    { ${own}, priority: ${constant(priority)}, description: text(${text}) },\n`;
  };
  const entries = sortedEntries(tables).map(
    ([name, found]) => code`  ${quoted(name)}: [\n${found.map(printColumn)}  ],\n`,
  );
  return code`${printHeader(header)}
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
${texts.map((text) => code`  ${json(text)},\n`)}];

function text(at: number): string {
  return texts[at] ?? '';
}

/** By resource name, as \`deployments.apps\`. */
export const recordedColumns: Readonly<Record<string, readonly ColumnDefinition[]>> = {
${entries}};
`.text;
}

/** By apiVersion and kind, as `apps/v1 Deployment`, without these two and without metadata. */
export type ZeroObjects = Readonly<Record<string, object>>;

/**
 * What a server sends for an object without values, such as a bookmark. Go omits some fields and sends others as zero;
 * neither OpenAPI nor discovery tells which.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
 *
 * @example write('zeros.ts', printZeros(zeros, header));
 */
export function printZeros(zeros: ZeroObjects, header: readonly string[]): string {
  const entries = sortedEntries(zeros).filter(([, zero]) => Object.keys(zero).length > 0);
  return code`${printHeader(header)}
import type { JsonObject } from '../json/json.ts';

/** What is printed where nothing is set, by apiVersion and kind, as \`apps/v1 Deployment\`. */
export const recordedZeros: Readonly<Record<string, JsonObject>> = {
${entries.map(([name, zero]) => code`  ${quoted(name)}: ${json(zero)},\n`)}};
`.text;
}
