// What more may change of a pod that is not to be scheduled yet: it may ask for fewer nodes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, valueAt, withKey } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { requiredTerms } from './affinity.ts';

export function gatedChangeFaults(spec: Field, old: Field): FieldFault[] {
  return [
    ...selectorFaults(spec.at('nodeSelector'), old.at('nodeSelector')),
    ...nodeAffinityFaults(spec.at('affinity', 'nodeAffinity'), old.at('affinity', 'nodeAffinity')),
  ];
}

function selectorFaults(selector: Field, old: Field): FieldFault[] {
  const isKept = Object.entries(old.object).every(([key, value]) => valueAt(selector.value, key) === value);
  if (isKept) return [];
  return [selector.invalid('only additions to spec.nodeSelector are allowed (no mutations or deletions)')];
}

function nodeAffinityFaults(affinity: Field, old: Field): FieldFault[] {
  const terms = affinity.at(requiredTerms, 'nodeSelectorTerms');
  const before = old.at(requiredTerms, 'nodeSelectorTerms').items;
  if (before.length === 0 || jsonEquals(affinity.value, old.value)) return [];
  if (terms.size !== before.length) {
    const why = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    return [terms.invalid(why, terms.isSet ? terms.items.map(goTerm) : null)];
  }
  return terms.items.flatMap((term, at) => {
    const was = before[at];
    if (!was || addsOnly(term, was)) return [];
    return [term.invalid('only additions are allowed (no mutations or deletions)', goTerm(term))];
  });
}

const lists = ['matchExpressions', 'matchFields'];

// A term that was empty matches nothing, and more of it would match something.
function addsOnly(term: Field, old: Field): boolean {
  const wasEmpty = lists.every((key) => old.at(key).size === 0);
  if (wasEmpty) return lists.every((key) => term.at(key).size === 0);
  return lists.every((key) => {
    const next = term.at(key).items;
    return old.at(key).items.every((one, at) => jsonEquals(one.value, next[at]?.value));
  });
}

// As Go prints its own type.
function goTerm(term: Field): Record<string, unknown> {
  const list = (key: string): unknown =>
    term.at(key).isSet
      ? term.at(key).items.map((one) => ({
          Key: one.at('key').text,
          Operator: one.at('operator').text,
          Values: one.at('values').value ?? null,
        }))
      : null;
  return { MatchExpressions: list('matchExpressions'), MatchFields: list('matchFields') };
}

/** The spec as if it still asked for the nodes that it did. */
export function withOldPlace(spec: JsonObject, old: JsonObject): JsonObject {
  const nodeAffinity = valueAt(old, 'affinity', 'nodeAffinity');
  const affinity = withKey(objectAt(spec, 'affinity'), 'nodeAffinity', nodeAffinity);
  const isEmpty = Object.keys(affinity).length === 0;
  const kept = withKey(spec, 'nodeSelector', valueAt(old, 'nodeSelector'));
  return withKey(kept, 'affinity', isEmpty ? valueAt(old, 'affinity') : affinity);
}
