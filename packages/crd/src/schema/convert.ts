// One node of JSON Schema, and by it all below, becomes a draft of a structural schema.

import { annotationsOf } from './annotations.ts';
import { typedBranch } from './branch-types.ts';
import { conjoin } from './conjunction.ts';
import { CrdSchemaError } from './crd-schema-error.ts';
import { anyValue, type Draft, isRecord, without } from './draft.ts';
import { extended } from './extensions.ts';
import { withoutInfinity } from './infinity.ts';
import { notNullMark, refuseUnknown } from './keywords.ts';
import { convertNot } from './negation.ts';
import { enter, type Place, refuse, repair } from './place.ts';
import { resolveReference } from './reference.ts';
import { convertTyped } from './typed.ts';
import { unite } from './union.ts';

/** A node as a draft. */
export function convert(raw: unknown, place: Place): Draft {
  if (raw === true) return anyValue;
  if (raw === false) return { never: true };
  if (!isRecord(raw)) return refuse(place, 'something that is no schema', 'write an object, true or false');
  const inside = enter(place, raw);
  const node = withoutInfinity(extended(raw, inside));
  refuseUnknown(node, inside);
  if (node['x-kubernetes-preserve-unknown-fields'] === true && isComposed(node))
    return keptOpen(node, inside);
  if (node['x-kubernetes-int-or-string'] === true) return composed(intOrString(node), inside);
  return composed(node, inside);
}

function composed(node: Readonly<Record<string, unknown>>, place: Place): Draft {
  const [first = anyValue, ...others] = partsOf(node, place);
  const draft = others.reduce((a, b) => conjoin(a, b, place), first);
  const meant = node[notNullMark] === true ? notNull(draft) : draft;
  return node['not'] === undefined ? meant : convertNot(meant, node['not'], place);
}

/** Where unknown fields are kept, what cannot be said is left out. */
function keptOpen(node: Readonly<Record<string, unknown>>, place: Place): Draft {
  try {
    const draft = composed(node, place);
    const isOpen = draft.type === undefined || draft.type === 'object';
    return isOpen ? { ...draft, 'x-kubernetes-preserve-unknown-fields': true } : draft;
  } catch (error) {
    if (!(error instanceof CrdSchemaError)) throw error;
    repair(place, `any value is taken here, as asked: ${error.found} cannot be said`);
    return convertTyped(bare(node), place);
  }
}

function notNull(draft: Draft): Draft {
  if (draft.onlyNull === true) return { never: true };
  return without(draft, ['nullable']);
}

const composing = ['$ref', 'allOf', 'anyOf', 'oneOf'];

function isComposed(node: Readonly<Record<string, unknown>>): boolean {
  return composing.some((key) => node[key] !== undefined);
}

/** What stays of a node where any value was asked for instead. */
function bare(node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = ['type', 'title', 'description', 'default', 'nullable'];
  return Object.fromEntries(
    Object.entries(node).filter(([key]) => kept.includes(key) || key.startsWith('x-kubernetes-')),
  );
}

/** The usual words beside x-kubernetes-int-or-string say what it says. */
function intOrString(node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isType = (branch: unknown): boolean =>
    isRecord(branch) &&
    Object.keys(branch).every((key) => key === 'type' || (key === 'anyOf' && isTypes(branch[key])));
  const isTypes = (list: unknown): boolean => Array.isArray(list) && list.every(isType);
  return Object.fromEntries(
    Object.entries(node).filter(
      ([key, value]) => key !== 'type' && !(composing.includes(key) && isTypes(value)),
    ),
  );
}

function partsOf(node: Readonly<Record<string, unknown>>, place: Place): readonly Draft[] {
  const base = convertBase(node, place);
  const parts = base === undefined ? [] : [base];
  if (node['$ref'] !== undefined) parts.push(convert(resolveReference(node['$ref'], place), place));
  const joined = [...branches(node, 'allOf', place)];
  for (const kind of ['anyOf', 'oneOf'] as const)
    if (node[kind] !== undefined) joined.push(unite(branches(node, kind, place), kind, place));
  // Beside nullable, junctors are about the other values.
  return [...parts, ...(node['nullable'] === true ? joined.map(orNull) : joined)];
}

function orNull(draft: Draft): Draft {
  return draft.never === true ? { onlyNull: true } : { ...draft, nullable: true };
}

function branches(node: Readonly<Record<string, unknown>>, key: string, place: Place): readonly Draft[] {
  const list = node[key];
  if (list === undefined) return [];
  if (!Array.isArray(list)) return refuse(place, `${key} that is no list`, 'write a list of schemas');
  if (list.length === 0) return refuse(place, `an empty ${key}`, 'remove it');
  return list.map((branch: unknown) => convert(typedBranch(branch, node), place));
}

/** The node's own keywords; a node with several types is a union of them. */
function convertBase(node: Readonly<Record<string, unknown>>, place: Place): Draft | undefined {
  const own: Readonly<Record<string, unknown>> = without(node, [...composing, 'not', '$defs', 'definitions']);
  if (Object.keys(own).length === 0) return undefined;
  const type = own['type'];
  if (!Array.isArray(type)) return convertTyped(own, place);
  const described = ['title', 'description', 'default'];
  const rest = without(own, described);
  const variants = type.map((one: unknown) => convertTyped({ ...rest, type: one }, place));
  return { ...unite(variants, 'anyOf', place), ...annotationsOf(own) };
}
