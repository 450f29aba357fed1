// Which requests a webhook or a policy is asked about.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go

import { stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { segmentComplaints } from '../../validation/names.ts';

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];

export function ruleFaults(rule: Field): FieldFault[] {
  const [verbs, groups, versions, scope] = [
    rule.at('operations'),
    rule.at('apiGroups'),
    rule.at('apiVersions'),
    rule.at('scope'),
  ];
  return [
    ...someFaults(verbs, 'operations'),
    ...verbs.items.flatMap((verb) => choiceFaults(verb, operations)),
    ...someFaults(groups, 'API groups'),
    ...someFaults(versions, 'API versions'),
    ...versions.items.flatMap((version) => (version.text === '' ? [version.required()] : [])),
    ...resourcesFaults(rule.at('resources')),
    ...(scope.isSet ? choiceFaults(scope, ['*', 'Cluster', 'Namespaced']) : []),
  ];
}

function someFaults(list: Field, what: string): FieldFault[] {
  if (list.size === 0) return [list.required()];
  if (list.size === 1 || !stringsAt(list.value).includes('*')) return [];
  return [list.invalid(`if '*' is present, must not specify other ${what}`)];
}

function resourcesFaults(resources: Field): FieldFault[] {
  const names = stringsAt(resources.value);
  if (names.length === 0) return [resources.required()];
  const [wholes, everywhere] = [new Set<string>(), new Set<string>()];
  // Only the last of those without a subresource counts.
  const plain = names.filter((name) => name !== '' && !name.includes('/')).at(-1) ?? '*';
  const faults = resources.items.flatMap((resource): FieldFault[] => {
    if (resource.text === '') return [resource.required()];
    const [name = '', ...rest] = resource.text.split('/');
    if (rest.length === 0) return [];
    const part = rest.join('/');
    const covering = [
      ...(wholes.has(name) ? [`${name}/*`] : []),
      ...(everywhere.has(part) ? [`*/${part}`] : []),
    ];
    if (part === '*') wholes.add(name);
    if (name === '*') everywhere.add(part);
    return covering.map((other) =>
      resource.invalid(`if '${other}' is present, must not specify ${resource.text}`),
    );
  });
  if (names.length > 1 && names.includes('*/*'))
    faults.push(resources.invalid("if '*/*' is present, must not specify other resources"));
  if (names.includes('*') && plain !== '*')
    faults.push(
      resources.invalid("if '*' is present, must not specify other resources without subresources"),
    );
  return faults;
}

/** What a policy, or a binding of one, is about; nothing where it says nothing. */
export function matchFaults(match: Field): FieldFault[] {
  if (!match.isSet) return [];
  return [
    ...choiceFaults(match.at('matchPolicy'), ['Equivalent', 'Exact']),
    ...selectorFaults(match.at('namespaceSelector')),
    ...selectorFaults(match.at('objectSelector')),
    ...['resourceRules', 'excludeResourceRules'].flatMap((key) => match.at(key).items.flatMap(namedFaults)),
  ];
}

function namedFaults(rule: Field): FieldFault[] {
  const seen = new Set<string>();
  const names = rule.at('resourceNames').items.flatMap((name) => {
    const isRepeated = seen.has(name.text);
    seen.add(name.text);
    return [...name.invalidText(segmentComplaints(name.text)), ...(isRepeated ? [name.duplicate()] : [])];
  });
  return [...names, ...ruleFaults(rule)];
}

/** What is deleted can no longer be changed. */
export function mutableFaults(match: Field): FieldFault[] {
  const rules = match.at('resourceRules');
  const changing = operations.filter((operation) => operation !== 'DELETE');
  const told = rules.at('operations');
  return rules.items
    .flatMap((rule) => stringsAt(rule.value, 'operations'))
    .filter((operation) => !changing.includes(operation))
    .map((operation) => told.unsupported(changing, operation));
}
