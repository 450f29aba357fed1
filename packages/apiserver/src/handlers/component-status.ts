// The health of a cluster's parts, as `kubectl get componentstatuses` asks for it. There is one part here.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/componentstatus/rest.go

import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { methodNotAllowed, notFound } from '../status-error.ts';
import { StoredObject } from '../storage/stored-object.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { parseListOptions, selects } from './list-options.ts';
import type { ResourcePath } from './request-info.ts';
import { listAnswer, objectAnswer } from './resource-answer.ts';

function component(name: string, healthy: boolean, message: string): JsonObject {
  return {
    kind: 'ComponentStatus',
    apiVersion: 'v1',
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
  const { query, served } = call;
  if (path.name === undefined && (path.watch || query.flag('watch') === true))
    throw methodNotAllowed(served.resource, 'watch');
  return path.name === undefined ? listed(call) : single(call);
}

function componentsOf({ store }: ServedResource): StoredObject[] {
  return components.map((one) => StoredObject.unstored(one, store.codec));
}

function listed(call: Call): Answer {
  const { query, served } = call;
  const items = componentsOf(served).filter(selects(parseListOptions(query, false, served), ''));
  return listAnswer(call, { items, revision: 0, continue: '', remaining: undefined });
}

function single(call: Call): Answer {
  const found = componentsOf(call.served).find(({ name }) => name === call.name);
  // Unlike every other kind, the real server names this one in the singular.
  if (!found) throw notFound({ group: '', plural: 'componentstatus' }, call.name);
  return objectAnswer(200, call, found);
}
