// create and update, from the request to the answer.

import { ownerRights } from '../access/asked-access.ts';
import { requireCreation, requireGrantable } from '../access/grants.ts';
import { namesParams, requireReadableParams } from '../access/policy-params.ts';
import type { Admission } from '../admission/admission.ts';
import { warningOf } from '../admission/warning-write.ts';
import type { Part } from '../apply/ownership.ts';
import { type JsonObject, textAt } from '../json/json.ts';
import { nameMismatch, notFound } from '../status-error.ts';
import { createObject } from '../strategy/create.ts';
import { type Update, updateObject } from '../strategy/update.ts';
import { type Answer, warned } from './answer.ts';
import { type Call, existingSeen } from './call.ts';
import { writeOptions } from './operation-options.ts';
import { objectAnswer } from './resource-answer.ts';
import { bodyObject } from './write-body.ts';
import { parseWriteQuery, type WriteQuery } from './write-query.ts';

export function* create(call: Call): Admission<Answer> {
  const options = parseWriteQuery(call, 'CreateOptions');
  return yield* warningOf(options.warnings, createdFromBody(call, options));
}

function* createdFromBody(call: Call, options: WriteQuery): Admission<Answer> {
  return yield* created(call, options, bodyObject(call, options));
}

export function* update(call: Call, part: Part): Admission<Answer> {
  const options = parseWriteQuery(call, 'UpdateOptions');
  return yield* warningOf(options.warnings, replaced(call, part, options));
}

function* replaced(call: Call, part: Part, options: WriteQuery): Admission<Answer> {
  const object = bodyObject(call, options);
  const stored = yield* existingSeen(call);
  if (stored)
    return yield* updated(call, { ...options, stored, old: stored.object, object, part, verb: 'update' });
  const { resource, kind } = call.served;
  if (!kind.createOnUpdate || part === 'status' || call.subresource !== undefined)
    throw notFound(resource, call.name);
  const name = textAt(object, 'metadata', 'name');
  if (name !== call.name) throw nameMismatch(name, call.name);
  return yield* created(call, options, object);
}

/** Creates the object and shows it, by whatever verb. */
export function* created(call: Call, options: WriteQuery, object: JsonObject): Admission<Answer> {
  const { server, served, namespace } = call;
  const grants = (next: JsonObject): void => checkRights(call, next, undefined);
  const reads = readsOf(call, undefined);
  const creates = call.request.method === 'POST' ? undefined : () => requireCreation(call);
  const { warnings } = options;
  const admission = { requester: call.requester, options: () => writeOptions('CreateOptions', options) };
  const creation = { ...options, admission, namespace, object, grants, reads, creates };
  const stored = yield* warningOf(warnings, createObject(server, served, creation));
  return warned(objectAnswer(201, call, stored), warnings);
}

/** Changes the object and shows it. */
export function* updated(call: Call, change: Update & WriteQuery): Admission<Answer> {
  const { old, warnings } = change;
  const grants = (object: JsonObject): void => checkRights(call, object, old);
  const reads = readsOf(call, old);
  const { server, served, subresource, requester } = call;
  const admission = { requester, options: () => writeOptions('UpdateOptions', change) };
  const write = updateObject(server, served, { ...change, subresource, grants, reads, admission });
  const stored = yield* warningOf(warnings, write);
  return warned(objectAnswer(200, call, stored), warnings);
}

/** Undefined for kinds that let nobody read anything. */
function readsOf(call: Call, old: JsonObject | undefined): ((object: JsonObject) => void) | undefined {
  if (!namesParams(call.served)) return undefined;
  const { registry } = call.server;
  return (object) => {
    requireReadableParams({ ...call, registry, object, old });
  };
}

/** What the object takes beside the verb. */
function checkRights(call: Call, object: JsonObject, old: JsonObject | undefined): void {
  requireGrantable({ ...call, object, old });
  const { server, requester } = call;
  const { tell, user } = requester;
  if (!tell) return;
  for (const attributes of ownerRights(server.registry, { ...call, object, old })) tell(user, attributes);
}
