// "Who am I", "may I" and "what may I" depend on who asks, so they are answered where that is known.

import type { HttpRequest } from '@kube-rx/core';
import { type Answer, jsonAnswer } from '../handlers/answer.ts';
import { hasBody } from '../handlers/body.ts';
import { decodeKind } from '../handlers/kind-body.ts';
import { Query } from '../handlers/query.ts';
import { parseResourcePath } from '../handlers/request-info.ts';
import { warned } from '../handlers/write.ts';
import { parseWriteQuery } from '../handlers/write-query.ts';
import { type JsonObject, objectAt, stringAt, stringsAt, valueAt } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import { type Attributes, isAllowed, rulesFor } from './rbac.ts';
import type { User } from './user.ts';

type Server = Pick<ServerContext, 'registry' | 'schemas'>;

/** The answer to a question about oneself; undefined for every other request. */
export function selfReview(server: Server, request: HttpRequest, user: User): Answer | undefined {
  const path = parseResourcePath(request.path);
  const kind = kinds[`${path?.group ?? ''}/${path?.version ?? ''}/${path?.plural ?? ''}`];
  if (!path || !kind || request.method !== 'POST' || !hasBody(request)) return undefined;
  const { group, version } = path;
  const options = parseWriteQuery(new Query(request.query), request.headers, 'CreateOptions');
  const spec = objectAt(decodeKind(server, request, { group, version, kind: kind.name }, options), 'spec');
  const answer = jsonAnswer(201, {
    kind: kind.name,
    apiVersion: `${group}/${version}`,
    metadata: {},
    ...(kind.echoesSpec && { spec }),
    status: kind.status(server, user, spec),
  });
  return warned(answer, options);
}

interface SelfReview {
  readonly name: string;
  readonly echoesSpec: boolean;
  readonly status: (server: Server, user: User, spec: JsonObject) => JsonObject;
}

const kinds: Readonly<Record<string, SelfReview | undefined>> = {
  'authentication.k8s.io/v1/selfsubjectreviews': {
    name: 'SelfSubjectReview',
    echoesSpec: false,
    status: (_, { name, groups }) => ({ userInfo: { username: name, groups: [...groups] } }),
  },
  'authorization.k8s.io/v1/selfsubjectaccessreviews': {
    name: 'SelfSubjectAccessReview',
    echoesSpec: true,
    status: ({ registry }, user, spec) => ({ allowed: isAllowed(registry, user, attributesIn(spec)) }),
  },
  'authorization.k8s.io/v1/selfsubjectrulesreviews': {
    name: 'SelfSubjectRulesReview',
    echoesSpec: true,
    status: ({ registry }, user, spec) =>
      rulesStatus(rulesFor(registry, user, stringAt(spec, 'namespace') ?? '')),
  },
};

function attributesIn(spec: JsonObject): Attributes {
  const asked = objectAt(spec, 'resourceAttributes');
  const urls = objectAt(spec, 'nonResourceAttributes');
  if (valueAt(spec, 'nonResourceAttributes') !== undefined)
    return { verb: stringAt(urls, 'verb') ?? '', path: stringAt(urls, 'path') ?? '' };
  const text = (key: string): string => stringAt(asked, key) ?? '';
  const sub = text('subresource');
  return {
    verb: text('verb'),
    group: text('group'),
    resource: sub === '' ? text('resource') : `${text('resource')}/${sub}`,
    namespace: text('namespace'),
    name: text('name'),
  };
}

function rulesStatus(rules: readonly JsonObject[]): JsonObject {
  const some = (rule: JsonObject, key: string): boolean => stringsAt(rule, key).length > 0;
  const only = (rule: JsonObject, keys: readonly string[]): JsonObject =>
    Object.fromEntries(keys.filter((key) => some(rule, key)).map((key) => [key, stringsAt(rule, key)]));
  return {
    resourceRules: rules
      .filter((rule) => some(rule, 'resources'))
      .map((rule) => only(rule, ['verbs', 'apiGroups', 'resources', 'resourceNames'])),
    nonResourceRules: rules
      .filter((rule) => some(rule, 'nonResourceURLs'))
      .map((rule) => only(rule, ['verbs', 'nonResourceURLs'])),
    incomplete: false,
  };
}
