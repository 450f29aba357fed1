// Changes as rows under one header.

import { isDeepStrictEqual } from 'node:util';
import type { DynamicObject } from '@kube-rx/core';
import type { Change } from '@kube-rx/runtime';
import type { WatchFlags } from '../flags.ts';
import type { Column } from '../table/table.ts';
import type { TableSource } from '../table/table-source.ts';
import { type TableLayout, TableText } from '../table/table-text.ts';
import { type ChangeText, eventTypes } from './change-text.ts';

// As wide as the widest event, which may come much later than the header.
const eventHeader = 'EVENT'.padEnd('MODIFIED'.length);

/**
 * The header is printed before the first row, and again when the columns change, as when a custom resource gets new
 * ones. Widths come from the first list and only grow, so no line waits for a later one.
 */
export function tableChanges(source: TableSource, layout: TableLayout, flags: WatchFlags): ChangeText {
  const text = new TableText(layout);
  let shown: readonly Column[] | undefined;

  function header(): string[][] {
    if (isDeepStrictEqual(shown, source.columns)) return [];
    shown = source.columns;
    return flags.headers ? [text.header(shown, flags.outputWatchEvents ? [eventHeader] : [])] : [];
  }

  function cells({ type, object }: Change<DynamicObject>, now: number): string[] {
    const event = flags.outputWatchEvents ? [eventTypes[type]] : [];
    return text.cells(source.columns, source.rowOf(object, now), event);
  }

  return (changes) => {
    const now = Date.now();
    return text.lines([...header(), ...changes.map((change) => cells(change, now))]);
  };
}
