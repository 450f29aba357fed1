// Roles that have the rules of other roles, whichever carry the right labels.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles

import { InvalidRequestError, type LabelQuery } from '@kube-rx/core';
import { isJsonArray, type JsonObject, jsonText, objectsAt, valueAt } from '../json/json.ts';
import { labelQueryOf } from '../label-selector.ts';
import { oncePer } from '../once-per.ts';
import type { StoredObject } from '../storage/stored-object.ts';

export interface GatheredRule {
  readonly rule: JsonObject;
  /** Its JSON, by which it is told from others. */
  readonly text: string;
}

/** The selectors of a role that gathers others; undefined for one that has rules of its own. */
export function selectorsOf(role: JsonObject | undefined): readonly LabelQuery[] | undefined {
  if (!isJsonArray(valueAt(role, 'aggregationRule', 'clusterRoleSelectors'))) return undefined;
  return objectsAt(role, 'aggregationRule', 'clusterRoleSelectors').flatMap(
    (selector) => selectorIn(selector) ?? [],
  );
}

function selectorIn(selector: JsonObject): LabelQuery | undefined {
  try {
    return labelQueryOf(selector);
  } catch (error) {
    if (error instanceof InvalidRequestError) return undefined;
    throw error;
  }
}

/** The rules that the role of this name gathers from the others: by selector, then by name, each once. */
export function gathered(
  name: string,
  selectors: readonly LabelQuery[],
  stored: Iterable<StoredObject>,
): GatheredRule[] {
  const sources = [...stored].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rules = new Map<string, GatheredRule>();
  for (const selector of selectors)
    for (const source of sources)
      if (source.name !== name && selector.matches(source.labels))
        for (const one of storedRules(source)) if (!rules.has(one.text)) rules.set(one.text, one);
  return [...rules.values()];
}

/** The rules of a stored role, decoded once: every role that gathers looks at all others. */
export const storedRules: (role: StoredObject) => readonly GatheredRule[] = oncePer(({ object }) =>
  objectsAt(object, 'rules').map(written),
);

function written(rule: JsonObject): GatheredRule {
  return { rule, text: jsonText(rule) };
}
