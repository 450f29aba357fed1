// A request by chance about an object that is there: any write of it, or a read as a table.

import { isJsonObject, type Json, type JsonObject } from '../../../../src/json/json.ts';
import type { Ask } from '../../session.ts';
import type { Chance } from '../chance.ts';
import type { Query, Request } from '../request.ts';

export interface Target {
  readonly collection: string;
  readonly path: string;
  /** As each server has it. */
  readonly objects: readonly [JsonObject, JsonObject];
  /** Another one of its kind and name. */
  readonly fresh: JsonObject;
  /** Names of what its spec may have. */
  readonly fields: readonly string[];
  readonly query: Query;
}

/** What is asked of each server. */
export type Requests = (side: 0 | 1) => Request;

const kinds = [
  ...['put', 'put', 'part', 'part', 'merge', 'merge', 'apply', 'apply'],
  ...['json', 'status', 'scale', 'table', 'get'],
];
const asTable = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };

export function objectChange(chance: Chance, target: Target): Requests {
  const { collection, path, objects, fresh, query } = target;
  const part = partOf(chance, target);
  const put =
    (to: string, body: (object: JsonObject) => JsonObject): Requests =>
    (side) => ({ method: 'PUT', path: to, ask: { body: body(objects[side]), query } });
  switch (chance.one(kinds)) {
    case 'put':
      return put(path, ({ metadata }) => ({ ...fresh, metadata: metadata ?? {} }));
    case 'part':
      return put(path, (object) => withPart(object, part));
    case 'status':
      return put(`${path}/status`, (object) => ({
        ...object,
        status: fresh['status'] ?? {},
        spec: { a: 1 },
      }));
    case 'merge':
      return patch('merge-patch+json', path, { body: { spec: part }, query });
    case 'apply': {
      const by = {
        ...query,
        fieldManager: chance.one(['one', 'two']),
        ...(chance.is(0.6) && { force: 'true' }),
      };
      const to = chance.is(0.2) ? `${path}/status` : path;
      return patch('apply-patch+yaml', to, { body: fresh, query: by });
    }
    case 'json':
      return patch('json-patch+json', path, { body: [operationOf(chance, part)], query });
    case 'scale':
      return scaleRequest(chance, target);
    case 'table': {
      const from = chance.is(0.5) ? path : collection;
      return () => ({ method: 'GET', path: from, ask: asTable });
    }
    default:
      return () => ({ method: 'GET', path, ask: {} });
  }
}

function scaleRequest(chance: Chance, { path: object, objects: [, { metadata }], query }: Target): Requests {
  const path = `${object}/scale`;
  const spec = { replicas: chance.one<Json>([0, 1, 3, -1, 'a', 2147483648, 1.5, null]) };
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name, namespace }, spec };
  return chance.one<Requests>([
    () => ({ method: 'GET', path, ask: {} }),
    () => ({ method: 'GET', path, ask: asTable }),
    () => ({ method: 'PUT', path, ask: { body, query } }),
    patch('merge-patch+json', path, { body: { spec }, query }),
  ]);
}

/** One field of its spec, with null now and then. */
function partOf(chance: Chance, { fresh: { spec }, fields }: Target): JsonObject {
  const name = chance.one(fields.length > 0 ? fields : ['a']);
  const value = isJsonObject(spec) ? spec[name] : undefined;
  return { [name]: value === undefined || chance.is(0.1) ? null : value };
}

function operationOf(chance: Chance, part: JsonObject): Json {
  const [name = '', value = null] = Object.entries(part)[0] ?? [];
  return { op: chance.one(['add', 'replace', 'remove', 'test']), path: `/spec/${name}`, value };
}

function withPart(object: JsonObject, part: JsonObject): JsonObject {
  const { spec } = object;
  return { ...object, spec: { ...(isJsonObject(spec) && spec), ...part } };
}

function patch(type: string, path: string, ask: Ask): Requests {
  return () => ({
    method: 'PATCH',
    path,
    ask: { ...ask, headers: { 'content-type': `application/${type}` } },
  });
}
