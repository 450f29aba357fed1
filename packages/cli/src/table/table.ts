// Rows and columns: the server makes them (meta.k8s.io Table), or we do if it cannot.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables

import type { ListMeta, ObjectMeta } from '@kube-rx/core';

export interface Column {
  readonly name: string;
  /** Other than 0: shown by `-o wide` only. */
  readonly priority: number;
  /** Holds the object's name. */
  readonly isName: boolean;
}

export interface Row {
  readonly metadata: ObjectMeta;
  readonly cells: readonly unknown[];
}

/** A page of a list as a Table, or one object as a Table of one row. */
export interface TablePage {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly metadata: Partial<ListMeta>;
}

/** Asks for a Table, and for plain JSON from a server that makes none. */
export const tableAccept: string = [
  'application/json;as=Table;g=meta.k8s.io;v=v1',
  'application/json;as=Table;g=meta.k8s.io;v=v1beta1',
  'application/json',
].join(',');

/** More than anybody looks at. Each row has a cell under each column, also where the server sends none. */
const mostColumns = 200;

/**
 * Undefined for a value that is no Table. In a watch only the first Table has columns. A part that is not what it should
 * be counts as empty, so that the others are seen.
 */
export function readTable(value: unknown): TablePage | undefined {
  const table = value as RawTable | null;
  if (table?.kind !== 'Table') return undefined;
  const { metadata, columnDefinitions, rows } = table;
  return {
    columns: listOf(columnDefinitions)
      .slice(0, mostColumns)
      .map((column) => ({
        name: typeof column?.name === 'string' ? column.name : '',
        priority: typeof column?.priority === 'number' ? column.priority : 0,
        isName: column?.format === 'name',
      })),
    rows: listOf(rows).flatMap((row) =>
      row?.object?.metadata ? [{ metadata: row.object.metadata, cells: listOf(row.cells) }] : [],
    ),
    metadata: metadata ?? {},
  };
}

function listOf<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

interface RawTable {
  readonly kind?: string;
  readonly metadata?: Partial<ListMeta> | null;
  readonly columnDefinitions?: readonly (RawColumn | null)[] | null;
  readonly rows?: readonly (RawRow | null)[] | null;
}

interface RawColumn {
  readonly name?: unknown;
  readonly format?: unknown;
  readonly priority?: unknown;
}

interface RawRow {
  readonly cells?: readonly unknown[] | null;
  readonly object?: { readonly metadata?: ObjectMeta } | null;
}
