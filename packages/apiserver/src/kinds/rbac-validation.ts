// What makes a role or a binding one.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/validation/validation.go

import { type JsonObject, jsonEquals, objectAt, objectsAt, stringsAt, textAt } from '../json/json.ts';
import { type FieldFault, invalidValue, invalidValues, required, unsupportedValue } from '../status-error.ts';
import { nameComplaints } from '../strategy/name-rules.ts';
import { Field } from '../validation/field.ts';
import { selectorFaults } from '../validation/labels.ts';

export const rbacGroup = 'rbac.authorization.k8s.io';

export function roleFaults(role: JsonObject): FieldFault[] {
  return objectsAt(role, 'rules').flatMap((rule, at) => ruleFaults(rule, `rules[${at}]`, true));
}

export function clusterRoleFaults(role: JsonObject): FieldFault[] {
  const faults = objectsAt(role, 'rules').flatMap((rule, at) => ruleFaults(rule, `rules[${at}]`, false));
  const aggregation = new Field(role).at('aggregationRule');
  const selectors = aggregation.at('clusterRoleSelectors');
  if (aggregation.isSet && selectors.size === 0)
    faults.push(
      selectors.required('at least one clusterRoleSelector required if aggregationRule is non-nil'),
    );
  return [...faults, ...selectors.items.flatMap(aggregatedFaults)];
}

// What is wrong with a selector is said of its parts, and of all of it.
function aggregatedFaults(selector: Field): FieldFault[] {
  const faults = selectorFaults(selector);
  return faults.length === 0 ? [] : [...faults, selector.invalid('invalid label selector.', null)];
}

function ruleFaults(rule: JsonObject, field: string, namespaced: boolean): FieldFault[] {
  const faults: FieldFault[] = [];
  const lacks = (key: string): boolean => stringsAt(rule, key).length === 0;
  if (lacks('verbs')) faults.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
  if (!lacks('nonResourceURLs')) {
    const urls = stringsAt(rule, 'nonResourceURLs');
    const refuse = (why: string): void =>
      void faults.push(invalidValue(`${field}.nonResourceURLs`, urls, why));
    if (namespaced) refuse('namespaced rules cannot apply to non-resource URLs');
    if (!['apiGroups', 'resources', 'resourceNames'].every(lacks))
      refuse('rules cannot apply to both regular resources and non-resource URLs');
    return faults;
  }
  if (lacks('apiGroups'))
    faults.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  if (lacks('resources'))
    faults.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  return faults;
}

/** `kinds`: of the roles that may be bound. */
export function bindingFaults(
  kinds: readonly string[],
): (binding: JsonObject, old: JsonObject | undefined) => FieldFault[] {
  const namespaced = kinds.includes('Role');
  return (binding, old) => {
    const faults = [
      ...roleRefFaults(objectAt(binding, 'roleRef'), kinds),
      ...objectsAt(binding, 'subjects').flatMap((subject, at) =>
        subjectFaults(subject, `subjects[${at}]`, namespaced),
      ),
    ];
    const roleRef = goRef(objectAt(binding, 'roleRef'));
    if (old && !jsonEquals(goRef(objectAt(old, 'roleRef')), roleRef))
      faults.push(invalidValue('roleRef', roleRef, 'cannot change roleRef'));
    return faults;
  };
}

// As Go prints its own type.
function goRef(role: JsonObject): JsonObject {
  return { APIGroup: textAt(role, 'apiGroup'), Kind: textAt(role, 'kind'), Name: textAt(role, 'name') };
}

function roleRefFaults(role: JsonObject, kinds: readonly string[]): FieldFault[] {
  const faults: FieldFault[] = [];
  const [apiGroup, kind, name] = [textAt(role, 'apiGroup'), textAt(role, 'kind'), textAt(role, 'name')];
  if (apiGroup !== rbacGroup) faults.push(unsupportedValue('roleRef.apiGroup', apiGroup, [rbacGroup]));
  if (!kinds.includes(kind)) faults.push(unsupportedValue('roleRef.kind', kind, kinds));
  if (name === '') faults.push(required('roleRef.name'));
  else faults.push(...invalidValues('roleRef.name', name, nameComplaints('segment', name, {})));
  return faults;
}

function subjectFaults(subject: JsonObject, field: string, namespaced: boolean): FieldFault[] {
  const faults: FieldFault[] = [];
  const [kind, name, apiGroup] = [
    textAt(subject, 'kind'),
    textAt(subject, 'name'),
    textAt(subject, 'apiGroup'),
  ];
  if (name === '') faults.push(required(`${field}.name`));
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '')
        faults.push(...invalidValues(`${field}.name`, name, nameComplaints(undefined, name, {})));
      if (apiGroup !== '') faults.push(unsupportedValue(`${field}.apiGroup`, apiGroup, ['']));
      if (!namespaced && textAt(subject, 'namespace') === '') faults.push(required(`${field}.namespace`));
      break;
    case 'User':
    case 'Group':
      if (apiGroup !== rbacGroup) faults.push(unsupportedValue(`${field}.apiGroup`, apiGroup, [rbacGroup]));
      break;
    default:
      faults.push(unsupportedValue(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  }
  return faults;
}
