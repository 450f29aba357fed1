// Tuples: lists of a bounded size. A structural schema has one schema for all items, so positions are told apart in CEL.

import { type Draft, sameJson } from './draft.ts';
import type { ValidationRule } from './json-schema-props.ts';
import { type Place, refuse, repair } from './place.ts';
import { literalType } from './scalar-union.ts';
import { valueOf } from './values.ts';

type Node = Readonly<Record<string, unknown>>;

export function convertTuple(node: Node, place: Place): Draft {
  const isNew = Array.isArray(node['prefixItems']);
  const listed: unknown = isNew ? node['prefixItems'] : node['items'];
  const rest = isNew ? node['items'] : node['additionalItems'];
  if (!Array.isArray(listed) || listed.length === 0)
    return refuse(place, 'a tuple without items', 'write a list');
  const drafts = listed.map((item: unknown, index) =>
    place.run.convert(item, { ...place, path: `${place.path}[${index}]`, isRoot: false }),
  );
  const after = restOf(rest, node, { place, count: drafts.length });
  const all = after === undefined ? drafts : [...drafts, after];
  const size = after === undefined ? { maxItems: Math.min(drafts.length, maximum(node)) } : {};
  repair(place, 'a tuple is a list of a bounded size');
  const [first = {}] = all;
  if (all.every((draft) => sameJson(draft, first))) return { type: 'array', items: first, ...size };
  if (after !== undefined)
    return refuse(
      place,
      'a tuple of different items with others after them',
      'use an object, or a list of items of one type',
    );
  const items = itemOf(drafts, place);
  return {
    type: 'array',
    ...size,
    items,
    'x-kubernetes-validations': drafts.flatMap((draft, index) => ruleOf(draft, index, items)),
  };
}

function maximum(node: Node): number {
  return typeof node['maxItems'] === 'number' ? node['maxItems'] : Number.POSITIVE_INFINITY;
}

interface RestContext {
  readonly place: Place;
  readonly count: number;
}

/** The items after the listed ones: none, where the size is bounded to theirs. */
function restOf(rest: unknown, node: Node, { place, count }: RestContext): Draft | undefined {
  if (rest === false || maximum(node) <= count) return undefined;
  const draft = place.run.convert(rest ?? true, { ...place, path: `${place.path}[]`, isRoot: false });
  return draft.never === true ? undefined : draft;
}

/** One schema for scalars of all positions. */
function itemOf(drafts: readonly Draft[], place: Place): Draft {
  const samples = drafts.map((draft, index) =>
    sampleOf(draft, { ...place, path: `${place.path}[${index}]` }),
  );
  const item = literalType(samples);
  if (item['x-kubernetes-preserve-unknown-fields'] === true)
    refuse(
      place,
      'a tuple of items of different types',
      'whole numbers beside strings are possible; else use an object',
    );
  return item;
}

const sayable = new Set(['enum', 'format', 'minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum']);

/** A value of the item's type. */
function sampleOf(draft: Draft, place: Place): unknown {
  const isSimple =
    draft.nullable !== true && Object.keys(valueOf(draft, place)).every((key) => sayable.has(key));
  switch (isSimple ? draft.type : undefined) {
    case 'string':
      return '';
    case 'boolean':
      return false;
    case 'integer':
      return 0;
    case 'number':
      return 0.5;
    default:
      return refuse(
        place,
        'a limited item of a tuple of different items',
        'use an object, or a list of items of one type',
      );
  }
}

const celTypes = { string: 'string', integer: 'int', number: 'double', boolean: 'bool' } as const;

/** In CEL a number with a fraction is in no list of whole ones: all are written with one. */
function literals(values: readonly unknown[], { type }: Draft): string {
  if (type !== 'number') return JSON.stringify(values);
  return `[${values.map((value) => decimal(String(value))).join(', ')}]`;
}

function decimal(number: string): string {
  return /[.e]/.test(number) ? number : `${number}.0`;
}

type Scalar = keyof typeof celTypes;

/** Among numbers a whole one is of their type, too. */
function typeRule(self: string, type: Scalar, items: Draft): string {
  if (type === 'number') return 'true';
  return items.type === 'number' ? `double(int(${self})) == ${self}` : `type(${self}) == ${celTypes[type]}`;
}

/** What one position asks for; nothing where the list ends before it. */
function ruleOf(draft: Draft, index: number, items: Draft): readonly ValidationRule[] {
  const { type } = draft;
  if (type === undefined || type === 'array' || type === 'object') return [];
  const self = `self[${index}]`;
  const parts = [
    typeRule(self, type, items),
    ...(draft.enum === undefined ? [] : [`${self} in ${literals(draft.enum, items)}`]),
    ...(draft.minimum === undefined
      ? []
      : [`${self} ${draft.exclusiveMinimum === true ? '>' : '>='} ${draft.minimum}`]),
    ...(draft.maximum === undefined
      ? []
      : [`${self} ${draft.exclusiveMaximum === true ? '<' : '<='} ${draft.maximum}`]),
  ];
  const what = draft.enum === undefined ? type : `one of ${JSON.stringify(draft.enum)}`;
  return [
    {
      rule: `size(self) <= ${index} || (${parts.join(' && ')})`,
      message: `item ${index} must be ${what}${parts.length > 1 && draft.enum === undefined ? ' within its bounds' : ''}`,
    },
  ];
}
