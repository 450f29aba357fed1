// A request that could cost more than its size: made for any size, so that its growth can be measured.

import type { HttpMethod, HttpRequest } from '@kube-rx/core';

export interface Shape {
  /** Requests that make what the last one is about. `size`: of keys, items, levels; what the shape is made of. */
  readonly requests: (size: number) => readonly [...before: HttpRequest[], measured: HttpRequest];
  /** More than this is too large for a request, or is refused at once. */
  readonly most?: number;
}

export type Shapes = Readonly<Record<string, Shape>>;

export const configMaps = '/api/v1/namespaces/default/configmaps';
export const deployments = '/apis/apps/v1/namespaces/default/deployments';
export const things = '/apis/costly.example.com/v1/namespaces/default/things';

export function many<T>(size: number, make: (at: number) => T): T[] {
  return Array.from({ length: size }, (_, at) => make(at));
}

export function keys<T>(size: number, value: (at: number) => T): Record<string, T> {
  return Object.fromEntries(many(size, (at) => [`k${at}`, value(at)]));
}

interface More {
  /** Text or bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly query?: Readonly<Record<string, string>>;
}

export function ask(method: HttpMethod, path: string, more: More = {}): HttpRequest {
  const { body, type = 'application/json', query = {} } = more;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return {
    method,
    path,
    query: Object.entries(query),
    headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  };
}

export const post = (path: string, body: unknown, type?: string): HttpRequest =>
  ask('POST', path, { body, ...(type !== undefined && { type }) });

export const put = (path: string, body: unknown): HttpRequest => ask('PUT', path, { body });

export const patch = (path: string, type: PatchType, body: unknown): HttpRequest =>
  ask('PATCH', path, { body, type: `application/${type}+json` });

export type PatchType = 'merge-patch' | 'json-patch' | 'strategic-merge-patch';

export const apply = (path: string, manager: string, body: unknown): HttpRequest =>
  ask('PATCH', path, {
    body,
    type: 'application/apply-patch+yaml',
    query: { fieldManager: manager, force: 'true' },
  });

export function configMap(name: string, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more };
}

export function named(size: number, more: object = {}): object[] {
  return many(size, (at) => ({ name: `n${at}`, ...more }));
}

export function deployment(name: string, size: number): object {
  const labels = { app: name };
  const containers = [{ name: 'c', image: 'i', env: named(size, { value: 'v' }) }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

/** Of a kind whose `spec` takes everything, and that has a list of each sort. */
export function thing(name: string, spec: unknown): object {
  return { apiVersion: 'costly.example.com/v1', kind: 'Thing', metadata: { name }, spec };
}

export const thingDefinition: HttpRequest = post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.costly.example.com' },
  spec: {
    group: 'costly.example.com',
    scope: 'Namespaced',
    names: { plural: 'things', singular: 'thing', kind: 'Thing' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
                properties: {
                  set: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
                  unique: { type: 'array', items: { type: 'string' } },
                  map: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: { type: 'string' }, value: { type: 'string' } },
                    },
                  },
                  strict: { type: 'object', properties: { a: { type: 'string', default: 'b' } } },
                  objects: {
                    type: 'object',
                    additionalProperties: { type: 'object', properties: { a: { type: 'string' } } },
                  },
                  lists: {
                    type: 'object',
                    additionalProperties: { type: 'array', items: { type: 'integer' } },
                  },
                  counted: { type: 'object', additionalProperties: { type: 'integer' } },
                },
              },
            },
          },
        },
      },
    ],
  },
});
