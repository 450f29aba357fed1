// Changes as text, for output that another program reads: one document for each.

import type { ApiResource } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import type { Change, ChangeType } from '@kube-rx/runtime';
import type { WatchFlags } from '../flags.ts';
import { formatJsonLine, formatName, presentable, yamlFormatter } from './object-text.ts';

/** Makes text of changes that arrived together: those of a list at once, later ones one by one. */
export type ChangeText = (changes: readonly Change<DynamicObject>[]) => string;

/** The names of kubectl and the API for the types of changes. */
export const eventTypes: Readonly<Record<ChangeType, string>> = {
  added: 'ADDED',
  updated: 'MODIFIED',
  deleted: 'DELETED',
};

/** A line of JSON or a YAML document for each change; with `--output-watch-events` `{type, object}`. */
export async function objectChanges(resource: ApiResource, flags: WatchFlags): Promise<ChangeText> {
  const yaml = flags.output === 'yaml' ? await yamlFormatter() : undefined;
  const format = (value: object): string => (yaml ? `---\n${yaml(value)}` : formatJsonLine(value));
  return (changes) =>
    changes
      .map(({ type, object }) => {
        const shown = presentable(object, resource, flags);
        return format(flags.outputWatchEvents ? { type: eventTypes[type], object: shown } : shown);
      })
      .join('');
}

/** `pod/web-0` for each change; with `--output-watch-events` after the type of the change. */
export function nameChanges(resource: ApiResource, { outputWatchEvents }: WatchFlags): ChangeText {
  return (changes) =>
    changes
      .map(({ type, object }) => {
        const name = formatName(resource, object);
        return outputWatchEvents ? `${eventTypes[type].padEnd(10)}${name}` : name;
      })
      .join('');
}
