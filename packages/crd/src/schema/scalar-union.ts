// Unions of strings, numbers and booleans.

import { type Draft, pick, plainValueKeys, sameJson, type UnionKind, without } from './draft.ts';
import { type Place, refuse } from './place.ts';
import { hasContent, mergeSkeletons, skeletonOf, typeName, valueOf } from './values.ts';

/** The union where all variants are scalars; undefined where one is not. */
export function scalarUnion(variants: readonly Draft[], kind: UnionKind, place: Place): Draft | undefined {
  if (!variants.every(isScalar)) return undefined;
  const plain = variants.map(asInteger);
  const literals = literalUnion(plain, kind);
  if (literals !== undefined) return literals;
  const numbers = plain.filter(({ type }) => type === 'integer' || type === 'number');
  const strings = plain.filter(({ type }) => type === 'string');
  const mixed = plain.filter((draft) => draft['x-kubernetes-int-or-string'] === true);
  if (numbers.length === plain.length) return sameType(alike(numbers, place), kind, place);
  if (strings.length === plain.length || mixed.length === plain.length) return sameType(plain, kind, place);
  if (plain.every(({ type }) => type === 'boolean')) return sameType(plain, kind, place);
  const isWhole = numbers.every(({ type }) => type === 'integer');
  if (isWhole && numbers.length + strings.length + mixed.length === plain.length)
    return intOrString({ numbers, strings, mixed }, kind, place);
  return refuse(
    place,
    `a union of ${[...new Set(plain.map(typeName))].join(' and ')}`,
    'use one type (a whole number or a string is possible), another key for each, or literals only',
  );
}

function isScalar(draft: Draft): boolean {
  const { type } = draft;
  return (
    draft['x-kubernetes-int-or-string'] === true ||
    draft['enum'] !== undefined ||
    type === 'string' ||
    type === 'integer' ||
    type === 'number' ||
    type === 'boolean'
  );
}

/** Literal whole numbers are whole numbers, whatever the library calls their type. */
function asInteger(draft: Draft): Draft {
  const isWhole = draft.type === 'number' && draft.enum?.every((value) => Number.isInteger(value)) === true;
  return isWhole ? { ...draft, type: 'integer' } : draft;
}

function literalUnion(variants: readonly Draft[], kind: UnionKind): Draft | undefined {
  const lists = variants.map((variant) => literalsOf(variant));
  if (lists.includes(undefined)) return undefined;
  const all = lists.flatMap((list) => list ?? []);
  const values = all.filter((value, index) => all.findIndex((other) => sameJson(other, value)) === index);
  if (kind === 'oneOf' && values.length < all.length) return undefined;
  return { ...literalType(values), enum: values };
}

function literalsOf(variant: Draft): readonly unknown[] | undefined {
  const asked = pick(variant, plainValueKeys);
  const hasMore =
    Object.keys(asked).some((key) => key !== 'enum' && key !== 'format') ||
    variant['x-kubernetes-validations'] !== undefined;
  if (
    hasMore ||
    variant.allOf !== undefined ||
    variant.anyOf !== undefined ||
    variant.oneOf !== undefined ||
    variant.not !== undefined
  )
    return undefined;
  return variant.enum ?? (variant.type === 'boolean' ? [true, false] : undefined);
}

/** The type of literal values: one type, int-or-string, or any value where they are mixed. */
export function literalType(values: readonly unknown[]): Draft {
  const types = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  const isWhole = values.every((value) => typeof value !== 'number' || Number.isInteger(value));
  const [only] = types;
  if (types.size === 1 && only === 'string') return { type: 'string' };
  if (types.size === 1 && only === 'boolean') return { type: 'boolean' };
  if (types.size === 1 && only === 'number') return { type: isWhole ? 'integer' : 'number' };
  const isIntOrString = isWhole && types.size === 2 && types.has('number') && types.has('string');
  return isIntOrString
    ? { 'x-kubernetes-int-or-string': true }
    : { 'x-kubernetes-preserve-unknown-fields': true };
}

function alike(numbers: readonly Draft[], place: Place): readonly Draft[] {
  if (numbers.every(({ type }) => type === numbers[0]?.type)) return numbers;
  return numbers.map((draft) => {
    if (draft.type === 'number') return draft;
    // All numbers of the variant are named, so its type says nothing more.
    if (draft.enum !== undefined) return { ...draft, type: 'number' };
    return refuse(place, 'a union of whole numbers and others', 'use one of both types');
  });
}

function sameType(variants: readonly Draft[], kind: UnionKind, place: Place): Draft {
  const merged = variants.map(skeletonOf).reduce((a, b) => mergeSkeletons(a, b, place));
  const skeleton = without(merged, ['title', 'description']);
  const arms = variants.map((variant) => valueOf(variant, place));
  if (kind === 'anyOf' && arms.some((value) => !hasContent(value))) return skeleton;
  return { ...skeleton, [kind]: arms };
}

interface Mixture {
  readonly numbers: readonly Draft[];
  readonly strings: readonly Draft[];
  readonly mixed: readonly Draft[];
}

/** What is asked of numbers says nothing of strings, and the other way round: so both stand side by side. */
function intOrString({ numbers, strings, mixed }: Mixture, kind: UnionKind, place: Place): Draft {
  const made: Draft = { 'x-kubernetes-int-or-string': true };
  if (mixed.length > 0) {
    if (kind === 'anyOf' && mixed.some((draft) => !hasContent(valueOf(draft, place)))) return made;
    refuse(place, 'a limited int-or-string within a union', 'write it as one int-or-string');
  }
  const [number = {}] = numbers;
  const [text = {}] = strings;
  const parts = [without(number, ['format']), text].map((draft) => valueOf(draft, place));
  const isPlain = numbers.length === 1 && strings.length === 1 && parts.every(isKeyed);
  if (!isPlain)
    refuse(
      place,
      'a union of limited whole numbers and strings',
      'say the limits as a CEL rule on an int-or-string',
    );
  return { ...made, ...parts[0], ...parts[1] };
}

function isKeyed(value: object): boolean {
  return Object.keys(value).every((key) =>
    [
      'pattern',
      'minLength',
      'maxLength',
      'minimum',
      'maximum',
      'exclusiveMinimum',
      'exclusiveMaximum',
      'multipleOf',
    ].includes(key),
  );
}
