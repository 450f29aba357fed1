// Which paths there are, and which methods they take: what a real server's router decides before any handler looks at a
// request. Its refusals come before those of what the client accepts.

import type { HttpRequest } from '@kube-rx/core';
import { isStored } from '../registry/resource-description.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { methodNotAllowed, notFound, unknownPath } from '../status-error.ts';
import { type ResourcePath, subresourceIn } from './request-info.ts';

const methods: Readonly<Record<string, HttpRequest['method']>> = {
  get: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** @throws StatusError where there is no such path of the resource, and where it does not take the method. */
export function requireRoute({ method }: HttpRequest, path: ResourcePath, served: ServedResource): void {
  const { custom, resource } = served;
  const { within, name = '', subresource } = path;
  if (resource.scope === 'Namespaced' ? !within && name !== '' : within) throw unknownPath();
  const verbs = isStored(served) ? verbsOfStored(path, served) : verbsOfAsked(path, served);
  if (!verbs) throw custom && !path.watch ? notFound(resource, name) : unknownPath();
  if (verbs.some((verb) => methods[verb] === method)) return;
  // Whoever answers behind a proxy knows which methods there are.
  if (!custom && subresource !== undefined && subresourceIn(subresource) === 'proxy') return;
  const isNamed = custom && subresource === 'scale' && (method === 'DELETE' || method === 'POST');
  throw methodNotAllowed(isNamed ? resource : undefined, method === 'POST' ? 'create' : 'delete');
}

type Verbs = readonly string[];
const ofObject: Verbs = ['get', 'update', 'patch', 'delete'];

/** Undefined where there is no such path. */
function verbsOfStored(path: ResourcePath, served: ServedResource): Verbs | undefined {
  const { within, name, subresource, watch } = path;
  // Nobody watches a part of an object, and what lies under /watch/ is only read.
  if (watch) return subresource === undefined ? ['get'] : undefined;
  if (subresource !== undefined)
    return served.subresources.find((one) => one.name === subresourceIn(subresource))?.verbs;
  if (name !== undefined) return ofObject;
  // Objects are made, and deleted together, in one namespace at a time.
  if (served.resource.scope === 'Namespaced' && !within) return ['get'];
  return served.verbs.includes('deletecollection') ? ['get', 'create', 'delete'] : ['get', 'create'];
}

/** Of a kind that is only asked or done. */
function verbsOfAsked(path: ResourcePath, { resource, verbs }: ServedResource): Verbs | undefined {
  const { within, name, subresource, watch } = path;
  if (watch || subresource !== undefined) return undefined;
  if (verbs.includes('list')) return ['get'];
  const isAtPlace = (resource.scope === 'Namespaced') === within;
  return name === undefined && isAtPlace ? verbs : undefined;
}
