// Questions that are posted and answered, and stored nowhere: who am I, may I, may somebody, whose token is this.

import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import { withManagedFields } from '../apply/managed-entry.ts';
import { ownByUpdate } from '../apply/managed-fields.ts';
import { builtinRules } from '../apply/merge-rules.ts';
import { type Answer, jsonAnswer, warned } from '../handlers/answer.ts';
import { decodeOnly } from '../handlers/kind-body.ts';
import { Query } from '../handlers/query.ts';
import type { ResourcePath } from '../handlers/request-info.ts';
import { parseWriteQuery } from '../handlers/write-query.ts';
import { type JsonObject, objectAt, textAt, without } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, methodNotAllowed, StatusError, unknownPath } from '../status-error.ts';
import { namespaceMismatch } from '../strategy/create.ts';
import { decodeMetadata } from '../strategy/metadata.ts';
import { timestamp } from '../timestamp.ts';
import type { GroupVersionKind } from '../types/type-names.ts';
import {
  accessStatus,
  localAccessStatus,
  type Question,
  rulesStatus,
  selfAccessStatus,
} from './access-review.ts';
import type { Requester } from './requester.ts';
import { printedSpec } from './selector-review.ts';
import { userInfo, userOfToken } from './user.ts';

interface Review {
  readonly kind: string;
  readonly namespaced?: boolean;
  readonly status: (requester: Requester, question: Question) => JsonObject;
  /** Beside the status, if not what was asked. */
  readonly shows?: (server: ServerContext) => JsonObject;
}

const reviews: Readonly<Record<string, Review | undefined>> = {
  'authentication.k8s.io/v1/selfsubjectreviews': {
    kind: 'SelfSubjectReview',
    shows: (server) => ({ metadata: { creationTimestamp: timestamp(server) } }),
    status: ({ user }) => ({ userInfo: userInfo(user) }),
  },
  'authentication.k8s.io/v1/tokenreviews': { kind: 'TokenReview', status: tokenStatus },
  'authorization.k8s.io/v1/selfsubjectaccessreviews': {
    kind: 'SelfSubjectAccessReview',
    status: selfAccessStatus,
  },
  'authorization.k8s.io/v1/subjectaccessreviews': { kind: 'SubjectAccessReview', status: accessStatus },
  'authorization.k8s.io/v1/localsubjectaccessreviews': {
    kind: 'LocalSubjectAccessReview',
    namespaced: true,
    status: localAccessStatus,
  },
  // The real server forgets what it was asked.
  'authorization.k8s.io/v1/selfsubjectrulesreviews': {
    kind: 'SelfSubjectRulesReview',
    shows: () => ({ metadata: {}, spec: {} }),
    status: rulesStatus,
  },
};

interface Asked {
  readonly server: ServerContext;
  readonly request: HttpRequest;
  readonly requester: Requester;
}

/** The answer to a review; undefined where the path is not a review's. */
export function reviewAnswer({ server, request, requester }: Asked, path: ResourcePath): Answer | undefined {
  const { group, version, plural, namespace } = path;
  const review = reviews[`${group}/${version}/${plural}`];
  if (!review) return undefined;
  if (path.name !== undefined || (namespace !== '') !== (review.namespaced ?? false)) throw unknownPath();
  if (request.method !== 'POST') throw methodNotAllowed(undefined, request.method);
  const kind = { group, version, kind: review.kind };
  const options = parseWriteQuery({ query: new Query(request.query), request }, 'CreateOptions');
  const sent = decodeOnly(request, kind, options);
  const asked: JsonObject = {
    metadata: metadataOf(sent, namespace),
    spec: printedSpec(objectAt(sent, 'spec')),
  };
  const given = { ...asked, status: { allowed: false, ...objectAt(sent, 'status') } };
  const metadata = objectAt(owned(server, given, { kind, manager: options.fieldManager }), 'metadata');
  const question = { spec: objectAt(asked, 'spec'), namespace, metadata };
  const status = refusalsWarned(options.warnings, () => review.status(requester, question));
  const shown = review.shows?.(server) ?? { ...asked, metadata };
  const answer = { kind: review.kind, apiVersion: apiVersionOf(kind), ...shown, status };
  return warned(jsonAnswer(201, answer), options.warnings);
}

function refusalsWarned<T>(warnings: readonly string[], run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof StatusError) error.warnings.push(...warnings);
    throw error;
  }
}

// The server forgets what only it says.
function metadataOf(sent: JsonObject, namespace: string): JsonObject {
  const { namespace: own, ...given } = without(decodeMetadata(sent), ...serverSet);
  if (namespace === '') return given;
  if (own !== undefined && own !== namespace) throw badRequest(namespaceMismatch);
  return inMetadataOrder({ ...given, namespace });
}

const serverSet = ['selfLink', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

function inMetadataOrder(metadata: JsonObject): JsonObject {
  return decodeMetadata({ metadata });
}

function tokenStatus({ tokens }: Requester, { spec }: Question): JsonObject {
  const token = textAt(spec, 'token');
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const user = userOfToken(token, tokens);
  return user ? { authenticated: true, user: userInfo(user) } : { user: {}, error: 'invalid bearer token' };
}

// Even what is stored nowhere has owners of its fields.
function owned(
  server: ServerContext,
  object: JsonObject,
  { kind, manager }: { readonly kind: GroupVersionKind; readonly manager: string },
): JsonObject {
  const apiVersion = apiVersionOf(kind);
  const managedFields = ownByUpdate({ metadata: {}, spec: {}, status: { allowed: false } }, object, {
    manager: { name: manager, operation: 'Update', apiVersion, subresource: '' },
    rules: builtinRules(apiVersion, kind.kind),
    time: () => timestamp(server),
    ignored: [],
  });
  return withManagedFields(object, managedFields);
}
