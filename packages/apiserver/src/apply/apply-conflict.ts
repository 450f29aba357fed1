// The 409 of an apply that wants other values for fields of other managers.

import { isJsonObject, type Json, jsonText, parseJsonText } from '../json/json.ts';
import { StatusError } from '../status-error.ts';
import type { Element, FieldSet } from './field-set.ts';
import type { Entry } from './managed-entry.ts';

interface Contested {
  readonly entry: Entry;
  readonly fields: FieldSet;
}

interface Conflict {
  readonly who: string;
  /** `.spec.containers[name="a"].image` */
  readonly field: string;
}

// A field is as long as all keys above it, so that those of one object could be much more than the object.
const maxText = 4 * 1024 * 1024;

export function conflictError(contested: readonly Contested[]): StatusError {
  const conflicts: Conflict[] = [];
  let left = maxText;
  for (const { entry, fields } of contested)
    for (const field of describeFields(fields, '')) {
      left -= field.length;
      if (left < 0) break;
      conflicts.push({ who: describeManager(entry), field });
    }
  const causes = conflicts.map(({ who, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${who}`,
    field,
  }));
  const count = contested.reduce((sum, { fields }) => sum + fields.size, 0);
  return new StatusError(409, 'Conflict', {
    message: conflictMessage(conflicts, count),
    details: { causes },
  });
}

function conflictMessage(conflicts: readonly Conflict[], count: number): string {
  const [only] = conflicts;
  if (count === 1 && only) return `Apply failed with 1 conflict: conflict with ${only.who}: ${only.field}`;
  const groups = Map.groupBy(conflicts, ({ who }) => who);
  const lines = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([who, list]) => [`conflicts with ${who}:`, ...list.map(({ field }) => `- ${field}`)]);
  const more = count - conflicts.length;
  return `Apply failed with ${count} conflicts: ${[...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')}`;
}

function* describeFields({ member, below }: FieldSet, path: string): Generator<string, void, undefined> {
  if (member) yield path;
  for (const element of [...below.keys()].sort()) {
    const inner = below.get(element);
    if (inner) yield* describeFields(inner, path + describeElement(element));
  }
}

function describeElement(element: Element): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  const key = parseJsonText(text);
  if (element.startsWith('v:')) return `[=${toldText(key)}]`;
  const pairs = isJsonObject(key) ? Object.entries(key) : [];
  return `[${pairs.map(([name, value]) => `${name}=${toldText(value)}`).join(',')}]`;
}

// Go has read it back as a float.
function toldText(value: Json): string {
  return typeof value === 'bigint' ? Number(value).toExponential() : jsonText(value);
}

function describeManager({ manager }: Entry): string {
  const { name, subresource, operation, apiVersion } = manager;
  const who = `${JSON.stringify(name)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Apply' ? who : `${who} using ${apiVersion}`;
}
