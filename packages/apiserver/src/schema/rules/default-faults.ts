// Defaults must be what the schema takes, and hold nothing that it does not know.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/defaulting/validation.go

import { isJsonObject, type Json, type JsonObject, jsonEquals, sortedKeys } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { UndecodableError } from '../../types/complaints.ts';
import { ToldPaths } from '../../types/told-paths.ts';
import type { Field } from '../../validation/field.ts';
import { coerceEmbedded, embeddedFaults } from '../embedded.ts';
import { ruleTreeOf } from '../expressions/compiled-rules.ts';
import { ruleBudget, ruleFaults } from '../expressions/rule-faults.ts';
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

interface OwnTerms extends Terms {
  /** What the rules of all defaults may cost yet; below zero: the rest is not looked at. */
  readonly budget: { left: number };
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
  return faultsOf(schema, { ...rootOf(schema), isTop: true }, { ...terms, budget: { left: ruleBudget } });
}

function rootOf(schema: Field): Place {
  const root = { ...schema.object, 'x-kubernetes-embedded-resource': true };
  const surround: Surround = (value) =>
    isJsonObject(value) ? { apiVersion: 'validation/v1', kind: 'Validation', ...value } : value;
  return { root, surround, inResource: false, isTop: false };
}

function faultsOf(schema: Field, outer: Place, terms: OwnTerms): FieldFault[] {
  const isResource = isOn(schema, 'x-kubernetes-embedded-resource');
  const place = isResource ? rootOf(schema) : outer;
  const faults: FieldFault[] = [];
  const fallback = schema.at('default');
  const whole = { ...place, isTop: outer.isTop || isResource };
  if (terms.budget.left >= 0 && fallback.isSet)
    faults.push(...(place.inResource ? metaFaults : ownFaults)(schema, whole, terms));
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

function metaFaults(schema: Field, { root, surround, isTop }: Place, terms: OwnTerms): readonly FieldFault[] {
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
  return valueFaults(schema, isTop, terms);
}

function ownFaults(schema: Field, { isTop }: Place, terms: OwnTerms): FieldFault[] {
  const fallback = schema.at('default');
  const value = fallback.value ?? null;
  const faults: FieldFault[] = [];
  // As within an object, which alone is a resource whatever its schema says.
  const pruned = prune(schema.object, value, { unknown: new ToldPaths(), path: 'default' });
  if (!terms.unpruned && !jsonEquals(pruned, value))
    faults.push(fallback.invalid('must not have unknown fields', sortedKeys(value)));
  return [...faults, ...(embeddedIn(schema.object, fallback) ?? valueFaults(schema, isTop, terms))];
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

function valueFaults(schema: Field, isResource: boolean, terms: OwnTerms): readonly FieldFault[] {
  const fallback = schema.at('default');
  const { steps } = terms;
  const value = fallback.value ?? null;
  const found = validate(schema.object, value, { steps, base: fallback.path, isDefault: true });
  return found.length > 0 ? found : ruledFaults(schema, isResource, terms);
}

// As what stays as it was, and as what is new: rules may ask which.
function ruledFaults(schema: Field, isResource: boolean, { steps, budget }: OwnTerms): readonly FieldFault[] {
  const tree = ruleTreeOf(schema.object, isResource);
  if (!tree) return [];
  const { path, value: object = null } = schema.at('default');
  const check = (old: Json | undefined): ReturnType<typeof ruleFaults> => {
    const terms = { steps, warn: () => undefined, budget: budget.left };
    return ruleFaults(tree, { object, old, correlation: undefined, path }, terms);
  };
  const kept = check(object);
  const fresh = kept.faults.length > 0 ? kept : check(undefined);
  budget.left = Math.min(kept.left, fresh.left);
  return fresh.faults;
}
