// The two halves of a schema: what a value is made of, and what is asked of it.

import {
  annotationKeys,
  type Draft,
  isAny,
  junctorKeys,
  mapRecord,
  pick,
  plainValueKeys,
  sameJson,
  skeletonKeys,
  without,
} from './draft.ts';
import type { ValueValidation } from './json-schema-props.ts';
import { memberPlace, type Place, propertyPlace, refuse } from './place.ts';

/** What is asked of a value, in the form that may stand in junctors. */
export function valueOf(draft: Draft, place: Place): ValueValidation {
  if (draft['x-kubernetes-validations'] !== undefined)
    refuse(
      place,
      'a CEL rule in one variant only',
      'move the rule to the place of the union, and have it look at which variant it is',
    );
  if (draft.additionalProperties !== undefined && hasContent(valueOf(draft.additionalProperties, place)))
    refuse(
      memberPlace(place, 'values'),
      'a map whose values are limited in one variant only',
      'give all variants the same map, or the variants different keys for it',
    );
  if (draft.enum !== undefined && isAny(without(draft, ['enum', 'nullable'])))
    refuse(
      place,
      'literals of several types in one variant only',
      'give them one type, or all variants the same',
    );
  const properties = mapRecord(draft.properties ?? {}, (property, name) =>
    content(property, propertyPlace(place, name)),
  );
  const items = draft.items === undefined ? undefined : content(draft.items, memberPlace(place, 'items'));
  return {
    ...literalsBesideNull(
      { ...pick(draft, plainValueKeys), ...pick(draft, junctorKeys) },
      draft.nullable === true,
    ),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(items === undefined ? {} : { items }),
  };
}

/**
 * A server holds an enum against null as well, whatever the enum says; what is in a junctor it does not. So an enum
 * beside null stands in `allOf`.
 */
export function literalsBesideNull<T extends ValueValidation>(value: T, isNullable: boolean): T {
  if (!isNullable || value.enum === undefined) return value;
  const rest = without(value, ['enum']);
  return { ...rest, allOf: [...(value.allOf ?? []), { enum: value.enum }] } as unknown as T;
}

function content(draft: Draft, place: Place): ValueValidation | undefined {
  const value = valueOf(draft, place);
  return hasContent(value) ? value : undefined;
}

export function hasContent(value: object): boolean {
  return Object.keys(value).length > 0;
}

/** What values are made of, with nothing asked of them. */
export function skeletonOf(draft: Draft): Draft {
  return {
    ...pick(draft, skeletonKeys),
    ...pick(draft, annotationKeys),
    ...(draft.closed === undefined ? {} : { closed: draft.closed }),
    ...(draft.properties === undefined ? {} : { properties: mapRecord(draft.properties, skeletonOf) }),
    ...(draft.items === undefined ? {} : { items: skeletonOf(draft.items) }),
    ...(draft.additionalProperties === undefined
      ? {}
      : { additionalProperties: skeletonOf(draft.additionalProperties) }),
  };
}

/** One skeleton for the variants of a union, or a refusal that names where they differ. */
export function mergeSkeletons(a: Draft, b: Draft, place: Place): Draft {
  const keys = new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})]);
  const properties = Object.fromEntries(
    [...keys].map((name) => [
      name,
      mergeProperty(own(a.properties, name), own(b.properties, name), propertyPlace(place, name)),
    ]),
  );
  checkLikeness(a, b, place);
  const items = both(a.items, b.items, (x, y) => mergeSkeletons(x, y, memberPlace(place, 'items')));
  const values = both(a.additionalProperties, b.additionalProperties, (x, y) =>
    mergeSkeletons(x, y, memberPlace(place, 'values')),
  );
  const hasProperties = a.properties !== undefined || b.properties !== undefined;
  return {
    ...b,
    ...a,
    ...(hasProperties ? { properties } : {}),
    ...(items === undefined ? {} : { items }),
    ...(values === undefined ? {} : { additionalProperties: values }),
  };
}

function mergeProperty(a: Draft | undefined, b: Draft | undefined, place: Place): Draft {
  const one = a ?? b ?? {};
  if (a !== undefined && b !== undefined) return mergeSkeletons(a, b, place);
  if (one.default !== undefined)
    refuse(
      place,
      'a default in one variant only',
      'the server would fill it in for every variant: make it optional and decide in your code, or give it to all variants',
    );
  return one;
}

function checkLikeness(a: Draft, b: Draft, place: Place): void {
  if (isAny(a) !== isAny(b) || a.type !== b.type || intOrString(a) !== intOrString(b))
    refuse(
      place,
      `a union of ${typeName(a)} and ${typeName(b)}`,
      "give it one type, use another key for each, or take any value: 'x-kubernetes-preserve-unknown-fields': true",
    );
  if ((a.nullable === true) !== (b.nullable === true))
    refuse(
      place,
      'null in one variant only',
      'allow it in all variants or in none, or make the field optional',
    );
  if (
    a.type === 'object' &&
    (a.additionalProperties === undefined) !== (b.additionalProperties === undefined)
  )
    refuse(place, 'a union of a map and an object with named fields', 'use another key for each');
  if (!sameJson(a.default, b.default))
    refuse(place, 'a default in one variant only', 'give the same default to all variants, or none');
  for (const key of skeletonKeys)
    if (!sameJson(a[key], b[key]))
      refuse(place, `${key} in one variant only`, 'give it to all variants or to none');
}

function intOrString(draft: Draft): boolean {
  return draft['x-kubernetes-int-or-string'] === true;
}

export function typeName(draft: Draft): string {
  if (intOrString(draft)) return 'int-or-string';
  return draft.type ?? (isAny(draft) ? 'any value' : 'a value without type');
}

function both(
  a: Draft | undefined,
  b: Draft | undefined,
  merge: (a: Draft, b: Draft) => Draft,
): Draft | undefined {
  return a === undefined || b === undefined ? (a ?? b) : merge(a, b);
}

export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
