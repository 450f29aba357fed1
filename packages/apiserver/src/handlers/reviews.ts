// Questions that are posted and answered, and stored nowhere: who am I, may I. Everybody is anonymous here and
// may do everything, so the answers are short.

import type { HttpRequest } from '@kube-rx/core';
import { type JsonObject, objectAt } from '../json/json.ts';
import { type ServerContext, timestamp } from '../server-context.ts';
import { methodNotAllowed } from '../status-error.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import { decodeKind } from './kind-body.ts';
import { Query } from './query.ts';
import type { ResourcePath } from './request-info.ts';
import { warned } from './write.ts';
import { parseWriteQuery } from './write-query.ts';

const everything = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};

type Reply = () => JsonObject;

const allowed: Reply = () => ({ status: { allowed: true } });

const reviews: Readonly<Record<string, { readonly kind: string; readonly reply: Reply }>> = {
  'authentication.k8s.io/v1/selfsubjectreviews': {
    kind: 'SelfSubjectReview',
    reply: () => ({
      status: { userInfo: { username: 'system:anonymous', groups: ['system:unauthenticated'] } },
    }),
  },
  'authorization.k8s.io/v1/selfsubjectaccessreviews': { kind: 'SelfSubjectAccessReview', reply: allowed },
  'authorization.k8s.io/v1/subjectaccessreviews': { kind: 'SubjectAccessReview', reply: allowed },
  'authorization.k8s.io/v1/localsubjectaccessreviews': { kind: 'LocalSubjectAccessReview', reply: allowed },
  'authorization.k8s.io/v1/selfsubjectrulesreviews': {
    kind: 'SelfSubjectRulesReview',
    reply: () => ({ status: everything }),
  },
};

/** The answer to a review, or undefined where the path is none. */
export function review(server: ServerContext, request: HttpRequest, path: ResourcePath): Answer | undefined {
  const known = reviews[`${path.group}/${path.version}/${path.plural}`];
  if (!known || path.name !== undefined) return undefined;
  if (request.method !== 'POST') throw methodNotAllowed(undefined, request.method);
  const { group, version } = path;
  const options = parseWriteQuery(new Query(request.query), request.headers, 'CreateOptions');
  const asked = decodeKind(server, request, { group, version, kind: known.kind }, options);
  const answer = jsonAnswer(201, {
    kind: known.kind,
    apiVersion: `${path.group}/${path.version}`,
    metadata: { creationTimestamp: timestamp(server) },
    spec: objectAt(asked, 'spec'),
    ...known.reply(),
  });
  return warned(answer, options);
}
