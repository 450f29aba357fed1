// What a path addresses.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/request/requestinfo.go

import type { HttpRequest } from '@kube-rx/core';

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
  /** The deprecated `/watch/` prefix. */
  readonly watch: boolean;
}

/** Undefined for a path that addresses no resource; percent signs that decode to nothing address nothing. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const segments = decodeSegments(path);
  if (!segments) return undefined;
  const [root, ...rest] = segments;
  if (root === 'api') return parseVersioned('', rest);
  const [group, ...below] = rest;
  return root === 'apis' && group !== undefined ? parseVersioned(group, below) : undefined;
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
    return decoded.split('/').filter((segment) => segment !== '');
  } catch {
    return undefined;
  }
}

// These are the namespace's own, not resources within it.
const namespaceSubresources = new Set(['status', 'finalize']);

function parseVersioned(group: string, segments: readonly string[]): ResourcePath | undefined {
  const [version, ...rest] = segments;
  const watch = rest[0] === 'watch';
  const parts = watch ? rest.slice(1) : rest;
  const [first, second, third] = parts;
  if (version === undefined || first === undefined) return undefined;
  const isWithin = first === 'namespaces' && third !== undefined && !namespaceSubresources.has(third);
  const [plural = '', name, ...sub] = isWithin ? parts.slice(2) : parts;
  const namespace = isWithin ? (second ?? '') : '';
  const subresource = sub.length === 0 ? undefined : sub.join('/');
  return { group, version, watch, namespace, plural, name, subresource };
}
