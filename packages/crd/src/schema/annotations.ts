// What describes a value, and what Kubernetes adds to JSON Schema.

import { type Draft, isRecord, skeletonKeys } from './draft.ts';
import type { ValidationRule } from './json-schema-props.ts';
import { type Place, refuse } from './place.ts';

type Node = Readonly<Record<string, unknown>>;

export function annotationsOf(node: Node): Draft {
  const { title, description, default: fallback, example } = node;
  return {
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(example === undefined ? {} : { example }),
  };
}

/** The extensions as they are: what they may stand beside, the rules of structural schemas tell at the end. */
export function extensionsOf(node: Node, place: Place): Draft {
  const entries = skeletonKeys
    .filter((key) => key.startsWith('x-') && node[key] !== undefined && node[key] !== false)
    .map((key) => [key, node[key]]);
  const made = Object.fromEntries(entries) as Draft;
  const rules = node['x-kubernetes-validations'];
  return rules === undefined ? made : { ...made, 'x-kubernetes-validations': rulesOf(rules, place) };
}

function rulesOf(rules: unknown, place: Place): readonly ValidationRule[] {
  if (!Array.isArray(rules))
    return refuse(place, 'x-kubernetes-validations that are no list', "write [{ rule: '…' }]");
  return rules.map((rule: unknown) => {
    if (!isRule(rule))
      return refuse(place, 'a CEL rule without text', "write [{ rule: 'self.min <= self.max' }]");
    return rule;
  });
}

function isRule(rule: unknown): rule is ValidationRule {
  return isRecord(rule) && typeof rule['rule'] === 'string' && rule['rule'].trim() !== '';
}
