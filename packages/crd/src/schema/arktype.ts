// What arktype does with parts of a type that JSON Schema has no words for: it asks. The answer is a mark, so that the
// refusal has the path.

import { isRecord } from './draft.ts';
import { adviceMark, unsaidMark } from './keywords.ts';

const words: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  date: ['a Date', "use 'string.date.iso' with a pattern of your own, or a string: what is stored is JSON"],
  proto: ['a class', 'use types that JSON has'],
  domain: ['a bigint, symbol or undefined', "use 'number.integer' or another type that JSON has"],
  unit: ['a literal that JSON does not have', 'use a literal of JSON'],
  morph: ['a transformation', 'describe what is stored, and transform it in your code'],
  predicate: [
    'a check of your own',
    "say it as a CEL rule beside the type: extensions: { 'spec…': { 'x-kubernetes-validations': [{ rule: '…' }] } }",
  ],
  patternIntersection: ['two patterns at once', 'write them as one, or one as a CEL rule'],
  symbolKey: ['a symbol as a key', 'use a string'],
  arrayObject: ['a list with named fields', 'use an object with a list in it'],
  arrayPostfix: ['a tuple with items after the variable ones', 'use an object'],
};

export function arktypeFallback(context: unknown): unknown {
  if (!isRecord(context)) return {};
  const { code, base } = context;
  if (code === 'defaultValue') return context['value'];
  if (code === 'predicate' && isOwn(context['predicate'])) return base;
  const [found, advice] = (typeof code === 'string' && Object.hasOwn(words, code)
    ? words[code]
    : undefined) ?? ['something', 'use types that JSON has'];
  return { ...(isRecord(base) ? base : {}), [unsaidMark]: found, [adviceMark]: advice };
}

/** arktype checks a URL by a function of its own, and says its format beside it. */
function isOwn(predicate: unknown): boolean {
  return typeof predicate === 'function' && predicate.name === 'isParsableUrl';
}
