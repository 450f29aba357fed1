// One rule of a role: which verbs it grants on what.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/v1/evaluation_helpers.go

import { trimTextEnd } from '@kube-rx/core';
import { isJsonArray, type Json, type JsonArray, type JsonObject } from '../json/json.ts';

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

/** As it is stored: many are kept, and few are looked at. */
export type PolicyRule = JsonObject;

type Field = (typeof allFields)[number];

/** Fields that are null or absent grant nothing. */
export function listOf(rule: PolicyRule, field: Field): JsonArray {
  const value = rule[field];
  return isJsonArray(value) ? value : nothing;
}

const nothing: JsonArray = [];

/** By what a resource may be named in a rule. */
export function resourceKeys({
  resource,
  subresource,
}: Pick<ResourceAttributes, 'resource' | 'subresource'>): string[] {
  return subresource === '' ? ['*', resource] : ['*', `${resource}/${subresource}`, `*/${subresource}`];
}

/** Whether the rule grants a verb on a resource that it is known to name. */
export function grants(rule: PolicyRule, { verb, group, name }: ResourceAttributes): boolean {
  const names = listOf(rule, 'resourceNames');
  return (
    has(listOf(rule, 'verbs'), verb) &&
    has(listOf(rule, 'apiGroups'), group) &&
    (names.length === 0 || names.includes(name))
  );
}

export function grantsPath(rule: PolicyRule, verb: string, path: string): boolean {
  return has(listOf(rule, 'verbs'), verb) && coversUrl(listOf(rule, 'nonResourceURLs'), path);
}

/** Whether all that `part` grants is granted by `rule` alone. */
export function covers(rule: PolicyRule, part: PolicyRule): boolean {
  const holds = (field: Field): ((value: Json) => boolean) => membership(listOf(rule, field));
  const allIn = (field: Field): boolean => listOf(part, field).every(holds(field));
  const [names, ofPart] = [listOf(rule, 'resourceNames'), listOf(part, 'resourceNames')];
  const resource = holds('resources');
  const urls = listOf(rule, 'nonResourceURLs');
  return (
    allIn('verbs') &&
    allIn('apiGroups') &&
    listOf(part, 'resources').every((one) => resource(one) || resource(anyParent(one))) &&
    (names.length === 0 || (ofPart.length > 0 && ofPart.every(exactly(names)))) &&
    listOf(part, 'nonResourceURLs').every((one) => coversUrl(urls, one))
  );
}

/** How many values the rule lists. */
export function sizeOf(rule: PolicyRule): number {
  return allFields.reduce((sum, field) => sum + listOf(rule, field).length, 0);
}

const allFields = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

// `*/log` of `pods/log`.
function anyParent(resource: Json): Json {
  if (typeof resource !== 'string' || !resource.includes('/')) return null;
  return `*${resource.slice(resource.indexOf('/'))}`;
}

// A star at the end stands for whatever follows, elsewhere for itself.
function coversUrl(urls: JsonArray, path: Json): boolean {
  if (has(urls, path) || typeof path !== 'string') return has(urls, path);
  return urls.some(
    (url) => typeof url === 'string' && url.endsWith('*') && path.startsWith(trimTextEnd(url, '*')),
  );
}

function membership(list: JsonArray): (value: Json) => boolean {
  return list.includes('*') ? () => true : exactly(list);
}

// A set pays only for many.
function exactly(list: JsonArray): (value: Json) => boolean {
  if (list.length < 16) return (value) => list.includes(value);
  const values = new Set(list);
  return (value) => values.has(value);
}

function has(list: JsonArray, value: Json): boolean {
  return list.includes('*') || list.includes(value);
}
