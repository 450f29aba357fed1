// What happens to a custom object on its way in: unknown fields go, defaults come, the rest is checked.

import { type Json, type JsonObject, objectAt, textAt, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { badRequest, type FieldFault, invalid, invalidValue, refusing } from '../status-error.ts';
import { cannotBeHandled, type Strictness, tellOf, UndecodableError } from '../types/complaints.ts';
import { unknownField } from '../types/strict-complaints.ts';
import { ToldPaths } from '../types/told-paths.ts';
import { withDefaults } from './defaults.ts';
import { coerceEmbedded, EmbeddedError, embeddedFaults } from './embedded.ts';
import { type RuleTree, ruleTree } from './expressions/compiled-rules.ts';
import { ruleFaults } from './expressions/rule-faults.ts';
import { prune } from './prune.ts';
import { scaleFaults } from './scale-faults.ts';
import { Steps } from './steps.ts';
import type { Schema } from './structural.ts';
import { Correlation } from './values/correlation.ts';
import { duplicates } from './values/duplicates.ts';
import { validate } from './values/validate.ts';

export interface Pruning extends Strictness {
  readonly isApplied?: boolean;
}

/** The object without what its schema does not know; refused or warned of as asked. */
export function pruneObject(served: ServedResource, object: JsonObject, write: Pruning): JsonObject {
  const { resource, schema } = served;
  if (!schema) return object;
  const { isApplied } = write;
  const unknown = new ToldPaths();
  const read = (): JsonObject => known(schema, object, unknown);
  // What is applied is not decoded before it is validated.
  const pruned = isApplied
    ? validEmbedded(resource, object, read)
    : refusing(UndecodableError, read, (why) => badRequest(`${cannotBeHandled(resource)}: ${why}`));
  // What of a config is unknown by now is allowed by its types, and nobody is told of it.
  const complaints = isApplied ? [] : unknown.all.toSorted().map(unknownField);
  tellOf({ strict: complaints, warnings: complaints }, resource, write);
  return objectAt(withDefaults(schema, pruned, { steps: new Steps(), keepsNulls: isApplied }));
}

/** A valid object as it is read once it is stored: nulls that nothing speaks against are gone. */
export function withoutNulls({ schema }: ServedResource, object: JsonObject): JsonObject {
  return schema ? objectAt(withDefaults(schema, object, { steps: new Steps() })) : object;
}

function validEmbedded(
  resource: ServedResource['resource'],
  object: JsonObject,
  read: () => JsonObject,
): JsonObject {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EmbeddedError)) throw error;
    throw invalid(resource, textAt(object, 'metadata', 'name'), [error.fault]);
  }
}

/** The object without what its schema does not know, which nobody is told of. */
export function prunedObject(schema: Schema, object: JsonObject): JsonObject {
  return known(schema, object, new ToldPaths());
}

function known(schema: Schema, object: JsonObject, unknown: ToldPaths): JsonObject {
  const pruned = prune(schema, object, { unknown, path: '' });
  return objectAt(coerceEmbedded(schema, pruned, { path: '', unknown }));
}

/** Paths of what a custom object has and its schema does not know. */
export function unknownFields({ schema }: ServedResource, object: JsonObject): string[] {
  const unknown = new ToldPaths();
  if (schema) prune(schema, object, { unknown, path: '' });
  return unknown.all.toSorted();
}

interface Checked {
  readonly object: JsonObject;
  /** What it replaces; undefined for a new one. */
  readonly old: JsonObject | undefined;
  /** Complaints so far. */
  readonly found: readonly FieldFault[];
  /** The part that alone may have changed. */
  readonly part: 'main' | 'status';
  /** Where it is told of faults that stay as they were. */
  readonly warnings: string[];
}

/** Throws a 422 with everything that is wrong. */
export function validateObject(served: ServedResource, checked: Checked): void {
  const { resource, schema, scale } = served;
  const { object, old, found, part } = checked;
  const steps = new Steps();
  const faults = [
    ...found,
    ...(schema ? valueFaults(schema, checked, steps) : []),
    ...(scale ? scaleFaults(scale, object, part) : []),
    ...(schema && part === 'main' ? embeddedFaults(schema, object, '') : []),
    ...(schema ? newDuplicates(schema, { object, old }, steps) : []),
  ];
  const tree = schema && ruleTree(schema);
  if (tree) faults.push(...ruledFaults(tree, checked, { found: faults, steps }));
  if (faults.length > 0) throw invalid(resource, textAt(object, 'metadata', 'name'), faults);
}

// Rules may rely on what they are given, and are not run where it is not there.
const blocking: ReadonlySet<string> = new Set(
  ['NotSupported', 'Required', 'TooLong', 'TooMany', 'TypeInvalid'].map((name) => `FieldValue${name}`),
);

function ruledFaults(
  tree: RuleTree,
  { object, old, warnings }: Checked,
  { found, steps }: { found: readonly FieldFault[]; steps: Steps },
): readonly FieldFault[] {
  if (found.some(({ reason }) => blocking.has(reason)))
    return [
      invalidValue(
        '<nil>',
        null,
        'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
      ),
    ];
  const correlation = old && new Correlation(tree.schema, { value: object, old }, steps);
  return ruleFaults(tree, { object, old, correlation }, { steps, warn: (text) => warnings.push(text) })
    .faults;
}

function valueFaults(schema: Schema, { object, old, part }: Checked, steps: Steps): readonly FieldFault[] {
  const replaced = (inner: Schema, value: Json, before: Json | undefined): Correlation | undefined =>
    before === undefined ? undefined : new Correlation(inner, { value, old: before }, steps);
  if (part === 'main') return validate(schema, object, { steps, correlation: replaced(schema, object, old) });
  const own = objectAt(schema, 'properties', 'status');
  const status = valueAt(object, 'status');
  if (status === undefined) return [];
  const correlation = replaced(own, status, valueAt(old, 'status'));
  return validate(own, status, { steps, base: 'status', correlation });
}

// Where there were some already, they may stay.
function newDuplicates(
  schema: Schema,
  { object, old }: Pick<Checked, 'object' | 'old'>,
  steps: Steps,
): FieldFault[] {
  const faults = duplicates(schema, object, { path: '', steps });
  if (faults.length === 0 || !old) return faults;
  return duplicates(schema, old, { path: '', steps }).length === 0 ? faults : [];
}
