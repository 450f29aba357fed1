// Changes as text: rows under one header, or for output that another program reads a document or a name each.

import { isDeepStrictEqual } from 'node:util';
import type { ApiResource } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import type { Change, ChangeType } from '@kube-rx/runtime';
import type { WatchFlags } from '../flags.ts';
import type { Column } from '../table/table.ts';
import type { TableSource } from '../table/table-source.ts';
import { type TableLayout, TableText } from '../table/table-text.ts';
import { formatJsonLine, formatName, formatYaml, presentable, UnprintableError } from './object-text.ts';

/** Makes text of changes that arrived together: those of a list at once, later ones one by one. */
export type ChangeText = (changes: readonly Change<DynamicObject>[]) => string;

/** The names of kubectl and the API for the types of changes. */
const eventTypes: Readonly<Record<ChangeType, string>> = {
  added: 'ADDED',
  updated: 'MODIFIED',
  deleted: 'DELETED',
};

/**
 * A line of JSON or a YAML document for each change; with `--output-watch-events` `{type, object}`. Of one that cannot be
 * printed, `say` is told: nobody ends the watch of others by an object.
 */
export function objectChanges(
  resource: ApiResource,
  flags: WatchFlags,
  say: (line: string) => void,
): ChangeText {
  const format = (value: object): string =>
    flags.output === 'yaml' ? `---\n${formatYaml(value)}` : formatJsonLine(value);
  return eachAsText(({ type, object }) => {
    const shown = presentable(object, resource, flags);
    try {
      return format(flags.outputWatchEvents ? { type: eventTypes[type], object: shown } : shown);
    } catch (error) {
      if (!(error instanceof UnprintableError)) throw error;
      say(`${formatName(resource, object).trimEnd()} (${eventTypes[type]}): ${error.message}`);
      return '';
    }
  });
}

/** `pod/web-0` for each change; with `--output-watch-events` after the type of the change. */
export function nameChanges(resource: ApiResource, { outputWatchEvents }: WatchFlags): ChangeText {
  return eachAsText(({ type, object }) => {
    const name = formatName(resource, object);
    return outputWatchEvents ? `${eventTypes[type].padEnd(10)}${name}` : name;
  });
}

function eachAsText(format: (change: Change<DynamicObject>) => string): ChangeText {
  return (changes) => changes.map(format).join('');
}

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

  return (changes) => {
    const now = Date.now();
    const rows = changes.map(({ type, object }) => {
      const event = flags.outputWatchEvents ? [eventTypes[type]] : [];
      return text.cells(source.columns, source.rowOf(object, now), event);
    });
    return text.lines([...header(), ...rows]);
  };
}
