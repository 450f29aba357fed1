// The values of the names that expressions about a request see.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/cel/activation.go

import type { Requester } from '../../access/requester.ts';
import type { User } from '../../access/user.ts';
import { jsonValue } from '../../cel/json-value.ts';
import { type ResourceRight, type Rights, RightsQuery } from '../../cel/run/functions/authorization.ts';
import type { Value } from '../../cel/value.ts';
import { type JsonObject, objectAt, without } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { askedAbout, requestNamespace, shown } from '../webhooks/review.ts';

export interface NamedValues {
  /** In whose version the object is shown. */
  readonly matched: ServedResource;
  /** What `request.resource` says; where it differs from `matched`. */
  readonly resource?: ServedResource;
  readonly namespace: JsonObject | undefined;
  readonly params: JsonObject | undefined;
}

export function namesOf(
  attributes: AdmissionAttributes,
  { matched, resource = matched, namespace, params }: NamedValues,
): Map<string, Value> {
  const { object, old, requester } = attributes;
  const request = askedAbout(attributes, { kind: matched, resource });
  const rights = rightsOf(requester, requester.user);
  return new Map<string, Value>([
    ['object', jsonValue(shown(matched, attributes, object))],
    ['oldObject', jsonValue(shown(matched, attributes, old))],
    ['params', params === undefined ? null : jsonValue(params)],
    ['request', jsonValue(request)],
    ['namespaceObject', namespace === undefined ? null : jsonValue(shownNamespace(namespace))],
    ['authorizer', new RightsQuery(rights, { kind: 'Authorizer' })],
    [
      'authorizer.requestResource',
      new RightsQuery(rights, { kind: 'ResourceCheck', asked: askedResource(attributes) }),
    ],
  ]);
}

/** The same without what may decide about rights: not every expression may. */
export function withoutAuthorizer(names: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...names].filter(([name]) => !name.startsWith('authorizer')));
}

function askedResource(attributes: AdmissionAttributes): ResourceRight {
  const { served, subresource, name } = attributes;
  const { group, plural } = served.resource;
  return { group, resource: plural, subresource, namespace: requestNamespace(attributes), name };
}

// Nobody is told of it: such a right is asked about, and not used.
function rightsOf(requester: Requester, user: User): Rights {
  return {
    decide: (asked) => requester.authorizer.review(user, asked),
    ofServiceAccount: (namespace, name) =>
      rightsOf(requester, {
        name: `system:serviceaccount:${namespace}:${name}`,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
      }),
  };
}

// Not all of it is told.
function shownNamespace(namespace: JsonObject): JsonObject {
  return {
    ...without(namespace, 'kind', 'apiVersion'),
    metadata: without(objectAt(namespace, 'metadata'), 'managedFields', 'ownerReferences'),
  };
}
