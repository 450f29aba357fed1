// What built-in kinds ask of their objects beyond names and types of fields. A kind that is not listed asks nothing
// here, whatever a real server does.

import { collectionOf } from '../conversion/versions.ts';
import { objectAt, stringAt } from '../json/json.ts';
import { type FieldFault, invalid } from '../status-error.ts';
import { configMapFaults, secretFaults } from './config-data.ts';
import { eventFaults } from './event.ts';
import type { Validated } from './validated.ts';

interface Validation {
  /** The group that a refusal names. */
  readonly group: string;
  readonly faults: (validated: Validated) => readonly FieldFault[];
}

const byCollection: Readonly<Record<string, Validation>> = {
  configmaps: { group: '', faults: configMapFaults },
  secrets: { group: '', faults: secretFaults },
  events: { group: '', faults: eventFaults },
};

/** Complaints of the kind itself, in the form of a refusal; throws a 422 for them and for those found before. */
export function validateKind(validated: Validated, found: readonly FieldFault[] = []): void {
  const { served, object } = validated;
  const { resource, custom } = served;
  const validation = custom ? undefined : byCollection[collectionOf(resource)];
  const faults = [...found, ...(validation?.faults(validated) ?? [])];
  if (faults.length === 0) return;
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  throw invalid({ group: validation?.group ?? resource.group, kind: resource.kind }, name, faults);
}
