// Binding: a pod gets its node, once.

import { objectAt, textAt, valueAt, withKey } from '../json/json.ts';
import { conflict, methodNotAllowed, unclassified, unknownPath } from '../status-error.ts';
import { updateObject } from '../strategy/update.ts';
import { type Answer, doneAnswer } from './answer.ts';
import { type Call, target } from './call.ts';
import { decodeKind } from './kind-body.ts';
import type { ResourcePath } from './request-info.ts';
import { parseWriteQuery } from './write-query.ts';

const kind = { group: '', version: 'v1', kind: 'Binding' };

/** A Binding that is posted at its pod, or in the collection of all bindings, where it names the pod. */
export function bind(call: Call): Answer {
  const { request, server, served } = call;
  if (request.method !== 'POST') throw methodNotAllowed(undefined, request.method);
  const options = parseWriteQuery(call, 'CreateOptions');
  const binding = decodeKind(request, kind, options);
  const name = call.name === '' ? textAt(binding, 'metadata', 'name') : call.name;
  const stored = target({ ...call, name });
  const pod = stored.object;
  const node = textAt(binding, 'target', 'name');
  // The real server classifies this no more than any other fault of its own.
  if (node === '') throw unclassified('target.name: Required value');
  const bound = valueAt(pod, 'spec', 'nodeName');
  if (typeof bound === 'string' && bound !== '')
    throw conflict(
      { group: '', plural: 'pods/binding' },
      stored.name,
      `pod ${stored.name} is already assigned to node ${JSON.stringify(bound)}`,
    );
  const object = withKey(pod, 'spec', { ...objectAt(pod, 'spec'), nodeName: node });
  updateObject(server, served, { ...options, stored, old: pod, object, part: 'main' });
  return doneAnswer(201);
}

/** The answer to a Binding in the collection of all; undefined for other paths. */
export function bindingAnswer(
  call: Omit<Call, 'served'>,
  { group, plural, namespace, name }: ResourcePath,
): Answer | undefined {
  const pods = call.server.registry.find('', 'v1', 'pods');
  if (group !== '' || plural !== 'bindings' || !pods) return undefined;
  if (name !== undefined || namespace === '') throw unknownPath();
  return bind({ ...call, served: pods });
}
