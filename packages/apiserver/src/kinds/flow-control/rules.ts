// What the rules of a flow schema are about: subjects, and what they ask for.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/flowcontrol/validation/validation.go

import { stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelComplaints, subdomainComplaints } from '../../validation/names.ts';

export function ruleFaults(rule: Field): FieldFault[] {
  const [subjects, resources, others] = [
    rule.at('subjects'),
    rule.at('resourceRules'),
    rule.at('nonResourceRules'),
  ];
  return [
    ...(subjects.size === 0 ? [subjects.required('subjects must contain at least one value')] : []),
    ...subjects.items.flatMap(subjectFaults),
    ...(resources.size === 0 && others.size === 0
      ? [rule.required('at least one of resourceRules and nonResourceRules has to be non-empty')]
      : []),
    ...resources.items.flatMap(resourceRuleFaults),
    ...others.items.flatMap(otherRuleFaults),
  ];
}

const subjectKinds: Readonly<Record<string, string>> = {
  ServiceAccount: 'serviceAccount',
  User: 'user',
  Group: 'group',
};

function subjectFaults(subject: Field): FieldFault[] {
  const kind = subject.at('kind');
  const key = Object.hasOwn(subjectKinds, kind.text) ? subjectKinds[kind.text] : undefined;
  if (key === undefined) return [kind.unsupported(['Group', 'ServiceAccount', 'User'])];
  const others = Object.entries(subjectKinds).filter(([, other]) => other !== key);
  return [
    ...detailFaults(subject.at(key), key, kind.text),
    ...others.flatMap(([owner, other]) =>
      subject.at(other).isSet
        ? [subject.at(other).forbidden(`${other} is forbidden when subject kind is not '${owner}'`)]
        : [],
    ),
  ];
}

function detailFaults(detail: Field, key: string, kind: string): FieldFault[] {
  if (!detail.isSet) return [detail.required(`${key} is required when subject kind is '${kind}'`)];
  const name = detail.at('name');
  const unnamed = name.text === '' ? [name.required()] : [];
  if (kind !== 'ServiceAccount') return unnamed;
  const namespace = detail.at('namespace');
  return [
    ...unnamed,
    ...(name.text === '' || name.text === '*' ? [] : name.invalidText(subdomainComplaints(name.text))),
    ...(namespace.text === ''
      ? [namespace.required('must specify namespace for service account')]
      : namespace.invalidText(labelComplaints(namespace.text))),
  ];
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

function verbFaults(field: Field): FieldFault[] {
  const asked = stringsAt(field.value);
  const faults = [
    ...lackFaults(field, 'verbs must contain at least one value'),
    ...loneFaults(field, 'verbs'),
  ];
  if (faults.length > 0 || asked.includes('*') || asked.every((verb) => verbs.includes(verb))) return faults;
  return [field.unsupported(verbs, field.value)];
}

function lackFaults(list: Field, why: string): FieldFault[] {
  return list.size === 0 ? [list.required(why)] : [];
}

// What stands for all stands alone.
function loneFaults(list: Field, what: string): FieldFault[] {
  if (list.size < 2 || !stringsAt(list.value).includes('*')) return [];
  return [list.invalid(`if '*' is present, must not specify other ${what}`)];
}

function resourceRuleFaults(rule: Field): FieldFault[] {
  const [groups, resources] = [rule.at('apiGroups'), rule.at('resources')];
  return [
    ...verbFaults(rule.at('verbs')),
    ...lackFaults(groups, 'resource rules must supply at least one api group'),
    ...loneFaults(groups, 'api groups'),
    ...lackFaults(resources, 'resource rules must supply at least one resource'),
    ...loneFaults(resources, 'resources'),
    ...namespaceFaults(rule.at('namespaces'), rule.at('clusterScope').value === true),
  ];
}

function namespaceFaults(namespaces: Field, clusterScope: boolean): FieldFault[] {
  if (namespaces.size === 0 && !clusterScope)
    return [
      namespaces.required('resource rules that are not cluster scoped must supply at least one namespace'),
    ];
  if (stringsAt(namespaces.value).includes('*')) return loneFaults(namespaces, 'namespaces');
  return namespaces.items.flatMap((one) =>
    one.invalidText(
      labelComplaints(one.text).map(
        (complaint) => `each member of this list must be '*' or a DNS-1123 label; ${complaint}`,
      ),
    ),
  );
}

function otherRuleFaults(rule: Field): FieldFault[] {
  const urls = rule.at('nonResourceURLs');
  const lone = stringsAt(urls.value).includes('*');
  return [
    ...verbFaults(rule.at('verbs')),
    ...lackFaults(urls, 'nonResourceURLs must contain at least one value'),
    ...loneFaults(urls, 'non-resource URLs'),
    ...(lone ? [] : urls.items.flatMap((url) => url.invalidText(pathComplaints(url.text)))),
  ];
}

function pathComplaints(path: string): string[] {
  if (path === '') return ['must not be empty'];
  if (path === '/') return [];
  if (!path.startsWith('/')) return ['must start with slash'];
  if (path.includes(' ')) return ['must not contain white-space'];
  if (path.includes('//')) return ['must not contain double slash'];
  const first = path.indexOf('*');
  if (first === -1 || (first === path.length - 1 && path.endsWith('/*'))) return [];
  return ['wildcard can only do suffix matching'];
}
