// Describes a request in words, for messages.

import { type HttpMethod, type HttpRequest, objectKey, printable } from '@kube-rx/core';

/** As `list pods in shop`, `patch deployments.apps shop/web (status)`, or `GET /version` for another path. */
export function describeRequest(request: HttpRequest): string {
  // A name or a version may be one that a server gave.
  return printable(wordsFor(request));
}

function wordsFor(request: HttpRequest): string {
  const target = targetOf(request.path);
  if (!target) return `${request.method} ${request.path}`;
  const { group, namespace, plural, name, subresource } = target;
  const resource = group === undefined ? plural : `${plural}.${group}`;
  if (name === undefined) {
    const where = namespace === undefined ? '' : ` in ${namespace}`;
    return `${collectionVerb(request)} ${resource}${where}`;
  }
  const part = subresource === undefined ? '' : ` (${subresource})`;
  return `${objectVerb(request)} ${resource} ${objectKey(decode(name), namespace)}${part}`;
}

interface Target {
  readonly group: string | undefined;
  readonly namespace: string | undefined;
  readonly plural: string;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** What the path of a resource names; undefined for another path. */
function targetOf(path: string): Target | undefined {
  const [start, root, ...all] = path.split('/');
  if (start !== '' || (root !== 'api' && root !== 'apis')) return undefined;
  const group = root === 'apis' ? all.shift() : undefined;
  const rest = all.slice(1);
  const isNamespace = rest.length < 3 || (rest.length === 3 && /^(?:status|finalize)$/.test(rest[2] ?? ''));
  const namespace = rest[0] === 'namespaces' && !isNamespace ? rest[1] : undefined;
  const [plural, name, ...subresource] = namespace === undefined ? rest : rest.slice(2);
  if (plural === undefined || [group, all[0], namespace, plural, name, subresource[0]].includes(''))
    return undefined;
  return { group, namespace, plural, name, subresource: subresource.join('/') || undefined };
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

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
