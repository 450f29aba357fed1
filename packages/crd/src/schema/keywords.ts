// Keywords that say nothing to a server, and those that no structural schema can say.

import { skeletonKeys } from './draft.ts';
import { type Place, refuse, repair } from './place.ts';

/** What the readers of libraries leave where a library could not say something: why. */
export const unsaidMark = 'x-kube-rx-unsaid';
/** …and what to do about it. */
export const adviceMark = 'x-kube-rx-advice';
/** What the mark says where effect decodes: a transformation, or a default. */
export const decodedMark = 'a transformation of what is stored';
/** Patterns that are asked of a string beside the written one. */
export const patternsMark = 'x-kube-rx-patterns';
/** Null is written and not meant. */
export const notNullMark = 'x-kube-rx-not-null';

const known: ReadonlySet<string> = new Set([
  ...skeletonKeys.filter((key) => key.startsWith('x-kubernetes-')),
  'x-kubernetes-validations',
]);

/** Marks of built-in kinds, which mean nothing in a definition. */
const ofBuiltIn = new Set([
  'x-kubernetes-patch-strategy',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-unions',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-action',
]);

const celAdvice = "say it as a CEL rule: 'x-kubernetes-validations': [{ rule: '…' }]";

const refused: Readonly<Record<string, string>> = {
  if: celAdvice,
  then: celAdvice,
  else: celAdvice,
  dependencies: celAdvice,
  dependentSchemas: celAdvice,
  dependentRequired: `${celAdvice}, e.g. '!has(self.a) || has(self.b)'`,
  contains: `${celAdvice}, e.g. 'self.exists(item, …)'`,
  minContains: celAdvice,
  maxContains: celAdvice,
  unevaluatedItems: 'use prefixItems with items: false',
  $dynamicRef: 'use $ref',
  $recursiveRef: 'use $ref',
};

/** Keywords that are left out, each for its reason. */
const dropped: Readonly<Record<string, string>> = {
  readOnly: 'readOnly is left out: a server has no fields of this kind',
  writeOnly: 'writeOnly is left out: a server has no fields of this kind',
  deprecated: 'deprecated is left out: only versions can be deprecated',
  examples: 'examples are left out',
  contentEncoding: 'contentEncoding is left out: it is not checked',
  contentMediaType: 'contentMediaType is left out: it is not checked',
  contentSchema: 'contentSchema is left out: it is not checked',
  discriminator: 'discriminator is left out: the variants say it',
  externalDocs: 'externalDocs are left out',
  xml: 'xml is left out',
};

export function refuseUnknown(node: Readonly<Record<string, unknown>>, place: Place): void {
  const unsaid = node[unsaidMark];
  const advice = node[adviceMark];
  if (typeof unsaid === 'string' && !isAnswered(node))
    refuse(place, unsaid, typeof advice === 'string' ? advice : celAdvice);
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined) continue;
    const why = Object.hasOwn(refused, key) ? refused[key] : undefined;
    if (why !== undefined) refuse(place, key, why);
    const reason = Object.hasOwn(dropped, key) ? dropped[key] : undefined;
    if (reason !== undefined) repair(place, reason);
    if (ofBuiltIn.has(key)) repair(place, `${key} is left out: it is for built-in kinds`);
    else if (key.startsWith('x-kubernetes-') && !known.has(key))
      refuse(place, key, `Kubernetes knows ${[...known].join(', ')}`);
  }
}

/** A rule beside what a library cannot say is taken for its words, and a default for what effect fills in when it decodes. */
function isAnswered(node: Readonly<Record<string, unknown>>): boolean {
  const isFilledIn = node[unsaidMark] === decodedMark && node['default'] !== undefined;
  return (
    isFilledIn ||
    node['x-kubernetes-validations'] !== undefined ||
    node['x-kubernetes-preserve-unknown-fields'] === true
  );
}
