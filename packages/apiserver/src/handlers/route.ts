// Which handler answers a request.

import { FieldQuery, type HttpRequest, resourceName } from '@kube-rx/core';
import type { Requester } from '../access/requester.ts';
import { reviewAnswer } from '../access/review.ts';
import type { Part } from '../apply/ownership.ts';
import {
  type DiscoveryShape,
  type Endpoint,
  isPretty,
  type Negotiated,
  negotiate,
  negotiateDiscovery,
  requireRoutable,
} from '../negotiation/accept.ts';
import { printed, refusalAnswer } from '../negotiation/printed.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, methodNotAllowed, StatusError, unknownPath } from '../status-error.ts';
import { admitted } from './admitted.ts';
import { type Answer, bytesAnswer, textAnswer, warned } from './answer.ts';
import { apply } from './apply.ts';
import { bind } from './binding.ts';
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
import { decodePercent, parseResourcePath, type ResourcePath, subresourceIn } from './request-info.ts';
import { listAnswer, objectAnswer } from './resource-answer.ts';
import { requireRoute } from './routed-methods.ts';
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
  const { group, version, plural, namespace, name = '' } = path;
  const { registry } = server;
  const asked = { server, requester, request, query, namespace, name };
  const served = registry.find(group, version, plural);
  if (served) return stored({ ...asked, served }, path);
  // What lies under /watch/ is judged as a watch, so it may do nothing else.
  const isNowhere = path.watch || (path.within && namespace === '');
  const answer = isNowhere ? undefined : unstored(asked, path);
  if (answer) return answer;
  if (!registry.hasBuiltins(group)) return pageNotFound();
  throw unknownPath();
}

type Asked = Omit<Call, 'served' | 'negotiated'>;

function stored(call: Omit<Call, 'negotiated'>, path: ResourcePath): Promise<Answer> {
  const { request, query, served } = call;
  requireRoute(request, path, served);
  const isWatch = path.watch || (path.name === undefined && query.flag('watch') === true);
  const endpoint = {
    collection: path.watch || path.name === undefined,
    watch: request.method === 'GET' && isWatch,
    routed: !served.custom,
    ...(path.subresource !== undefined && endpoints[subresourceIn(path.subresource)]),
  };
  return withDeprecation(served, request, () =>
    inShape(call, endpoint, (negotiated) => verb({ ...call, negotiated }, path)),
  );
}

// What these answer is of another type, or depends on what runs in a pod.
const endpoints: Readonly<Record<string, Endpoint>> = {
  log: { hasText: true },
  token: { isUntabled: true },
  eviction: { isUntabled: true },
  binding: { isUntabled: true },
  exec: { isOpen: true },
  attach: { isOpen: true },
  portforward: { isOpen: true },
  proxy: { isOpen: true },
};

// Kinds that are only asked or done.
function unstored(asked: Asked, path: ResourcePath): Promise<Answer> | undefined {
  const { server, request } = asked;
  const served = server.registry.findUnstored(path.group, path.version, path.plural);
  if (served) requireRoute(request, path, served);
  const isUntabled = path.plural !== 'componentstatuses';
  const endpoint = { collection: path.name === undefined, routed: true, isUntabled };
  const review = reviewAnswer(asked, path);
  if (review) return inShape(asked, endpoint, () => admitted(server, review));
  if (!served) return undefined;
  switch (resourceName(served.resource)) {
    case 'componentstatuses':
      return withDeprecation(served, request, () =>
        inShape(asked, endpoint, (negotiated) =>
          componentStatusAnswer({ ...asked, served, negotiated }, path),
        ),
      );
    case 'bindings':
      return inShape(asked, endpoint, (negotiated) => {
        const pods = server.registry.find('', 'v1', 'pods') ?? served;
        return admitted(server, () => bind({ ...asked, served: pods, negotiated }));
      });
    default:
      return undefined;
  }
}

/** The answer, printed as the client accepts it. @throws StatusError before it is made, where nothing is acceptable. */
async function inShape(
  { request, query }: Pick<Call, 'request' | 'query'>,
  endpoint: Endpoint,
  answer: (negotiated: Negotiated) => Promise<Answer> | Answer,
): Promise<Answer> {
  const negotiated = negotiate(request.headers, query, endpoint);
  return printed(await answer(negotiated), negotiated);
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
    // A router's refusal has details, and nothing in them.
    const { code = 0, details } = error instanceof StatusError ? error.status : {};
    const isRouters = [405, 406].includes(code) && details && !details.kind;
    if (!(error instanceof StatusError) || isRouters) throw error;
    return warned(await refusalAnswer(error, request), [deprecation]);
  }
}

function verb(call: Call, path: ResourcePath): Promise<Answer> | Answer {
  const { name, subresource: sub, watch, within, namespace } = path;
  if (within && namespace === '' && name !== '') refuseEmptyNamespace(call, name === undefined);
  if (name === undefined) return collection(call, watch || call.query.flag('watch') === true);
  if (sub !== undefined) return subresource(call, sub);
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
  const { method, path } = request;
  const openId = openIdAnswer(server.serviceAccounts, request);
  if (openId) return openId;
  // Whether there is such a document is decided before its shape.
  const plain = discover(server, request, { query, aggregated: false });
  if (!plain) {
    const [root, ...rest] = path.split('/').slice(1);
    const [group = '', version = ''] = root === 'api' ? ['', ...rest] : rest;
    const known = (root === 'api' || root === 'apis') && server.registry.hasPathsOf(group, version);
    if (known && version !== '') throw unknownPath();
    return pageNotFound();
  }
  if (method !== 'GET' && !isCarefree(method, path)) throw methodNotAllowed(undefined, method);
  const shape = documentShape(server, request, query);
  return printed(shape.aggregated ? (discover(server, request, { query, ...shape }) ?? plain) : plain, shape);
}

function documentShape({ registry }: ServerContext, request: HttpRequest, query: Query): DiscoveryShape {
  const { path, headers } = request;
  const [root = '', group = '', version = ''] = path.split('/').slice(1);
  if (root === 'version') requireRoutable(headers, ['application/json']);
  if (root !== 'api' && root !== 'apis')
    return { aggregated: false, format: 'json', pretty: root === 'version' || isPretty(headers, query) };
  const routed = root === 'api' || (version !== '' && registry.hasBuiltins(group));
  return negotiateDiscovery(headers, query, { routed, aggregates: path === `/${root}` });
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
  const { served, request, query } = call;
  switch (request.method) {
    case 'GET': {
      const options = parseListOptions(query, watch, served);
      if (!watch) return listAnswer(call, await listPage(call, options));
      return bytesAnswer(200, await openWatch(call, options));
    }
    case 'POST':
      return admitted(call.server, () => create(call));
    case 'DELETE':
      return removeCollection(call);
    default:
      throw methodNotAllowed(undefined, request.method);
  }
}

// What lies under /watch/ can be a single object.
async function watchOne(call: Call): Promise<Answer> {
  const options = parseListOptions(call.query, true, call.served);
  const selected = options.fields.requirements.length > 0;
  if (selected && exactName(options.fields.requirements) !== call.name)
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
  const name = subresourceIn(path);
  if (call.name === '') throw badRequest('name must be provided');
  if (name === 'status') return readOrChange(call, 'status');
  if (call.served.kind.subresources?.[name]) return readOrChange({ ...call, subresource: name }, 'main');
  return admitted(call.server, () => subresourceAnswer(call, name));
}
