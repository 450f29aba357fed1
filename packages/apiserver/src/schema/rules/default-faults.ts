// Defaults must be what the schema takes, and hold nothing that it does not know.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/validation.go

import { isJsonObject, type Json, type JsonObject, jsonEquals, sortedKeys } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { UndecodableError } from '../../types/complaints.ts';
import { ToldPaths } from '../../types/told-paths.ts';
import type { Field } from '../../validation/field.ts';
import { coerceEmbedded, embeddedFaults } from '../embedded.ts';
import { prune } from '../prune.ts';
import type { Steps } from '../steps.ts';
import { type Schema, typeFields } from '../structural.ts';
import { validate } from '../values/validate.ts';
import { isOn, itemsOf, propertiesOf } from './subschemas.ts';

interface Terms {
  readonly steps: Steps;
  /** Old definitions had defaults with unknown fields. */
  readonly unpruned: boolean;
}

/** The object around a default, as it would be with it. */
type Surround = (value: Json) => Json;

interface Place {
  /** The resource that the default is in the type or the metadata of. */
  readonly root: Schema;
  readonly surround: Surround;
  readonly inResource: boolean;
  /** Whether it is the schema of a whole object. */
  readonly isTop: boolean;
}

export function defaultFaults(schema: Field, terms: Terms): FieldFault[] {
  return faultsOf(schema, { ...rootOf(schema), isTop: true }, terms);
}

function rootOf(schema: Field): Place {
  const root = { ...schema.object, 'x-kubernetes-embedded-resource': true };
  const surround: Surround = (value) =>
    isJsonObject(value) ? { apiVersion: 'validation/v1', kind: 'Validation', ...value } : value;
  return { root, surround, inResource: false, isTop: false };
}

function faultsOf(schema: Field, outer: Place, terms: Terms): FieldFault[] {
  const isResource = isOn(schema, 'x-kubernetes-embedded-resource');
  const place = isResource ? rootOf(schema) : outer;
  const faults: FieldFault[] = [];
  const fallback = schema.at('default');
  if (fallback.isSet) faults.push(...(place.inResource ? metaFaults : ownFaults)(schema, place, terms));
  const items = itemsOf(schema);
  const { surround } = place;
  if (items)
    faults.push(
      ...faultsOf(items, { ...place, isTop: false, surround: (value) => surround([value]) }, terms),
    );
  for (const [name, property] of propertiesOf(schema)) {
    const inResource = place.inResource || ((outer.isTop || isResource) && typeFields.has(name));
    const around: Surround = (value) => surround({ [name]: value });
    faults.push(...faultsOf(property, { ...place, isTop: false, surround: around, inResource }, terms));
  }
  return faults;
}

function metaFaults(schema: Field, { root, surround }: Place, { steps }: Terms): FieldFault[] {
  const fallback = schema.at('default');
  const shown = sortedKeys(fallback.value ?? null);
  const mustBe = 'must result in valid metadata: ';
  try {
    const object = coerceEmbedded(root, surround(fallback.value ?? null), { path: '', unknown: undefined });
    const found = embeddedFaults(root, object, '').map(({ field, message }) => `${field}: ${message}`);
    if (found.length > 0)
      return [
        fallback.invalid(`${mustBe}${found.length === 1 ? found.join('') : `[${found.join(', ')}]`}`, shown),
      ];
  } catch (error) {
    if (error instanceof UndecodableError) return [fallback.invalid(`${mustBe}${error.message}`, shown)];
    throw error;
  }
  return valueFaults(schema, steps);
}

function ownFaults(schema: Field, _place: Place, { steps, unpruned }: Terms): FieldFault[] {
  const fallback = schema.at('default');
  const value = fallback.value ?? null;
  const faults: FieldFault[] = [];
  // As within an object, which alone is a resource whatever its schema says.
  const pruned = prune(schema.object, value, { unknown: new ToldPaths(), path: 'default' });
  if (!unpruned && !jsonEquals(pruned, value))
    faults.push(fallback.invalid('must not have unknown fields', sortedKeys(value)));
  return [...faults, ...(embeddedIn(schema.object, fallback) ?? valueFaults(schema, steps))];
}

function embeddedIn(schema: JsonObject, fallback: Field): FieldFault[] | undefined {
  try {
    const coerced = coerceEmbedded(schema, fallback.value ?? null, {
      path: fallback.path,
      unknown: undefined,
    });
    const found = embeddedFaults(schema, coerced, fallback.path);
    return found.length > 0 ? found : undefined;
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    const at = error.message.indexOf(': ');
    const [field, message] = [error.message.slice(0, at), error.message.slice(at + 2)];
    return [{ field, reason: 'FieldValueInvalid', message }];
  }
}

function valueFaults(schema: Field, steps: Steps): FieldFault[] {
  const fallback = schema.at('default');
  return [
    ...validate(schema.object, fallback.value ?? null, { steps, base: fallback.path, isDefault: true }),
  ];
}
