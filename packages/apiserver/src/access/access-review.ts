// May I, may somebody, and what may I.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/authorization/validation/validation.go

import { type JsonObject, objectAt, stringsAt, textAt, valueAt, without } from '../json/json.ts';
import { badRequest, type FieldFault, invalid, invalidValue } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import type { Attributes } from './policy-rule.ts';
import type { AccessDecision } from './rbac.ts';
import type { Requester } from './requester.ts';
import { reviewSelectorFaults, unreadSelectors } from './selector-review.ts';

export interface Question {
  readonly spec: JsonObject;
  readonly namespace: string;
  /** With the owners of the fields. */
  readonly metadata: JsonObject;
}

const reviewed = { group: 'authorization.k8s.io', kind: '' };

export function selfAccessStatus({ authorizer, user }: Requester, question: Question): JsonObject {
  const { spec } = question;
  refuse([...attributeFaults(spec), ...selectorFaults(spec), ...metadataFaults(question)]);
  return statusOf(authorizer.review(user, attributesIn(spec)), spec);
}

export function accessStatus(requester: Requester, question: Question): JsonObject {
  refuse([...specFaults(question.spec), ...metadataFaults(question)]);
  return answered(requester, question.spec);
}

export function localAccessStatus(requester: Requester, question: Question): JsonObject {
  const { spec, namespace } = question;
  const faults = [...specFaults(spec), ...metadataFaults(question)];
  const asked = textAt(spec, 'resourceAttributes', 'namespace');
  if (isSet(spec, 'resourceAttributes') && asked !== namespace)
    faults.push(invalidValue('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace'));
  if (isSet(spec, 'nonResourceAttributes'))
    faults.push(
      invalidValue('spec.nonResourceAttributes', goPath(spec), 'disallowed on this kind of request'),
    );
  refuse(faults);
  return answered(requester, spec);
}

function answered({ authorizer }: Requester, spec: JsonObject): JsonObject {
  const user = { name: textAt(spec, 'user'), groups: stringsAt(spec, 'groups') };
  return statusOf(authorizer.review(user, attributesIn(spec)), spec);
}

export function rulesStatus({ authorizer, user }: Requester, { spec }: Question): JsonObject {
  const namespace = textAt(spec, 'namespace');
  if (namespace === '') throw badRequest('no namespace on request');
  const { rules: found, problem } = authorizer.rules(user, namespace);
  const some = (rule: JsonObject, key: string): boolean => stringsAt(rule, key).length > 0;
  const only = (rule: JsonObject, keys: readonly string[]): JsonObject =>
    Object.fromEntries(keys.filter((key) => some(rule, key)).map((key) => [key, stringsAt(rule, key)]));
  return {
    resourceRules: found
      .filter((rule) => some(rule, 'resources'))
      .map((rule) => only(rule, ['verbs', 'apiGroups', 'resources', 'resourceNames'])),
    nonResourceRules: found
      .filter((rule) => some(rule, 'nonResourceURLs'))
      .map((rule) => only(rule, ['verbs', 'nonResourceURLs'])),
    incomplete: false,
    ...(problem !== '' && { evaluationError: problem }),
  };
}

function statusOf({ allowed, reason }: AccessDecision, spec: JsonObject): JsonObject {
  const evaluationError = unreadSelectors(resourceAttributes(spec));
  return {
    allowed,
    ...(reason !== '' && { reason }),
    ...(evaluationError !== '' && { evaluationError }),
  };
}

function resourceAttributes(spec: JsonObject): Field {
  return new Field(valueAt(spec, 'resourceAttributes'), 'spec.resourceAttributes');
}

function specFaults(spec: JsonObject): FieldFault[] {
  return [...attributeFaults(spec), ...subjectFaults(spec), ...selectorFaults(spec)];
}

function selectorFaults(spec: JsonObject): FieldFault[] {
  return reviewSelectorFaults(resourceAttributes(spec));
}

// A question has no name.
function metadataFaults({ metadata, namespace }: Question): FieldFault[] {
  const allowed = namespace === '' ? [] : ['namespace'];
  if (Object.keys(without(metadata, 'managedFields', ...allowed)).length === 0) return [];
  const but = namespace === '' ? '' : ' except for namespace';
  return [invalidValue('metadata', metadata, `must be empty${but}`)];
}

function refuse(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw invalid(reviewed, '', faults);
}

function isSet(spec: JsonObject, key: string): boolean {
  return (valueAt(spec, key) ?? null) !== null;
}

function attributeFaults(spec: JsonObject): FieldFault[] {
  const [resource, path] = [isSet(spec, 'resourceAttributes'), isSet(spec, 'nonResourceAttributes')];
  if (resource && path)
    return [
      invalidValue(
        'spec.nonResourceAttributes',
        goPath(spec),
        'cannot be specified in combination with resourceAttributes',
      ),
    ];
  if (resource || path) return [];
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [invalidValue('spec.resourceAttributes', null, why)];
}

// As Go prints its own type.
function goPath(spec: JsonObject): JsonObject {
  const { verb, path } = pathAttributes(spec);
  return { Path: path, Verb: verb };
}

function pathAttributes(spec: JsonObject): { readonly verb: string; readonly path: string } {
  const given = objectAt(spec, 'nonResourceAttributes');
  return { verb: textAt(given, 'verb'), path: textAt(given, 'path') };
}

function subjectFaults(spec: JsonObject): FieldFault[] {
  const user = textAt(spec, 'user');
  if (user !== '' || stringsAt(spec, 'groups').length > 0) return [];
  return [invalidValue('spec.user', user, 'at least one of user or group must be specified')];
}

function attributesIn(spec: JsonObject): Attributes {
  if (isSet(spec, 'nonResourceAttributes')) return pathAttributes(spec);
  const text = (key: string): string => textAt(spec, 'resourceAttributes', key);
  return {
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  };
}
