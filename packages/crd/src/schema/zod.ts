// What zod would say wrongly or not at all is marked while it writes, so that the refusal has the path.

import { isRecord } from './draft.ts';
import { adviceMark, unsaidMark } from './keywords.ts';

/** Options of zod's own for its standard converter. */
export const zodOverride: Readonly<Record<string, unknown>> = { unrepresentable: 'any', override };

const json = 'use a type that JSON has: what is stored is JSON';

const unsaid: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  bigint: ['a bigint', 'use z.int(), or z.string() for more than 53 bits'],
  date: ['a Date', 'use z.iso.datetime(), and make a Date of it in your code'],
  transform: ['a transformation', 'describe what is stored, and transform it in your code'],
  map: ['a Map', 'use z.record()'],
  set: ['a Set', "use z.array() with .meta({ 'x-kubernetes-list-type': 'set' })"],
  symbol: ['a symbol', json],
  undefined: ['undefined', 'use .optional()'],
  void: ['undefined', 'use .optional()'],
  nan: ['NaN', json],
  custom: ['a check of your own', json],
  function: ['a function', json],
  promise: ['a promise', json],
};

function override(context: unknown): void {
  if (!isRecord(context) || !isRecord(context['jsonSchema'])) return;
  const node: Record<string, unknown> = context['jsonSchema'];
  const definition = member(member(context['zodSchema'], '_zod'), 'def');
  const type = member(definition, 'type');
  const told = typeof type === 'string' && Object.hasOwn(unsaid, type) ? unsaid[type] : undefined;
  if (told !== undefined) mark(node, told);
  // Unknown fields are stripped, unless the object is a strict one: only that one refuses them.
  if (type === 'object' && member(definition, 'catchall') === undefined) delete node['additionalProperties'];
  const checks = member(definition, 'checks');
  if (Array.isArray(checks) && checks.some(isOwnCheck))
    mark(node, [
      'a check of your own (refine)',
      "say it as a CEL rule beside it: .meta({ 'x-kubernetes-validations': [{ rule: '…' }] })",
    ]);
  withFlags(node, definition);
}

function mark(
  node: Record<string, unknown>,
  [found, advice]: readonly [found: string, advice: string],
): void {
  node[unsaidMark] = found;
  node[adviceMark] = advice;
}

function isOwnCheck(check: unknown): boolean {
  return member(member(member(check, '_zod'), 'def'), 'check') === 'custom';
}

/** zod writes the source of a regular expression without its flags; Go has them inside. */
function withFlags(node: Record<string, unknown>, definition: unknown): void {
  const checks = member(definition, 'checks');
  if (!Array.isArray(checks)) return;
  for (const check of checks) {
    const pattern = member(member(member(check, '_zod'), 'def'), 'pattern');
    if (!(pattern instanceof RegExp)) continue;
    const flags = Array.from(pattern.flags)
      .filter((flag) => 'ims'.includes(flag))
      .join('');
    if (flags === '') continue;
    if (node['pattern'] === pattern.source) node['pattern'] = `(?${flags})${pattern.source}`;
    else mark(node, ['several patterns, one of them with flags', 'write the flags out, e.g. [aA]']);
  }
}

function member(from: unknown, key: string): unknown {
  return (typeof from === 'object' && from !== null) || typeof from === 'function'
    ? Reflect.get(from, key)
    : undefined;
}
