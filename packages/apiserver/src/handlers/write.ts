// create and update, from the request to the answer.

import type { Part } from '../apply/ownership.ts';
import { objectAt, stringAt } from '../json/json.ts';
import { badRequest, notFound } from '../status-error.ts';
import { createObject } from '../strategy/create.ts';
import { updateObject } from '../strategy/update.ts';
import { type Answer, warned } from './answer.ts';
import { type Call, existing } from './call.ts';
import { objectAnswer } from './object-answer.ts';
import { bodyObject } from './write-body.ts';
import { parseWriteQuery } from './write-query.ts';

export function create(call: Call): Answer {
  const { server, served, namespace, request, query } = call;
  const options = parseWriteQuery(query, request.headers, 'CreateOptions');
  const object = bodyObject(call, options);
  const created = createObject(server, served, { ...options, namespace, object });
  return warned(objectAnswer(201, call, created), options);
}

export function update(call: Call, part: Part): Answer {
  const { server, served, namespace, request, query } = call;
  const options = parseWriteQuery(query, request.headers, 'UpdateOptions');
  const object = bodyObject(call, options);
  const stored = existing(call);
  if (stored) {
    const old = stored.object;
    const updated = updateObject(server, served, { ...options, stored, old, object, part, verb: 'update' });
    return warned(objectAnswer(200, call, updated), options);
  }
  if (!served.kind.createOnUpdate || part === 'status') throw notFound(served.resource, call.name);
  const name = stringAt(objectAt(object, 'metadata'), 'name');
  if (name !== call.name)
    throw badRequest(
      `the name of the object (${name ?? ''}) does not match the name on the URL (${call.name})`,
    );
  const created = createObject(server, served, { ...options, namespace, object });
  return warned(objectAnswer(201, call, created), options);
}
