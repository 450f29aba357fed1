// allOf: everything at once.

import { type Draft, fitsType, isAny, plainValueKeys, sameJson, skeletonKeys, without } from './draft.ts';
import type { SchemaType } from './json-schema-props.ts';
import { memberPlace, type Place, propertyPlace, refuse } from './place.ts';
import { literalType } from './scalar-union.ts';
import { own, typeName } from './values.ts';

/** A draft of what both ask. */
export function conjoin(a: Draft, b: Draft, place: Place): Draft {
  if (a.never === true || b.never === true) return { never: true };
  if (isAny(a) && !isAny(b)) return withAnnotations(b, a);
  if (isAny(b)) return withAnnotations(a, b);
  if (a.onlyNull === true || b.onlyNull === true) return nullOf(a, b, place);
  return withLiterals({ ...skeletons(a, b, place), ...asked(a, b), ...inner(a, b, place) }, a, b);
}

/** Literals of both, and of the type that is left. */
function withLiterals(draft: Draft, a: Draft, b: Draft): Draft {
  const named = a.enum ?? b.enum;
  if (named === undefined) return draft;
  const values = named.filter(
    (value) =>
      fitsType(draft, value) && (b.enum === undefined || b.enum.some((other) => sameJson(other, value))),
  );
  if (values.length > 0) return { ...typedBy(values, draft), enum: values };
  return draft.nullable === true ? { onlyNull: true } : { never: true };
}

/** With the type that the literals which are left have, where the draft says less. */
function typedBy(values: readonly unknown[], draft: Draft): Draft {
  // To a server 1.5 is among [1], where the type is any number.
  if (draft.type === 'number' && values.every(Number.isSafeInteger)) return { ...draft, type: 'integer' };
  if (isTyped(draft)) return draft;
  return { ...without(draft, ['x-kubernetes-preserve-unknown-fields']), ...literalType(values) };
}

function withAnnotations(draft: Draft, from: Draft): Draft {
  const { title, description } = from;
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...draft,
  };
}

function nullOf(a: Draft, b: Draft, place: Place): Draft {
  const allow = [a, b].every(
    (draft) => draft.onlyNull === true || draft.nullable === true || draft.type === undefined,
  );
  return allow
    ? { onlyNull: true }
    : refuse(place, 'null and another type at once', 'nothing is both: remove one');
}

function skeletons(a: Draft, b: Draft, place: Place): Draft {
  const type = typeOfBoth(a, b, place);
  const nullable =
    [a, b]
      .filter((draft) => isTyped(draft) || draft.enum !== undefined)
      .every((draft) => draft.nullable === true) &&
    (a.nullable === true || b.nullable === true);
  const preserve = isOpen(a) && isOpen(b);
  const isMixed = [a, b].filter(isTyped).every((draft) => draft[mixedKey] === true);
  const rest = without({ ...b, ...a }, [
    // Beside one of its types it says nothing more.
    ...(isMixed || (type !== 'string' && type !== 'integer') ? [] : [mixedKey]),
    'nullable',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'x-kubernetes-preserve-unknown-fields',
  ]);
  for (const key of skeletonKeys)
    if (
      key.startsWith('x-') &&
      key !== 'x-kubernetes-preserve-unknown-fields' &&
      a[key] !== undefined &&
      b[key] !== undefined &&
      !sameJson(a[key], b[key])
    )
      refuse(place, `two values of ${key}`, 'write one');
  if (a.default !== undefined && b.default !== undefined && !sameJson(a.default, b.default))
    refuse(place, 'two defaults', 'write one');
  return {
    ...rest,
    ...(type === undefined ? {} : { type }),
    ...(nullable ? { nullable } : {}),
    ...(preserve ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
  };
}

const mixedKey = 'x-kubernetes-int-or-string';

function isTyped(draft: Draft): boolean {
  return draft.type !== undefined || draft[mixedKey] === true;
}

function isOpen(draft: Draft): boolean {
  return (
    draft['x-kubernetes-preserve-unknown-fields'] === true ||
    (!isTyped(draft) && draft.properties === undefined)
  );
}

function typeOfBoth(a: Draft, b: Draft, place: Place): SchemaType | undefined {
  if (a.type === b.type || b.type === undefined) return a.type;
  if (a.type === undefined) return b.type;
  const types = [a.type, b.type];
  if (types.includes('integer') && types.includes('number')) return 'integer';
  return refuse(place, `${typeName(a)} and ${typeName(b)} at once`, 'nothing is both: remove one');
}

/** Keywords of both; where both have one and differ, the second goes into `allOf`. */
function asked(a: Draft, b: Draft): Draft {
  const differing = [...plainValueKeys, 'anyOf', 'oneOf', 'not'] as const;
  const apart = differing
    .filter(
      (key) => !merged.has(key) && a[key] !== undefined && b[key] !== undefined && !sameJson(a[key], b[key]),
    )
    .map((key): Draft => ({ [key]: b[key] }));
  const rules = [...(a['x-kubernetes-validations'] ?? []), ...(b['x-kubernetes-validations'] ?? [])];
  const allOf = [...(a.allOf ?? []), ...(b.allOf ?? []), ...apart];
  const unique = allOf.filter((part, index) => allOf.findIndex((other) => sameJson(other, part)) === index);
  const required = [...new Set([...(a.required ?? []), ...(b.required ?? [])])];
  return {
    ...lowest(a, b),
    ...highest(a, b),
    ...(required.length === 0 ? {} : { required }),
    ...(unique.length === 0 ? {} : { allOf: unique }),
    ...(rules.length === 0 ? {} : { 'x-kubernetes-validations': rules }),
  };
}

/** Keywords of which both are made one, so they are never put apart; `withLiterals` sees to enums. */
const merged: ReadonlySet<string> = new Set([
  'enum',
  'required',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
]);

function lowest(a: Draft, b: Draft): Draft {
  const bounds = [a, b].filter(({ minimum }) => minimum !== undefined);
  const minimum = Math.max(...bounds.map((draft) => draft.minimum ?? 0));
  const isExclusive = bounds.some((draft) => draft.minimum === minimum && draft.exclusiveMinimum === true);
  return bounds.length === 0 ? {} : { minimum, ...(isExclusive ? { exclusiveMinimum: true } : {}) };
}

function highest(a: Draft, b: Draft): Draft {
  const bounds = [a, b].filter(({ maximum }) => maximum !== undefined);
  const maximum = Math.min(...bounds.map((draft) => draft.maximum ?? 0));
  const isExclusive = bounds.some((draft) => draft.maximum === maximum && draft.exclusiveMaximum === true);
  return bounds.length === 0 ? {} : { maximum, ...(isExclusive ? { exclusiveMaximum: true } : {}) };
}

function inner(a: Draft, b: Draft, place: Place): Draft {
  const isMapAndObject =
    (a.additionalProperties !== undefined && b.properties !== undefined) ||
    (b.additionalProperties !== undefined && a.properties !== undefined);
  if (isMapAndObject)
    refuse(
      place,
      'named fields and a schema for all others at once',
      'give the others a field of their own, e.g. labels, that is a map',
    );
  const names = new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})]);
  const properties = [...names].map((name): [string, Draft] => {
    const one = own(a.properties, name);
    const other = own(b.properties, name);
    const merged =
      one !== undefined && other !== undefined
        ? conjoin(one, other, propertyPlace(place, name))
        : (one ?? other ?? {});
    return [name, merged];
  });
  const items =
    a.items !== undefined && b.items !== undefined
      ? conjoin(a.items, b.items, memberPlace(place, 'items'))
      : undefined;
  const values =
    a.additionalProperties !== undefined && b.additionalProperties !== undefined
      ? conjoin(a.additionalProperties, b.additionalProperties, memberPlace(place, 'values'))
      : undefined;
  return {
    ...(a.properties === undefined && b.properties === undefined
      ? {}
      : { properties: Object.fromEntries(properties) }),
    ...(items === undefined ? {} : { items }),
    ...(values === undefined ? {} : { additionalProperties: values }),
  };
}
