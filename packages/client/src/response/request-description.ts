// Describes a request in words, for messages.

import { type HttpMethod, type HttpRequest, objectKey, printable, resourceName } from '@kube-rx/core';
import { decodeSegment, parseResourcePath } from '../service/resource-path.ts';

/** As `list pods in shop`, `patch deployments.apps shop/web (status)`, or `GET /version` for another path. */
export function describeRequest(request: HttpRequest): string {
  // A name or a version may be one that a server gave.
  return printable(wordsFor(request));
}

function wordsFor(request: HttpRequest): string {
  const target = parseResourcePath(request.path);
  if (!target) return `${request.method} ${request.path}`;
  const { namespace, name, subresource } = target;
  const resource = resourceName(target);
  if (name === undefined) {
    const where = namespace === undefined ? '' : ` in ${namespace}`;
    return `${collectionVerb(request)} ${resource}${where}`;
  }
  const part = subresource === undefined ? '' : ` (${subresource})`;
  return `${objectVerb(request)} ${resource} ${objectKey(name, namespace)}${part}`;
}

/** The segments of the request's path, decoded. */
export function segmentsOf({ path }: HttpRequest): string[] {
  return path.split('/').filter(Boolean).map(decodeSegment);
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
  if (request.webSocket) return 'connect to';
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
