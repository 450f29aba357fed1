// Whether something from outside is a definition, as far as anything here reads it.

import type { CustomResourceDefinition } from './custom-resource-definition.ts';

/** A schema in more others is no schema of a kind. */
const deepest = 100;

/**
 * For what comes from a file or a module. Names, versions and schemas have their types; what they say may be wrong.
 *
 * @example parseManifests(text, 'crd.yaml').map(({ object }) => object).filter(isDefinition);
 */
export function isDefinition(value: unknown): value is CustomResourceDefinition {
  const { apiVersion, kind, metadata, spec, status } = membersOf(value);
  const { group, scope, names, versions, conversion } = membersOf(spec);
  return (
    apiVersion === 'apiextensions.k8s.io/v1' &&
    kind === 'CustomResourceDefinition' &&
    areTexts(
      membersOf(metadata)['name'],
      group,
      scope,
      membersOf(names)['kind'],
      membersOf(names)['plural'],
    ) &&
    (scope === 'Namespaced' || scope === 'Cluster') &&
    isListOf(versions, isVersion) &&
    isOptional(conversion, (one) => areTexts(membersOf(one)['strategy'])) &&
    isOptional(membersOf(status)['storedVersions'], (list) => isListOf(list, isText))
  );
}

function isVersion(value: unknown): boolean {
  const { name, served, storage, schema, subresources, selectableFields } = membersOf(value);
  return (
    areTexts(name) &&
    typeof served === 'boolean' &&
    typeof storage === 'boolean' &&
    isOptional(subresources, isObject) &&
    isOptional(selectableFields, (list) => isListOf(list, (one) => areTexts(membersOf(one)['jsonPath']))) &&
    isOptional(schema, (one) => isObject(one) && isOptional(membersOf(one)['openAPIV3Schema'], isSchema))
  );
}

function isSchema(value: unknown, depth: number = 0): boolean {
  if (!isObject(value) || depth > deepest) return false;
  const { type, properties, items, additionalProperties, required } = membersOf(value);
  const below = (one: unknown): boolean => isSchema(one, depth + 1);
  const rules = membersOf(value)['x-kubernetes-validations'];
  return (
    isOptional(type, isText) &&
    isOptional(required, (list) => isListOf(list, isText)) &&
    isOptional(membersOf(value)['enum'], Array.isArray) &&
    isOptional(rules, (list) => isListOf(list, (one) => areTexts(membersOf(one)['rule']))) &&
    isOptional(properties, (one) => isObject(one) && Object.values(one).every(below)) &&
    isOptional(items, below) &&
    isOptional(additionalProperties, (one) => typeof one === 'boolean' || below(one))
  );
}

function isOptional(value: unknown, check: (value: unknown) => boolean): boolean {
  return value === undefined || check(value);
}

function isListOf(value: unknown, check: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((one: unknown) => check(one));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => isText(value) && value !== '');
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
