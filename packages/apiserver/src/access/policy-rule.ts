// One rule of a role: which verbs it grants on what.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/v1/evaluation_helpers.go

import { type JsonObject, stringsAt } from '../json/json.ts';

/** What is asked for: a verb on a resource, or on a path that belongs to no resource. */
export type Attributes = ResourceAttributes | { readonly verb: string; readonly path: string };

export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

export interface PolicyRule {
  readonly verbs: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** With their subresources, as `pods/log`. */
  readonly resources: ReadonlySet<string>;
  /** Empty: whatever the name. */
  readonly names: ReadonlySet<string>;
  readonly urls: ReadonlySet<string>;
  /** As it is stored. */
  readonly source: JsonObject;
}

/** Fields that are null or absent grant nothing. */
export function policyRule(source: JsonObject): PolicyRule {
  const set = (field: string): ReadonlySet<string> => {
    const values = stringsAt(source, field);
    return values.length === 0 ? nothing : new Set(values);
  };
  return {
    verbs: set('verbs'),
    groups: set('apiGroups'),
    resources: set('resources'),
    names: set('resourceNames'),
    urls: set('nonResourceURLs'),
    source,
  };
}

const nothing: ReadonlySet<string> = new Set();

/** By what a resource may be named in a rule. */
export function resourceKeys({
  resource,
  subresource,
}: Pick<ResourceAttributes, 'resource' | 'subresource'>): string[] {
  return subresource === '' ? ['*', resource] : ['*', `${resource}/${subresource}`, `*/${subresource}`];
}

/** Whether the rule grants a verb on a resource that it is known to name. */
export function grants(rule: PolicyRule, { verb, group, name }: ResourceAttributes): boolean {
  return has(rule.verbs, verb) && has(rule.groups, group) && (rule.names.size === 0 || rule.names.has(name));
}

export function grantsPath(rule: PolicyRule, verb: string, path: string): boolean {
  return has(rule.verbs, verb) && coversUrl(rule.urls, path);
}

/** Whether all that `part` grants is granted by `rule` alone. */
export function covers(rule: PolicyRule, part: PolicyRule): boolean {
  return (
    hasAll(rule.verbs, part.verbs) &&
    hasAll(rule.groups, part.groups) &&
    [...part.resources].every((one) => coversResource(rule.resources, one)) &&
    (rule.names.size === 0 || (part.names.size > 0 && part.names.isSubsetOf(rule.names))) &&
    [...part.urls].every((one) => coversUrl(rule.urls, one))
  );
}

function coversResource(resources: ReadonlySet<string>, resource: string): boolean {
  if (has(resources, resource)) return true;
  const slash = resource.indexOf('/');
  return slash !== -1 && resources.has(`*${resource.slice(slash)}`);
}

// A star at the end stands for whatever follows, elsewhere for itself.
function coversUrl(urls: ReadonlySet<string>, path: string): boolean {
  if (has(urls, path)) return true;
  for (const url of urls) if (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))) return true;
  return false;
}

function has(set: ReadonlySet<string>, value: string): boolean {
  return set.has('*') || set.has(value);
}

function hasAll(set: ReadonlySet<string>, values: ReadonlySet<string>): boolean {
  return set.has('*') || values.isSubsetOf(set);
}
