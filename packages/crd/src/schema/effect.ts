// What effect knows and leaves out of its JSON Schema: Kubernetes' keywords among the annotations, checks without words in
// JSON Schema, flags of patterns. They are read from the schema's tree, by path, and said beside.

import { isRecord } from './draft.ts';
import { adviceMark, decodedMark, notNullMark, patternsMark, unsaidMark } from './keywords.ts';
import { mostDepth, propertyPath } from './place.ts';

type Keywords = Readonly<Record<string, unknown>>;

/** Keywords to add, by path. */
export function effectExtensions(schema: unknown, at: string): Readonly<Record<string, Keywords>> {
  const found = new Map<string, Keywords>();
  visit(member(schema, 'ast'), { path: at, depth: 0, found });
  return Object.fromEntries(found);
}

interface Visit {
  readonly path: string;
  readonly depth: number;
  readonly found: Map<string, Keywords>;
}

function visit(node: unknown, { path, depth, found }: Visit): void {
  // What contains itself is refused elsewhere.
  if (depth > mostDepth || found.size > 10_000) return;
  const keywords = keywordsOf(node);
  if (Object.keys(keywords).length > 0) found.set(path, { ...found.get(path), ...keywords });
  for (const [below, there] of children(node, path)) visit(below, { path: there, depth: depth + 1, found });
}

function children(node: unknown, path: string): readonly (readonly [node: unknown, path: string])[] {
  const elements = list(member(node, 'elements'));
  return [
    ...list(member(node, 'propertySignatures')).map(
      (property) => [member(property, 'type'), propertyPath(path, String(member(property, 'name')))] as const,
    ),
    ...list(member(node, 'indexSignatures')).map(
      (index) => [member(index, 'type'), propertyPath(path, '*')] as const,
    ),
    ...elements.map((element, index) => [element, `${path}[${index}]`] as const),
    ...list(member(node, 'rest')).map((rest) => [rest, `${path}[]`] as const),
    ...list(member(node, 'types')).map((type) => [type, path] as const),
  ];
}

function keywordsOf(node: unknown): Keywords {
  const checks = flat(list(member(node, 'checks')));
  const annotations = [member(node, 'annotations'), ...checks.map((check) => member(check, 'annotations'))];
  const given = annotations.flatMap((each) => (isRecord(each) ? Object.entries(each) : []));
  const own = Object.fromEntries(given.filter(([key]) => key.startsWith('x-kubernetes-')));
  const unsaid = { ...unsaidCheck(checks), ...unsaidNumber(node, checks), ...unsaidType(node) };
  return { ...unwrittenPatterns(checks), ...unsaid, ...own };
}

const types: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  Declaration: ['a class', 'use Schema.Struct and types that JSON has: what is stored is JSON'],
  BigInt: ['a bigint', 'use Schema.Int, or Schema.String for more than 53 bits'],
  UniqueSymbol: ['a symbol', 'use a string'],
  Symbol: ['a symbol', 'use a string'],
};

/** effect writes in JSON what is none: a date as text, undefined as null. The static type and the check know better. */
function unsaidType(node: unknown): Keywords {
  const tag = member(node, '_tag');
  const told = typeof tag === 'string' && Object.hasOwn(types, tag) ? types[tag] : undefined;
  if (told !== undefined) return { [unsaidMark]: told[0], [adviceMark]: told[1] };
  if (member(node, 'encoding') !== undefined)
    return {
      [unsaidMark]: decodedMark,
      [adviceMark]:
        'describe what is stored, and transform it in your code; or tell the default that it fills in as an extension',
    };
  const tags = list(member(node, 'types')).map((type) => member(type, '_tag'));
  return tags.includes('Undefined') && !tags.includes('Null') ? { [notNullMark]: true } : {};
}

/** A check that has no words in JSON Schema is left out without one. */
function unsaidCheck(checks: readonly unknown[]): Keywords {
  const isSaid = (check: unknown): boolean =>
    typeof member(member(check, 'annotations'), 'toJsonSchema') === 'function';
  if (checks.every(isSaid)) return {};
  return {
    [unsaidMark]: 'a check of your own',
    [adviceMark]:
      "say it as a CEL rule beside it: .annotate({ 'x-kubernetes-validations': [{ rule: '…' }] })",
  };
}

/** Of a number that may be infinite, effect writes no check. */
function unsaidNumber(node: unknown, checks: readonly unknown[]): Keywords {
  const isFinite = checks.some((check) => {
    const id = member(member(member(check, 'annotations'), 'representation'), 'id');
    return id === 'effect/schema/isInt' || id === 'effect/schema/isFinite';
  });
  if (member(node, '_tag') !== 'Number' || checks.length === 0 || isFinite) return {};
  return {
    [unsaidMark]: 'a check of Schema.Number, which effect leaves out',
    [adviceMark]: 'use Schema.Finite or Schema.Int, which are what JSON has',
  };
}

/** effect writes a pattern only where it has the flag u; Go reads the others as well, and has flags inside. */
function unwrittenPatterns(checks: readonly unknown[]): Keywords {
  const unwritten = checks.flatMap((check) => {
    const payload = member(member(member(check, 'annotations'), 'representation'), 'payload');
    const source = member(payload, 'source');
    const flags = member(payload, 'flags');
    if (typeof source !== 'string' || typeof flags !== 'string' || /^[dg]*uy?$/.test(flags)) return [];
    const inside = Array.from(flags).filter((flag) => 'ims'.includes(flag));
    return [inside.length === 0 ? source : `(?${inside.join('')})${source}`];
  });
  return unwritten.length === 0 ? {} : { [patternsMark]: unwritten };
}

function flat(checks: readonly unknown[]): readonly unknown[] {
  return checks.flatMap((check) => {
    const inner = list(member(check, 'checks'));
    return inner.length === 0 ? [check] : flat(inner);
  });
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function member(from: unknown, key: string): unknown {
  return (typeof from === 'object' && from !== null) || typeof from === 'function'
    ? Reflect.get(from, key)
    : undefined;
}
