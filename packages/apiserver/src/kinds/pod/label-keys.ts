// Keys of labels in which pods must be alike, or different: they become a part of the selector beside them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/strategy.go

import {
  arrayAt,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  stringAt,
  stringsAt,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { always, type Defaults, each, withDefaults, within } from '../defaults.ts';

/** Of a term that has, beside its selector, such keys. */
export function labelKeyFaults(term: Field): FieldFault[] {
  const [alike, different] = [term.at('matchLabelKeys'), term.at('mismatchLabelKeys')];
  const apart = new Set(different.items.map(({ text }) => text));
  return [
    ...keyFaults(alike, term.at('labelSelector')),
    ...keyFaults(different, term.at('labelSelector')),
    ...selectedFaults(term, alike),
    ...alike.items
      .filter(({ text }) => apart.has(text))
      .map((key) => key.invalid('exists in both matchLabelKeys and mismatchLabelKeys')),
  ];
}

function keyFaults(keys: Field, selector: Field): FieldFault[] {
  if (keys.size === 0) return [];
  if (!selector.isSet) return [keys.forbidden('must not be specified when labelSelector is not set')];
  return keys.items.flatMap((key) => key.invalidText(qualifiedNameComplaints(key.text)));
}

// The requirement that a key has become is the last one of it.
function selectedFaults(term: Field, alike: Field): FieldFault[] {
  const places = new Map(alike.items.map(({ text }, at) => [text, at]));
  const selector = term.at('labelSelector');
  const seen = new Set(Object.keys(selector.at('matchLabels').object));
  return selector.at('matchExpressions').items.flatMap((requirement) => {
    const key = requirement.at('key').text;
    const place = places.get(key);
    const isSeen = seen.has(key);
    seen.add(key);
    if (place === undefined || !isSeen) return [];
    const { field } = term.required();
    return [
      {
        ...alike.invalid('exists in both matchLabelKeys and labelSelector', key),
        field: `${field}[${place}]`,
      },
    ];
  });
}

/** The pod with its own labels under such keys in the selectors beside them. */
export function withLabelKeys(pod: JsonObject): JsonObject {
  const labels = objectAt(pod, 'metadata', 'labels');
  if (Object.keys(labels).length === 0) return pod;
  const select = (term: JsonObject): JsonObject => withSelected(term, labels);
  const podAffinity = within({
    requiredDuringSchedulingIgnoredDuringExecution: each(select),
    preferredDuringSchedulingIgnoredDuringExecution: each({ podAffinityTerm: within(select) }),
  });
  const spec: Defaults = {
    affinity: within({ podAffinity, podAntiAffinity: podAffinity }),
    topologySpreadConstraints: each(select),
  };
  return withDefaults(pod, { spec: always(spec) });
}

function withSelected(term: JsonObject, labels: JsonObject): JsonObject {
  const selector = term['labelSelector'];
  if (!isJsonObject(selector)) return term;
  const added = [
    ...requirements(stringsAt(term, 'matchLabelKeys'), 'In', labels),
    ...requirements(stringsAt(term, 'mismatchLabelKeys'), 'NotIn', labels),
  ];
  if (added.length === 0) return term;
  const matchExpressions = [...arrayAt(selector, 'matchExpressions'), ...added];
  return { ...term, labelSelector: { ...selector, matchExpressions } };
}

function requirements(keys: readonly string[], operator: string, labels: JsonObject): Json[] {
  return keys.flatMap((key) => {
    const value = stringAt(labels, key);
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
