// A path with nothing between its slashes where a namespace stands, as programs have it whose variable is empty. To
// whoever lists it is every namespace, to everybody else it is missing.

import { textAt } from '../json/json.ts';
import { badRequest, invalid, required } from '../status-error.ts';
import type { Call } from './call.ts';
import { bodyObject } from './write-body.ts';
import { parseWriteQuery } from './write-query.ts';

/** `isCollection`: whether the path names no object. @throws StatusError for all but lists and watches. */
export function refuseEmptyNamespace(call: Call, isCollection: boolean): void {
  const { method } = call.request;
  if (isCollection && method === 'GET') return;
  if (!isCollection || method !== 'POST') throw badRequest('Namespace parameter required.');
  const object = bodyObject(call, parseWriteQuery(call, 'CreateOptions'));
  const { group, kind } = call.served.resource;
  throw invalid({ group, kind }, textAt(object, 'metadata', 'name'), [required('metadata.namespace', '')]);
}
