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

/** Undefined for a value that is no Table. In a watch only the first Table has columns. */
export function readTable(value: unknown): TablePage | undefined {
  const table = value as RawTable | null;
  if (table?.kind !== 'Table') return undefined;
  const { metadata, columnDefinitions, rows } = table;
  return {
    columns: (columnDefinitions ?? []).map(({ name = '', format, priority = 0 }) => ({
      name,
      priority,
      isName: format === 'name',
    })),
    rows: (rows ?? []).flatMap(({ cells, object }) =>
      object?.metadata ? [{ metadata: object.metadata, cells: cells ?? [] }] : [],
    ),
    metadata: metadata ?? {},
  };
}

interface RawTable {
  readonly kind?: string;
  readonly metadata?: Partial<ListMeta> | null;
  readonly columnDefinitions?: readonly {
    readonly name?: string;
    readonly format?: string;
    readonly priority?: number;
  }[];
  readonly rows?: readonly {
    readonly cells?: readonly unknown[];
    readonly object?: { readonly metadata?: ObjectMeta } | null;
  }[];
}
