// What a path addresses.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/request/requestinfo.go

import { formatTarget, type HttpRequest, trimTextEnd } from '@kube-rx/core';
import { goQuoted } from '../json/go-text.ts';
import { harmless } from '../status-error.ts';

/** What roles and faults call a request; `''` for one that no verb names. */
export type RequestVerb = 'get' | 'list' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | '';

/** By method. A list may turn out to be a watch. */
export const requestVerbs: Readonly<
  Record<HttpRequest['method'], readonly [onObject: RequestVerb, onCollection: RequestVerb]>
> = {
  GET: ['get', 'list'],
  HEAD: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
  OPTIONS: ['', ''],
};

/** `/api/v1/namespaces/shop/pods/web/status`, taken apart. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  /** `''` where the path names none. */
  readonly namespace: string;
  readonly plural: string;
  /** Undefined for a collection. */
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** Whether it is said to be in a namespace, which is `''` in `/namespaces//pods`. */
  readonly within: boolean;
  /** The deprecated `/watch/` prefix. */
  readonly watch: boolean;
  /** The `/proxy/` prefix, below which nothing is any more. */
  readonly proxy: boolean;
}

/**
 * Undefined for a path that addresses no resource; percent signs that decode to nothing address nothing. Parts may be
 * empty, as two slashes have nothing between them.
 */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const segments = decodeSegments(path);
  if (!segments) return undefined;
  const [root, ...rest] = segments;
  if (root === 'api') return parseVersioned('', rest);
  const [group, ...below] = rest;
  return root === 'apis' && group !== undefined ? parseVersioned(group, below) : undefined;
}

/** Why it cannot be said what a path addresses: it ends where a resource had to follow. */
export function pathFault(request: HttpRequest): string | undefined {
  const segments = decodeSegments(request.path) ?? [];
  const rest = segments[0] === 'api' ? segments.slice(2) : segments[0] === 'apis' ? segments.slice(3) : [];
  if (rest.length !== 1 || (rest[0] !== 'watch' && rest[0] !== 'proxy')) return undefined;
  const target = formatTarget(request);
  return harmless(
    `Internal Server Error: ${goQuoted(target)}: failed to create RequestInfo: unable to determine kind and namespace from url, ${target}\n`,
  );
}

/** Without what follows a proxy, which is for whoever answers there. */
export function subresourceIn(path: string): string {
  return path.startsWith('proxy/') ? 'proxy' : path;
}

/** The text itself, where its percent signs decode to nothing. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodeSegments(path: string): string[] | undefined {
  try {
    // A slash that is written as %2F is one, as in Go's paths.
    const decoded = path.includes('%') ? decodeURIComponent(path) : path;
    return trimTextEnd(decoded.replace(/^\/+/, ''), '/').split('/');
  } catch {
    return undefined;
  }
}

// These are the namespace's own, not resources within it.
const namespaceSubresources = new Set(['status', 'finalize']);

function parseVersioned(group: string, segments: readonly string[]): ResourcePath | undefined {
  const [version, ...rest] = segments;
  const [watch, proxy] = [rest[0] === 'watch', rest[0] === 'proxy'];
  const parts = watch || proxy ? rest.slice(1) : rest;
  const [first, second, third] = parts;
  if (version === undefined || first === undefined) return undefined;
  const within = first === 'namespaces' && third !== undefined && !namespaceSubresources.has(third);
  const [plural = '', name, ...sub] = within ? parts.slice(2) : parts;
  const namespace = within ? (second ?? '') : '';
  const subresource = sub.length === 0 ? undefined : sub.join('/');
  return { group, version, watch, proxy, within, namespace, plural, name, subresource };
}
