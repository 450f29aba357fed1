// Questions that are posted and answered, and stored nowhere: who am I, may I, may somebody, whose token is this.

import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import { ownedByCreator } from '../apply/owned-by-creator.ts';
import { bearerToken } from '../authentication/bearer-token.ts';
import { authenticateToken } from '../authentication/token-authenticator.ts';
import { invalidToken, type RefusedToken } from '../authentication/token-verdict.ts';
import { admitCreation } from '../handlers/admitted-action.ts';
import { type Answer, jsonAnswer, warned } from '../handlers/answer.ts';
import { decodeOnly } from '../handlers/kind-body.ts';
import { Query } from '../handlers/query.ts';
import type { ResourcePath } from '../handlers/request-info.ts';
import { parseWriteQuery } from '../handlers/write-query.ts';
import { type JsonObject, objectAt, stringsAt, textAt, without } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, methodNotAllowed, StatusError, unknownPath } from '../status-error.ts';
import { namespaceMismatch } from '../strategy/create.ts';
import { decodeMetadata } from '../strategy/metadata.ts';
import { timestamp } from '../timestamp.ts';
import {
  accessStatus,
  localAccessStatus,
  type Question,
  rulesStatus,
  selfAccessStatus,
} from './access-review.ts';
import type { Requester } from './requester.ts';
import { printedSpec } from './selector-review.ts';
import { anonymous, userInfo } from './user.ts';

interface Review {
  readonly kind: string;
  readonly namespaced?: boolean;
  readonly status: (requester: Requester, question: Question, server: ServerContext) => JsonObject;
  /** Beside the status, if not what was asked. */
  readonly shows?: (server: ServerContext) => JsonObject;
}

const reviews: Readonly<Record<string, Review | undefined>> = {
  'authentication.k8s.io/v1/selfsubjectreviews': {
    kind: 'SelfSubjectReview',
    shows: (server) => ({ metadata: { creationTimestamp: timestamp(server) } }),
    status: ({ user }) => ({ userInfo: userInfo(user) }),
  },
  'authentication.k8s.io/v1/tokenreviews': {
    kind: 'TokenReview',
    status: (_requester, question, server) => tokenStatus(server, question),
  },
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

/** What answers a review; undefined where the path is not a review's. */
export function reviewAnswer(asked: Asked, path: ResourcePath): (() => Admission<Answer>) | undefined {
  const { group, version, plural } = path;
  const review = reviews[`${group}/${version}/${plural}`];
  return review && (() => answered(asked, path, review));
}

function* answered(
  { server, request, requester }: Asked,
  path: ResourcePath,
  review: Review,
): Admission<Answer> {
  const { group, version, plural, namespace } = path;
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
  const metadata = objectAt(
    ownedByCreator(server, given, { kind, manager: options.fieldManager, before: nothingAsked }),
    'metadata',
  );
  const question = { spec: objectAt(asked, 'spec'), namespace, metadata };
  const status = refusalsWarned(options.warnings, () => review.status(requester, question, server));
  const served = server.registry.findUnstored(group, version, plural);
  const call = served && { server, served, requester, namespace, name: '' };
  if (call) yield* admitCreation(call, options, { subresource: '', kind, asked: { ...given, metadata } });
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

const nothingAsked = { metadata: {}, spec: {}, status: { allowed: false } };

function tokenStatus(server: ServerContext, { spec }: Question): JsonObject {
  const given = textAt(spec, 'token');
  if (given === '') throw badRequest('token is required for TokenReview in authentication');
  const named = stringsAt(spec, 'audiences');
  const audiences = named.length > 0 ? named : [server.serviceAccounts.issuer];
  // Read as a header would be, and one without a token is anonymous.
  const token = bearerToken(`Bearer ${given}`);
  if (token === undefined) return { authenticated: true, user: userInfo(anonymous), audiences };
  const verdict = authenticateToken(server, token, audiences);
  switch (verdict.kind) {
    case 'user':
      return { authenticated: true, user: userInfo(verdict.user), audiences: verdict.audiences };
    case 'refused':
      return { user: {}, error: errorOf(verdict) };
  }
}

// The token of the server's own client, which a real one looks at first, is another one as well.
function errorOf({ why }: RefusedToken): string {
  return why === invalidToken ? why : `[${invalidToken}, ${why}]`;
}
