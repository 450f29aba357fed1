// anyOf and oneOf: one skeleton outside, what each variant asks of values inside.

import { type Draft, isAny, mapRecord, sameJson, type UnionKind, without } from './draft.ts';
import type { ValueValidation } from './json-schema-props.ts';
import { type Place, refuse } from './place.ts';
import { scalarUnion } from './scalar-union.ts';
import { hasContent, mergeSkeletons, own, skeletonOf, valueOf } from './values.ts';

/** The union of drafts of one place. */
export function unite(variants: readonly Draft[], kind: UnionKind, place: Place): Draft {
  const possible = variants.filter((variant) => variant.never !== true);
  const some = possible.filter((variant) => variant.onlyNull !== true);
  const hasNull = some.length < possible.length || possible.some((variant) => variant.nullable === true);
  const [first] = some;
  if (possible.length === 0) return { never: true };
  if (first === undefined) return { onlyNull: true };
  if (
    kind === 'oneOf' &&
    possible.filter((variant) => variant.onlyNull === true || variant.nullable === true).length > 1
  )
    refuse(place, 'null in more than one variant of oneOf', 'write null in one variant, or use anyOf');
  const united = some.length === 1 ? first : uniteSome(some.map(withoutNull), kind, place);
  return hasNull ? { ...united, nullable: true } : united;
}

function withoutNull(draft: Draft): Draft {
  const rest: Draft = without(draft, ['nullable']);
  return isAny(rest) ? { ...rest, nullable: true } : rest;
}

function uniteSome(variants: readonly Draft[], kind: UnionKind, place: Place): Draft {
  const [first = {}, ...others] = variants;
  const any = variants.find(isAny);
  if (any !== undefined && kind === 'anyOf') return any;
  if (kind === 'anyOf' && others.every((other) => sameJson(other, first))) return first;
  const scalar = scalarUnion(variants, kind, place);
  if (scalar !== undefined) return scalar;
  return structured(variants, kind, place);
}

function structured(variants: readonly Draft[], kind: UnionKind, place: Place): Draft {
  const shared = sharedProperties(variants);
  const skeleton = variants.map(skeletonOf).reduce((a, b) => mergeSkeletons(a, b, place));
  const names = Object.keys(skeleton.properties ?? {});
  const arms = variants.map((variant) => arm(variant, { shared, names, place }));
  const required = names.filter((name) => arms.every((value) => value.required?.includes(name) === true));
  const inside = arms.map((value) => withoutRequired(value, required));
  if (kind === 'oneOf' && inside.filter((value) => !hasContent(value)).length > 1)
    refuse(
      place,
      'more than one variant of oneOf that asks nothing of an object',
      'require different fields in them, or use anyOf',
    );
  const properties = mapRecord(skeleton.properties ?? {}, (property, name) => own(shared, name) ?? property);
  const made = without(skeleton, ['title', 'description']);
  const isOpen = kind === 'anyOf' && inside.some((value) => !hasContent(value));
  return {
    ...made,
    ...(skeleton.properties === undefined ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
    ...(isOpen ? {} : { [kind]: inside }),
  };
}

/** Properties that are the same in each variant that has them, but for words: they stand outside as a whole. */
function sharedProperties(variants: readonly Draft[]): Readonly<Record<string, Draft>> {
  const found = new Map<string, Draft | undefined>();
  for (const { properties = {} } of variants)
    for (const [name, property] of Object.entries(properties)) {
      const known = found.get(name);
      const isSame = known !== undefined && sameJson(wordless(known), wordless(property));
      found.set(name, isSame || !found.has(name) ? { ...property, ...known } : undefined);
    }
  return Object.fromEntries(
    [...found].flatMap(([name, property]) => (property === undefined ? [] : [[name, property]])),
  );
}

function wordless(draft: Draft): Draft {
  return without(draft, ['title', 'description']);
}

interface ArmContext {
  readonly shared: Readonly<Record<string, Draft>>;
  readonly names: readonly string[];
  readonly place: Place;
}

function arm(variant: Draft, { shared, names, place }: ArmContext): ValueValidation {
  const own = mapRecord(variant.properties ?? {}, (property, name) =>
    Object.hasOwn(shared, name) ? undefined : property,
  );
  const value = valueOf({ ...variant, properties: own }, place);
  if (variant.closed !== true) return value;
  const foreign = names.filter((name) => !Object.hasOwn(variant.properties ?? {}, name));
  if (foreign.length === 0) return value;
  const each = foreign.map((name) => ({ required: [name] }));
  const [not = {}] = each.length === 1 ? each : [{ anyOf: each }];
  return value.not === undefined ? { ...value, not } : { ...value, allOf: [...(value.allOf ?? []), { not }] };
}

function withoutRequired(value: ValueValidation, outside: readonly string[]): ValueValidation {
  const { required = [], ...rest } = value;
  const left = required.filter((name) => !outside.includes(name));
  return left.length === 0 ? rest : { ...rest, required: left };
}
