// The subresources besides status, each a small verb of its own.

import type { Admission } from '../admission/admission.ts';
import { objectAt, objectsAt } from '../json/json.ts';
import { approvalRules } from '../kinds/certificates/signing-request.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { badRequest, notImplemented } from '../status-error.ts';
import { updateObject } from '../strategy/update.ts';
import { timestamp } from '../timestamp.ts';
import { type Answer } from './answer.ts';
import { apply } from './apply.ts';
import { bind } from './binding.ts';
import { contentType } from './body.ts';
import { type Call, target } from './call.ts';
import { attach, execute, forwardPorts } from './connect.ts';
import { evict } from './eviction.ts';
import { decodeKind } from './kind-body.ts';
import { readLog } from './log.ts';
import { writeOptions } from './operation-options.ts';
import { patchedObject, patchingOf } from './patch.ts';
import { passOn } from './proxy.ts';
import { objectAnswer } from './resource-answer.ts';
import { scale } from './scale.ts';
import { issueToken } from './token-request.ts';
import { parseWriteQuery } from './write-query.ts';

type SubresourceHandler = (call: Call) => Answer | Admission<Answer>;

const subresources: ReadonlyMap<string, SubresourceHandler> = new Map<string, SubresourceHandler>([
  ['scale', scale],
  ['eviction', evict],
  ['binding', bind],
  ['token', issueToken],
  ['approval', approve],
  ['log', readLog],
  ['exec', execute],
  ['attach', attach],
  ['portforward', forwardPorts],
  ['proxy', passOn],
]);

// What changes nothing that is stored.
const connects = new Set(['exec', 'attach', 'portforward', 'proxy']);

export function* subresourceAnswer(call: Call, name: string): Admission<Answer> {
  if (connects.has(name) && call.query.has('dryRun')) throw badRequest('dryRun is not supported');
  const handler = subresources.get(name);
  if (!handler) throw notImplemented(`the subresource ${JSON.stringify(name)}`);
  const answer = handler(call);
  return 'next' in answer ? yield* answer : answer;
}

// Approval: the conditions of a certificate signing request.
function* approve(call: Call): Admission<Answer> {
  const { request, server } = call;
  const stored = target(call);
  if (request.method === 'GET') return objectAnswer(200, call, stored);
  const isPatch = request.method === 'PATCH';
  if (isPatch && contentType(request) === 'application/apply-patch+yaml')
    return yield* apply({ ...call, served: deciding(call.served), subresource: 'approval' }, 'status');
  const options = parseWriteQuery(call, isPatch ? 'PatchOptions' : 'UpdateOptions');
  const asked = isPatch
    ? patchedObject(call.served, stored.object, { ...patchingOf(call), ...options })
    : decodeKind(request, call.served.resource, options);
  const now = timestamp(server);
  const conditions = objectsAt(asked, 'status', 'conditions').map((one) => ({
    ...one,
    lastUpdateTime: one['lastUpdateTime'] ?? now,
    lastTransitionTime: one['lastTransitionTime'] ?? now,
  }));
  const old = stored.object;
  const object = {
    ...asked,
    spec: objectAt(old, 'spec'),
    status: { ...objectAt(old, 'status'), conditions },
  };
  const admission = { requester: call.requester, options: () => writeOptions('UpdateOptions', options) };
  const change = {
    ...options,
    admission,
    stored,
    old,
    object,
    part: 'status',
    subresource: 'approval',
  } as const;
  const updated = yield* updateObject(server, deciding(call.served), change);
  return objectAnswer(200, call, updated);
}

function deciding(served: ServedResource): ServedResource {
  return { ...served, kind: { ...served.kind, ...approvalRules } };
}
