// Describes a request in words, for messages.

import { type HttpMethod, type HttpRequest, objectKey } from '@kube-rx/core';

const resourcePath =
  /^\/(?:api|apis\/([^/]+))\/[^/]+\/(?:namespaces\/([^/]+)\/(?!(?:status|finalize)$))?([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/;

/** As `list pods in shop`, `patch deployments.apps shop/web (status)`, or `GET /version` for another path. */
export function describeRequest(request: HttpRequest): string {
  const match = resourcePath.exec(request.path);
  if (!match) return `${request.method} ${request.path}`;
  const [, group, namespace, plural = '', name, subresource] = match;
  const resource = group === undefined ? plural : `${plural}.${group}`;
  if (name === undefined) {
    const where = namespace === undefined ? '' : ` in ${namespace}`;
    return `${collectionVerb(request)} ${resource}${where}`;
  }
  const part = subresource === undefined ? '' : ` (${subresource})`;
  return `${objectVerb(request)} ${resource} ${objectKey(decode(name), namespace)}${part}`;
}

/** The segments of the request's path, decoded. */
export function segmentsOf({ path }: HttpRequest): string[] {
  return path.split('/').filter(Boolean).map(decode);
}

/** Whether the response is a stream of events without an end of its own. */
export function isWatch(request: HttpRequest): boolean {
  return request.query.some(([name, value]) => name === 'watch' && value !== 'false' && value !== '0');
}

function collectionVerb(request: HttpRequest): string {
  if (request.method === 'DELETE') return 'delete all';
  if (request.method !== 'GET') return verbs[request.method];
  return isWatch(request) ? 'watch' : 'list';
}

function objectVerb(request: HttpRequest): string {
  const { method, headers } = request;
  if (method === 'PATCH' && headers['content-type']?.startsWith('application/apply-patch')) return 'apply';
  return verbs[method];
}

const verbs: Readonly<Record<HttpMethod, string>> = {
  GET: 'get',
  HEAD: 'head',
  OPTIONS: 'options',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'patch',
  DELETE: 'delete',
};

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
