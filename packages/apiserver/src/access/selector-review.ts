// Which objects somebody asks about: selectors in a review of access. No role knows them, so what cannot be read of
// one makes the question broader, and the answer says so.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/authorization/util/helpers.go

import { InvalidRequestError, LabelQuery } from '@kube-rx/core';
import {
  isJsonObject,
  type JsonObject,
  objectAt,
  objectOf,
  objectsAt,
  valueAt,
  withKey,
} from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import type { Field } from '../validation/field.ts';
import { operatorFaults, requirementFaults } from '../validation/labels.ts';

interface SelectorKind {
  readonly field: 'fieldSelector' | 'labelSelector';
  readonly faults: (requirement: Field) => FieldFault[];
  readonly isParsed: (text: string) => boolean;
  /** Whether this version knows what a requirement says. */
  readonly reads: (requirement: Field) => boolean;
}

// An operator of a later version is no fault.
const operators = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);
const hasOperator = (requirement: Field): boolean => operators.has(requirement.at('operator').text);

const selectorKinds: readonly SelectorKind[] = [
  {
    field: 'fieldSelector',
    faults: (requirement) => [
      ...(requirement.at('key').text === '' ? [requirement.at('key').required('must be specified')] : []),
      ...(hasOperator(requirement)
        ? operatorFaults(requirement.at('operator'), requirement.at('values'))
        : []),
    ],
    isParsed: (text) => fieldTerms(text).every((term) => fieldTerm.test(term)),
    reads: (requirement) =>
      ['In', 'NotIn'].includes(requirement.at('operator').text) && requirement.at('values').size === 1,
  },
  {
    field: 'labelSelector',
    faults: (requirement) => requirementFaults(requirement, hasOperator(requirement)),
    isParsed: isLabelText,
    reads: hasOperator,
  },
];

/** `attributes`: the resourceAttributes of a review. */
export function reviewSelectorFaults(attributes: Field): FieldFault[] {
  return selectorKinds.flatMap(({ field, faults }) => {
    const selector = attributes.at(field);
    if (!selector.isSet) return [];
    const [raw, requirements] = [selector.at('rawSelector'), selector.at('requirements')];
    const [hasText, hasList] = [raw.text !== '', requirements.size > 0];
    return [
      ...(hasText && hasList ? [raw.invalid('may not specified at the same time as requirements')] : []),
      ...(hasText || hasList ? [] : [requirements.required(neither(selector.path))]),
      ...requirements.items.flatMap(faults),
    ];
  });
}

function neither(path: string): string {
  return `when ${path} is specified, requirements or rawSelector is required`;
}

/** What of the selectors the answer does not count; `''` where all could be read. */
export function unreadSelectors(attributes: Field): string {
  const problems = selectorKinds.flatMap(({ field, isParsed, reads }) => {
    const selector = attributes.at(field);
    const requirements = selector.at('requirements').items;
    const read = requirements.filter(reads);
    const isRead = read.length === requirements.length && isParsed(selector.at('rawSelector').text);
    if (isRead) return [];
    return [`${selector.path} ${read.length > 0 ? 'partially ' : ''}ignored due to parse error`];
  });
  return problems.join('; ');
}

// What stands between commas that no backslash escapes.
function fieldTerms(text: string): string[] {
  return text.match(/(?:\\.?|[^\\,])+/gs) ?? [];
}

// Here, unlike in a list, a field may have any name.
const fieldTerm = /^(?:[^=!]|!(?!=))*(?:==|!=|=)(?:[^\\,=]|\\[\\,=])*$/s;

function isLabelText(text: string): boolean {
  try {
    LabelQuery.parse(text);
    return true;
  } catch (error) {
    if (error instanceof InvalidRequestError) return false;
    throw error;
  }
}

/** The spec of a review as the Go type prints it: without empty texts, but with those of requirements. */
export function printedSpec(spec: JsonObject): JsonObject {
  const attributes = ['resourceAttributes', 'nonResourceAttributes'] as const;
  return attributes.reduce((given, key) => {
    const value = valueAt(given, key);
    return isJsonObject(value) ? withKey(given, key, withRequirements(withoutEmptyTexts(value))) : given;
  }, withoutEmptyTexts(spec));
}

function withoutEmptyTexts(object: JsonObject): JsonObject {
  return objectOf(Object.entries(object).filter(([, value]) => value !== ''));
}

function withRequirements(attributes: JsonObject): JsonObject {
  return selectorKinds.reduce((given, { field }) => {
    if (!Array.isArray(valueAt(given, field, 'requirements'))) return given;
    const requirements = objectsAt(given, field, 'requirements').map((one) => ({
      key: '',
      operator: '',
      ...one,
    }));
    return withKey(given, field, { ...objectAt(given, field), requirements });
  }, attributes);
}
