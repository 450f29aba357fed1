// What a webhook or a policy is asked about, as it is written in its configuration.

import type { LabelQuery } from '@kube-rx/core';
import { type JsonObject, objectAt, objectsAt, stringsAt, textAt } from '../json/json.ts';
import { labelQueryOf } from '../label-selector.ts';

export interface Criteria {
  /** Undefined: everything. */
  readonly rules: readonly Rule[] | undefined;
  /** What it is not asked about although a rule says so. */
  readonly excluded?: readonly Rule[] | undefined;
  /** Versions of the kind count as equal. */
  readonly equivalent: boolean;
  /** Undefined: all. */
  readonly namespaces: LabelQuery | undefined;
  readonly objects: LabelQuery | undefined;
}

export interface Rule {
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  /** `pods`, `pods/status`, `*`, `pods/*`, all with all subresources. */
  readonly resources: readonly string[];
  readonly operations: readonly string[];
  readonly scope: string;
  /** Of objects; empty or undefined: all. */
  readonly names?: readonly string[] | undefined;
}

export function criteriaOf(match: JsonObject, rules: 'rules' | 'resourceRules'): Criteria {
  return {
    rules: rulesOf(match, rules),
    equivalent: textAt(match, 'matchPolicy') !== 'Exact',
    namespaces: selectorOf(objectAt(match, 'namespaceSelector')),
    objects: selectorOf(objectAt(match, 'objectSelector')),
  };
}

export function rulesOf(match: JsonObject, key: string): Rule[] {
  return objectsAt(match, key).map((rule) => ({
    groups: stringsAt(rule, 'apiGroups'),
    versions: stringsAt(rule, 'apiVersions'),
    resources: stringsAt(rule, 'resources'),
    operations: stringsAt(rule, 'operations'),
    scope: textAt(rule, 'scope'),
    names: stringsAt(rule, 'resourceNames'),
  }));
}

/** Undefined for one that selects everything. */
function selectorOf(selector: JsonObject): LabelQuery | undefined {
  const expressions = objectsAt(selector, 'matchExpressions');
  const labels = objectAt(selector, 'matchLabels');
  if (expressions.length === 0 && Object.keys(labels).length === 0) return undefined;
  return labelQueryOf(selector);
}
