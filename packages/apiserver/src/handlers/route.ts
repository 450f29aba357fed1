// Which handler answers a request.

import { FieldQuery, type HttpRequest } from '@kube-rx/core';
import type { Requester } from '../access/requester.ts';
import { reviewAnswer } from '../access/review.ts';
import type { Part } from '../apply/ownership.ts';
import { isPretty, negotiate, negotiateDiscovery } from '../negotiation/accept.ts';
import { printed, refusalAnswer } from '../negotiation/printed.ts';
import { hasSubresource, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, methodNotAllowed, notFound, StatusError, unknownPath } from '../status-error.ts';
import { admitted } from './admitted.ts';
import { type Answer, bytesAnswer, textAnswer, warned } from './answer.ts';
import { apply } from './apply.ts';
import { bindingAnswer } from './binding.ts';
import { contentType } from './body.ts';
import type { Call } from './call.ts';
import { componentStatusAnswer } from './component-status.ts';
import { remove, removeCollection } from './delete.ts';
import { discover } from './discovery.ts';
import { refuseEmptyNamespace } from './empty-namespace.ts';
import { exactName, parseListOptions } from './list-options.ts';
import { openIdAnswer } from './openid.ts';
import { patch } from './patch.ts';
import { Query } from './query.ts';
import { getObject, listPage } from './read.ts';
import { decodePercent, parseResourcePath, type ResourcePath } from './request-info.ts';
import { listAnswer, objectAnswer } from './resource-answer.ts';
import { subresourceAnswer } from './subresources.ts';
import { openWatch } from './watch.ts';
import { create, update } from './write.ts';

// As often as the real server tries a patch again.
const mostPatches = 5;

/** @throws StatusError for every refusal. */
export async function route(
  server: ServerContext,
  requester: Requester,
  request: HttpRequest,
): Promise<Answer> {
  const query = new Query(request.query);
  const decoded = decodePercent(request.path);
  if (/^\/(apis\/)?\//.test(decoded)) return pageNotFound();
  const path = parseResourcePath(request.path);
  if (!path) {
    if (decoded.includes('//')) throw unknownPath();
    return meta(server, request, query);
  }
  if (path.proxy) throw unknownPath();
  const served = server.registry.find(path.group, path.version, path.plural);
  const negotiated = negotiate(request.headers, query, {
    collection: path.name === undefined,
    watch: served !== undefined && isWatch(request, query, path),
    routed: !served?.custom,
  });
  const { namespace, name = '' } = path;
  const asked = { server, requester, request, query, namespace, name, negotiated };
  return printed(await resourceAnswer(asked, path, served), negotiated);
}

function isWatch({ method }: HttpRequest, query: Query, { watch, name }: ResourcePath): boolean {
  return method === 'GET' && (watch || (name === undefined && query.flag('watch') === true));
}

type Asked = Omit<Call, 'served'>;

async function resourceAnswer(
  asked: Asked,
  path: ResourcePath,
  served: ServedResource | undefined,
): Promise<Answer> {
  const { server, request, name } = asked;
  if (!served) {
    const answer = await unstored(asked, path);
    if (answer) return answer;
    if (!server.registry.hasBuiltins(path.group)) return pageNotFound();
    throw unknownPath();
  }
  const namespaced = served.resource.scope === 'Namespaced';
  if (namespaced ? !path.within && name !== '' : path.within) throw unknownPath();
  // Proxied paths alone have a HEAD in a real server, and what lies under /watch/ is only read.
  if (request.method === 'HEAD' || (path.watch && request.method !== 'GET'))
    throw methodNotAllowed(undefined, request.method);
  return await withDeprecation(served, request, () => verb({ ...asked, served }, path));
}

// A refusal of a deprecated kind warns as well, unless no handler took the request.
async function withDeprecation(
  { deprecation }: ServedResource,
  request: HttpRequest,
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  if (deprecation === undefined) return await answer();
  try {
    const { warnings = [], ...rest } = await answer();
    return warned(rest, [deprecation, ...warnings]);
  } catch (error) {
    const unrouted = error instanceof StatusError && error.status.code === 405 && !error.status.details?.kind;
    if (!(error instanceof StatusError) || unrouted) throw error;
    return warned(await refusalAnswer(error, request), [deprecation]);
  }
}

// Kinds that are only asked or done.
async function unstored(asked: Asked, path: ResourcePath): Promise<Answer | undefined> {
  // Such a request is judged as a watch, so it may do nothing else.
  if (path.watch || (path.within && path.namespace === '')) return undefined;
  const served = asked.server.registry.findUnstored(path.group, path.version, path.plural);
  const review = reviewAnswer(asked, path);
  if (review) return admitted(asked.server, review);
  if (!served) return undefined;
  if (served.resource.plural === 'componentstatuses')
    return withDeprecation(served, asked.request, () => componentStatusAnswer({ ...asked, served }, path));
  const bind = bindingAnswer(asked, path);
  return bind && admitted(asked.server, bind);
}

function verb(call: Call, path: ResourcePath): Promise<Answer> | Answer {
  const { name, subresource: sub, watch, within, namespace } = path;
  if (within && namespace === '' && name !== '') refuseEmptyNamespace(call, name === undefined);
  if (name === undefined) return collection(call, watch || call.query.flag('watch') === true);
  if (sub !== undefined) {
    // Nobody watches a part of an object.
    if (watch) throw unknownPath();
    return subresource(call, sub);
  }
  if (watch) return watchOne(call);
  return call.request.method === 'DELETE'
    ? admitted(call.server, () => remove(call))
    : readOrChange(call, 'main');
}

// A path of no API group gets the answer of Go's HTTP server, which is no Status.
function pageNotFound(): Answer {
  return textAnswer(404, '404 page not found\n');
}

async function meta(server: ServerContext, request: HttpRequest, query: Query): Promise<Answer> {
  const { method, path, headers } = request;
  const openId = openIdAnswer(server.serviceAccounts, request);
  if (openId) return openId;
  const plain = {
    aggregated: false,
    format: 'json',
    pretty: path === '/version' || isPretty(headers, query),
  } as const;
  const shape = /^\/apis?(\/|$)/.test(path) ? negotiateDiscovery(headers, query) : plain;
  const answer = discover(server, request, { query, aggregated: shape.aggregated });
  if (!answer) {
    const [root, ...rest] = path.split('/').slice(1);
    const [group = '', version = ''] = root === 'api' ? ['', ...rest] : rest;
    const known = (root === 'api' || root === 'apis') && server.registry.hasPathsOf(group, version);
    if (known && version !== '') throw unknownPath();
    return pageNotFound();
  }
  if (method !== 'GET' && !isCarefree(method, path)) throw methodNotAllowed(undefined, method);
  return printed(answer, shape);
}

// Plain handlers, which look at no method.
function isCarefree(method: string, path: string): boolean {
  return (
    /^\/(healthz|livez|readyz)(\/|$)/.test(path) ||
    /^\/apis(\/[^/]+)?\/?$/.test(path) ||
    (method === 'HEAD' && path === '/api')
  );
}

async function collection(call: Call, watch: boolean): Promise<Answer> {
  const { served, request, query, namespace } = call;
  const everywhere = served.resource.scope === 'Namespaced' && namespace === '';
  switch (request.method) {
    case 'GET': {
      const options = parseListOptions(query, watch, served);
      if (!watch) return listAnswer(call, await listPage(call, options));
      return bytesAnswer(200, await openWatch(call, options));
    }
    case 'POST':
      if (everywhere) throw methodNotAllowed(undefined, 'POST');
      return admitted(call.server, () => create(call));
    case 'DELETE':
      // Of one namespace at a time, and never of the namespaces.
      if (everywhere || !served.verbs.includes('deletecollection'))
        throw methodNotAllowed(undefined, 'DELETE');
      return removeCollection(call);
    default:
      throw methodNotAllowed(undefined, request.method);
  }
}

// What lies under /watch/ can be a single object.
async function watchOne(call: Call): Promise<Answer> {
  const options = parseListOptions(call.query, true, call.served);
  const selected = options.fields.requirements.length > 0;
  if (selected && exactName(options.fields) !== call.name)
    throw badRequest("fieldSelector metadata.name doesn't match requested name");
  const fields = selected ? options.fields : FieldQuery.of({ 'metadata.name': call.name });
  return bytesAnswer(200, await openWatch(call, { ...options, fields }));
}

async function readOrChange(call: Call, part: Part): Promise<Answer> {
  switch (call.request.method) {
    case 'GET':
      return objectAnswer(200, call, await getObject(call));
    case 'PUT':
      return admitted(call.server, () => update(call, part));
    case 'PATCH':
      return contentType(call.request) === 'application/apply-patch+yaml'
        ? admitted(call.server, () => apply(call, part), mostPatches)
        : admitted(call.server, () => patch(call, part), mostPatches);
    default:
      throw methodNotAllowed(undefined, call.request.method);
  }
}

function subresource(call: Call, path: string): Promise<Answer> | Answer {
  // What follows is for whoever answers there.
  const name = path.startsWith('proxy/') ? 'proxy' : path;
  const declared = call.served.resource.subresources?.includes(name) ?? false;
  if (!declared && !hasSubresource(call.served, name))
    throw call.served.custom ? notFound(call.served.resource, call.name) : unknownPath();
  if (call.name === '') throw badRequest('name must be provided');
  if (name === 'status') return readOrChange(call, 'status');
  const part = call.served.kind.subresources?.[name];
  if (part?.isPutOnly && call.request.method !== 'PUT')
    throw methodNotAllowed(undefined, call.request.method);
  if (part) return readOrChange({ ...call, subresource: name }, 'main');
  return admitted(call.server, () => subresourceAnswer(call, name));
}
