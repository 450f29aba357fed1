// The 409 of an apply that wants other values for fields of other managers.

import { StatusError } from '../status-error.ts';
import { describePath, type Path } from './field-set.ts';
import type { Entry } from './managed-entry.ts';

interface Contested {
  readonly entry: Entry;
  readonly path: Path;
}

export function conflictError(conflicts: readonly Contested[]): StatusError {
  const causes = conflicts.map(({ entry, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${describeManager(entry)}`,
    field: describePath(path),
  }));
  return new StatusError(409, 'Conflict', { message: conflictMessage(conflicts), details: { causes } });
}

function conflictMessage(conflicts: readonly Contested[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only)
    return `Apply failed with 1 conflict: conflict with ${describeManager(only.entry)}: ${describePath(only.path)}`;
  const groups = Map.groupBy(conflicts, ({ entry }) => describeManager(entry));
  const lines = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([who, list]) => [
      `conflicts with ${who}:`,
      ...list.map(({ path }) => `- ${describePath(path)}`),
    ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function describeManager({ manager }: Entry): string {
  const { name, subresource, operation, apiVersion } = manager;
  const who = `${JSON.stringify(name)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Apply' ? who : `${who} using ${apiVersion}`;
}
