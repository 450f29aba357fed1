// A ResourceQuota as it is stored: what it allows, and of whom.

import { type JsonObject, objectAt, objectsAt, stringsAt, textAt } from '../../json/json.ts';
import { newestPer } from '../../storage/newest-per.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { amountsIn, type ResourceAmounts } from '../../validation/resource-amounts.ts';
import type { Evaluator, Measure } from './evaluator.ts';
import { countedKinds } from './evaluators.ts';

export interface StoredQuota {
  readonly key: string;
  readonly name: string;
  /** What it enforces, which follows what it says with a delay in a cluster. */
  readonly hard: ResourceAmounts;
  readonly used: ResourceAmounts;
  /** The names in `hard` that count objects of a kind, by the name of its resource. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly scopes: readonly ScopeSelector[];
  /** Equal for equal scopes. */
  readonly scopesKey: string;
}

export interface ScopeSelector {
  readonly scope: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** Of a state that was read before, the same as then. */
export const storedQuota: (store: ResourceStore, stored: StoredObject) => StoredQuota = newestPer(
  (stored) => {
    const { object, key, name } = stored;
    const status = objectAt(object, 'status');
    const hard = amountsIn(objectAt(status, 'hard'));
    const scopes = scopesIn(objectAt(object, 'spec'));
    return {
      key,
      name,
      hard,
      names: namesByKind(hard.keys()),
      used: amountsIn(objectAt(status, 'used')),
      scopes,
      scopesKey: JSON.stringify(scopes),
    };
  },
);

export function namesByKind(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names)
    for (const kind of countedKinds(name)) {
      const others = found.get(kind);
      if (others) others.push(name);
      else found.set(kind, [name]);
    }
  return found;
}

export function scopesIn(spec: JsonObject): ScopeSelector[] {
  const expressions = objectsAt(spec, 'scopeSelector', 'matchExpressions').map((one) => ({
    scope: textAt(one, 'scopeName'),
    operator: textAt(one, 'operator'),
    values: stringsAt(one, 'values'),
  }));
  const plain = stringsAt(spec, 'scopes').map((scope) => ({ scope, operator: 'Exists', values: [] }));
  return [...plain, ...expressions];
}

/** Whether the object is one of those that the quota is about, whatever it counts of them. */
export function isInScopes(
  scopes: readonly ScopeSelector[],
  evaluator: Evaluator,
  { marks }: Measure,
): boolean {
  return scopes.every(
    (selector) => evaluator.scopes?.has(selector.scope) === true && isSelected(selector, marks),
  );
}

const valued = ['PriorityClass', 'VolumeAttributesClass'];

function isSelected({ scope, operator, values }: ScopeSelector, marks: Measure['marks']): boolean {
  const own = marks.get(scope);
  if (!valued.includes(scope)) return own !== undefined;
  switch (operator) {
    case 'Exists':
      return own !== undefined;
    case 'DoesNotExist':
      return own === undefined;
    case 'In':
      return own?.some((value) => values.includes(value)) === true;
    case 'NotIn':
      return own?.some((value) => !values.includes(value)) ?? true;
    default:
      return false;
  }
}
