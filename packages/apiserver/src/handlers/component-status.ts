// The health of a cluster's parts, as `kubectl get componentstatuses` asks for it. There is one part here.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/componentstatus/rest.go

import { type JsonObject, objectAt, stringAt } from '../json/json.ts';
import { partialObject, table } from '../negotiation/representations.ts';
import { methodNotAllowed, notFound, unknownPath } from '../status-error.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { wrongShape } from './list-answer.ts';
import { parseListOptions, selects } from './list-options.ts';
import { objectAnswer } from './object-answer.ts';
import type { ResourcePath } from './request-info.ts';

const kind = 'ComponentStatus';
const nowhere = { namespace: '', labels: {}, fields: {} };

function component(name: string, healthy: boolean, message: string): JsonObject {
  return {
    metadata: { name },
    conditions: [{ type: 'Healthy', status: healthy ? 'True' : 'False', message }],
  };
}

const absent = 'there is none: the API server is embedded';
const components: readonly JsonObject[] = [
  component('scheduler', false, absent),
  component('controller-manager', false, absent),
  component('etcd-0', true, 'ok'),
];

/** The answer to a request for component statuses. */
export function componentStatusAnswer(call: Call, path: ResourcePath): Answer {
  const { request, query, served } = call;
  if (path.namespace !== '' || path.subresource !== undefined) throw unknownPath();
  if (request.method !== 'GET') throw methodNotAllowed(undefined, request.method);
  if (path.name === undefined && (path.watch || query.flag('watch') === true))
    throw methodNotAllowed(served.resource, 'watch');
  return path.name === undefined ? listed(call) : single(call, path.name);
}

function listed(call: Call): Answer {
  const { query, served, negotiated } = call;
  const matches = selects(parseListOptions(query, false, served), '');
  const items = components.filter((one) => matches({ ...nowhere, name: nameOf(one) }));
  switch (negotiated.shape) {
    case 'object':
      return jsonAnswer(200, { kind: `${kind}List`, apiVersion: 'v1', metadata: {}, items });
    case 'Table':
      return jsonAnswer(200, tableOf(call, items));
    case 'PartialObjectMetadataList':
      return jsonAnswer(200, {
        kind: negotiated.shape,
        apiVersion: 'meta.k8s.io/v1',
        metadata: {},
        items: items.map(partialObject),
      });
    case 'PartialObjectMetadata':
      throw wrongShape(served, 'object');
    default:
      return negotiated.shape satisfies never;
  }
}

function single(call: Call, name: string): Answer {
  const found = components.find((one) => nameOf(one) === name);
  // Unlike every other kind, the real server names this one in the singular.
  if (!found) throw notFound({ group: '', plural: 'componentstatus' }, name);
  const object = { kind, apiVersion: 'v1', ...found };
  return objectAnswer(200, call, StoredObject.unstored(object, call.served.store.codec));
}

function tableOf({ server, served, negotiated }: Call, objects: readonly JsonObject[]): JsonObject {
  const { includeObject } = negotiated;
  const typed = objects.map((one) => ({ kind, apiVersion: 'v1', ...one }));
  return table(server, served, { objects: typed, metadata: {}, includeObject });
}

function nameOf(object: JsonObject): string {
  return stringAt(objectAt(object, 'metadata'), 'name') ?? '';
}
