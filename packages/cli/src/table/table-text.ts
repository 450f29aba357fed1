// A table as aligned text, as kubectl prints it: columns padded with spaces, three between them.

import { exactInteger, type ObjectMeta, printExactJson } from '@kube-rx/core';
import { whole } from '../output/object-text.ts';
import { safeLine } from '../output/safe-text.ts';
import type { Column, Row } from './table.ts';

export interface TableLayout {
  /** Whether to show columns with a priority as well. */
  readonly wide?: boolean;
  /** NAMESPACE as the first column. */
  readonly withNamespace?: boolean;
  /** LABELS as the last column. */
  readonly withLabels?: boolean;
  /** What is put before each name, as `pod/`. */
  readonly namePrefix?: string;
}

/**
 * Widths only grow, so lines that are printed one by one stay aligned until a wider cell comes. A cell wider than `widest`
 * stands out of its column: padded to it, a thousand lines would be a thousand times as long.
 */
export class TableText {
  readonly #layout: TableLayout;
  readonly #widths: number[] = [];

  constructor(layout: TableLayout = {}) {
    this.#layout = layout;
  }

  /** The header's cells; with `extra` before all others. */
  header(columns: readonly Column[], extra: readonly string[] = []): string[] {
    const { withNamespace, withLabels } = this.#layout;
    const names = columns
      .filter((one) => this.#isShown(one))
      .map(({ name }) => formatCell(name.toUpperCase()));
    return [...extra, ...(withNamespace ? ['NAMESPACE'] : []), ...names, ...(withLabels ? ['LABELS'] : [])];
  }

  /** A row's cells, under the header's. */
  cells(columns: readonly Column[], row: Row, extra: readonly string[] = []): string[] {
    const { withNamespace, withLabels, namePrefix = '' } = this.#layout;
    const { metadata } = row;
    const cells = columns.flatMap((column, at) => {
      if (!this.#isShown(column)) return [];
      const text = formatCell(cellAt(row.cells, at));
      return [column.isName ? formatCell(namePrefix) + text : text];
    });
    return [
      ...extra,
      ...(withNamespace ? [formatCell(metadata.namespace)] : []),
      ...cells,
      ...(withLabels ? [formatLabels(metadata)] : []),
    ];
  }

  /** Rows of cells as lines, each with its newline, aligned with each other and with earlier lines. */
  lines(rows: readonly (readonly string[])[]): string {
    for (const cells of rows)
      for (const [at, cell] of cells.entries())
        this.#widths[at] = Math.max(this.#widths[at] ?? 0, Math.min(displayWidth(cell), widest));
    return rows.map((cells) => this.#line(cells)).join('');
  }

  #line(cells: readonly string[]): string {
    const last = cells.length - 1;
    const padded = cells.map((cell, at) => {
      if (at === last) return cell;
      const width = Math.max((this.#widths[at] ?? 0) + columnGap, narrowest);
      return cell + ' '.repeat(Math.max(width - displayWidth(cell), columnGap));
    });
    return `${padded.join('')}\n`;
  }

  #isShown({ priority }: Column): boolean {
    return priority === 0 || this.#layout.wide === true;
  }
}

// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cli-runtime/pkg/printers/tabwriter.go
const columnGap = 3;
const narrowest = 6;
// Wider than what people put into columns, and than their terminals.
const widest = 1000;

// A whole number beyond 2^53 with all its digits.
function cellAt(cells: readonly unknown[], at: number): unknown {
  const cell = cells[at];
  return Number.isSafeInteger(cell) ? cell : (exactInteger(cells, at) ?? cell);
}

/** The first line of a value, without control characters. */
export function formatCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = textOf(value);
  const [line = ''] = text.split(/[\f\n\r]/, 1);
  return safeLine(line.length < text.length ? `${line}...` : line);
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value)
    return whole(() => printExactJson(value, { inexact: 'print as float' }));
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function formatLabels({ labels }: ObjectMeta): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : formatCell(pairs.sort().join(','));
}

// tabwriter counts code points as well.
function displayWidth(text: string): number {
  return Array.from(text).length;
}
