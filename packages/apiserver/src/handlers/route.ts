// Which handler answers a request.

import type { HttpRequest } from '@kube-rx/core';
import { openInquiry } from '../access/inquiry.ts';
import { reviewAnswer } from '../access/review.ts';
import type { Part } from '../apply/ownership.ts';
import { negotiate, wantsAggregated } from '../negotiation/accept.ts';
import { printed } from '../negotiation/printed.ts';
import { hasSubresource, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { methodNotAllowed, notFound, StatusError, unknownPath } from '../status-error.ts';
import { type Answer, textAnswer, warnedOf } from './answer.ts';
import { apply } from './apply.ts';
import { bindingAnswer } from './binding.ts';
import { contentType } from './body.ts';
import type { Call } from './call.ts';
import { componentStatusAnswer } from './component-status.ts';
import { remove, removeCollection } from './delete.ts';
import { discover } from './discovery.ts';
import { listAnswer } from './list-answer.ts';
import { parseListOptions } from './list-options.ts';
import { objectAnswer } from './object-answer.ts';
import { patch } from './patch.ts';
import { Query } from './query.ts';
import { getObject, listPage } from './read.ts';
import { refusalAnswer } from './refusal.ts';
import { parseResourcePath, type ResourcePath } from './request-info.ts';
import { subresourceAnswer } from './subresources.ts';
import { openWatch } from './watch.ts';
import { create, update } from './write.ts';

/** @throws StatusError for every refusal. */
export async function route(server: ServerContext, request: HttpRequest): Promise<Answer> {
  const query = new Query(request.query);
  // An empty path segment is a 404.
  if (request.path.includes('//')) {
    if (/^\/(api|apis\/[^/]+)\//.test(request.path)) throw unknownPath();
    return pageNotFound();
  }
  const path = parseResourcePath(request.path);
  if (!path) return meta(server, request, query);
  const negotiated = negotiate(request.headers, query, path.name === undefined);
  return printed(await resourceAnswer({ server, request, query, negotiated }, path), negotiated);
}

type Asked = Pick<Call, 'server' | 'request' | 'query' | 'negotiated'>;

async function resourceAnswer(
  { server, request, query, negotiated }: Asked,
  path: ResourcePath,
): Promise<Answer> {
  const { group, version, plural, namespace, name } = path;
  const served = server.registry.find(group, version, plural);
  if (!served) {
    const answer = await unstored({ server, request, query, negotiated }, path);
    if (answer) return answer;
    if (!server.registry.hasPathsOf(group, version)) return pageNotFound();
    throw unknownPath();
  }
  const namespaced = served.resource.scope === 'Namespaced';
  if (!namespaced && namespace !== '') throw unknownPath();
  if (namespaced && namespace === '' && name !== undefined) throw unknownPath();
  // Proxied paths alone have a HEAD in a real server, and what lies under /watch/ is only read.
  if (request.method === 'HEAD' || (path.watch && request.method !== 'GET'))
    throw methodNotAllowed(undefined, request.method);
  const call: Call = { server, served, request, query, namespace, name: name ?? '', negotiated };
  return await withDeprecation(served, request, () => verb(call, path));
}

// A refusal of a deprecated kind warns as well, unless no handler took the request.
async function withDeprecation(
  { deprecation }: ServedResource,
  request: HttpRequest,
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  if (deprecation === undefined) return await answer();
  try {
    return warnedOf(await answer(), deprecation);
  } catch (error) {
    const unrouted = error instanceof StatusError && error.status.code === 405 && !error.status.details?.kind;
    if (!(error instanceof StatusError) || unrouted) throw error;
    return warnedOf(await refusalAnswer(error, request), deprecation);
  }
}

// Kinds that are only asked or done.
async function unstored(asked: Asked, path: ResourcePath): Promise<Answer | undefined> {
  const served = asked.server.registry.findUnstored(path.group, path.version, path.plural);
  const review = reviewAnswer(asked, path, openInquiry);
  if (review || !served) return review;
  const call = { ...asked, served, namespace: path.namespace, name: path.name ?? '' };
  if (served.resource.plural === 'componentstatuses')
    return withDeprecation(served, asked.request, () => componentStatusAnswer(call, path));
  return bindingAnswer(call, path);
}

function verb(call: Call, path: ResourcePath): Promise<Answer> | Answer {
  if (path.name === undefined) return collection(call, path);
  return path.subresource === undefined ? object(call) : subresource(call, path.subresource);
}

// A path of no API group gets the answer of Go's HTTP server, which is no Status.
function pageNotFound(): Answer {
  return textAnswer(404, '404 page not found\n');
}

async function meta(server: ServerContext, request: HttpRequest, query: Query): Promise<Answer> {
  const { method, path, headers } = request;
  const answer = discover(server, path, { query, aggregated: wantsAggregated(headers) });
  if (!answer) {
    const [root, ...rest] = path.split('/').slice(1);
    const [group = '', version = ''] = root === 'api' ? ['', ...rest] : rest;
    const known = (root === 'api' || root === 'apis') && server.registry.hasPathsOf(group, version);
    if (known && version !== '') throw unknownPath();
    return pageNotFound();
  }
  if (method !== 'GET' && !isCarefree(method, path)) throw methodNotAllowed(undefined, method);
  const pretty =
    path === '/version' || negotiate({ 'user-agent': headers['user-agent'] ?? '' }, query).pretty;
  return printed(answer, { pretty, format: 'json' });
}

// Plain handlers, which look at no method.
function isCarefree(method: string, path: string): boolean {
  return (
    /^\/(healthz|livez|readyz)(\/|$)/.test(path) ||
    /^\/apis(\/[^/]+)?\/?$/.test(path) ||
    (method === 'HEAD' && path === '/api')
  );
}

async function collection(call: Call, path: ResourcePath): Promise<Answer> {
  const { server, served, request, query, namespace } = call;
  switch (request.method) {
    case 'GET': {
      const watch = path.watch || query.flag('watch') === true;
      const options = parseListOptions(query, watch, served);
      if (!watch) return listAnswer(call, await listPage(server, served, { namespace, options }));
      const stream = await openWatch(call, options);
      return { status: 200, headers: { 'content-type': 'application/json' }, body: stream };
    }
    case 'POST':
      if (served.resource.scope === 'Namespaced' && namespace === '')
        throw methodNotAllowed(undefined, 'POST');
      return create(call);
    case 'DELETE':
      // Of one namespace at a time, and never of the namespaces.
      if (
        !served.verbs.includes('deletecollection') ||
        (namespace === '' && served.resource.scope === 'Namespaced')
      )
        throw methodNotAllowed(undefined, 'DELETE');
      return removeCollection(call);
    default:
      throw methodNotAllowed(undefined, request.method);
  }
}

async function object(call: Call): Promise<Answer> {
  return call.request.method === 'DELETE' ? remove(call) : readOrChange(call, 'main');
}

async function readOrChange(call: Call, part: Part): Promise<Answer> {
  switch (call.request.method) {
    case 'GET':
      return get(call);
    case 'PUT':
      return update(call, part);
    case 'PATCH':
      return contentType(call.request) === 'application/apply-patch+yaml'
        ? apply(call, part)
        : patch(call, part);
    default:
      throw methodNotAllowed(undefined, call.request.method);
  }
}

async function get(call: Call): Promise<Answer> {
  const { server, served, namespace, name, query } = call;
  const target = { namespace, name, resourceVersion: query.text('resourceVersion') };
  return objectAnswer(200, call, await getObject(server, served, target));
}

async function subresource(call: Call, name: string): Promise<Answer> {
  const declared = call.served.resource.subresources?.includes(name) ?? false;
  if (!declared && !hasSubresource(call.served, name))
    throw call.served.custom ? notFound(call.served.resource, call.name) : unknownPath();
  return name === 'status' ? readOrChange(call, 'status') : subresourceAnswer(call, name);
}
