// The resource token: group, version, kind, plural, scope and (for the compiler) the object's type in one value.

import { InvalidRequestError } from '../errors.ts';
import { quotedText } from '../values/quoted-text.ts';
import type { DynamicObject, KubeObject } from './object.ts';

/** Whether objects of a kind live in a namespace. */
export type Scope = 'Namespaced' | 'Cluster';

declare const objectType: unique symbol;

/**
 * What the API server calls a resource. `K` is the object's type, `S` its scope and `Sub` the names of its
 * subresources.
 */
export interface Resource<
  K extends KubeObject = KubeObject,
  S extends Scope = Scope,
  Sub extends string = string,
> {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The lower-case plural of the URL, as `pods`. */
  readonly plural: string;
  readonly scope: S;
  /** As `status`, `scale`, `log`. Absent: unknown, so none is refused. */
  readonly subresources?: readonly Sub[];
  /** Only for the compiler; never set. */
  readonly [objectType]?: K;
}

/** A resource that is known only at run time, as from discovery. */
export type DynamicResource = Resource<DynamicObject>;

type ResourceDefinition<S extends Scope, Sub extends string> = Omit<
  Resource<KubeObject, S, Sub>,
  typeof objectType
>;

/**
 * Makes a token for a resource of your own.
 *
 * @throws InvalidRequestError if the group, version, kind or plural is malformed.
 * @example
 * const Website = defineResource<Website, 'status'>({
 *   group: 'example.com', version: 'v1', kind: 'Website', plural: 'websites', scope: 'Namespaced',
 *   subresources: ['status'],
 * });
 */
export function defineResource<K extends KubeObject, Sub extends string = never>(
  definition: ResourceDefinition<'Namespaced', Sub>,
): Resource<K, 'Namespaced', Sub>;
export function defineResource<K extends KubeObject, Sub extends string = never>(
  definition: ResourceDefinition<'Cluster', Sub>,
): Resource<K, 'Cluster', Sub>;
// With one type argument only, the compiler loses the names of the subresources but keeps the scope.
export function defineResource<K extends KubeObject>(
  definition: ResourceDefinition<'Namespaced', string>,
): Resource<K, 'Namespaced'>;
export function defineResource<K extends KubeObject>(
  definition: ResourceDefinition<'Cluster', string>,
): Resource<K, 'Cluster'>;
export function defineResource<K extends KubeObject = DynamicObject>(
  definition: ResourceDefinition<Scope, string>,
): Resource<K>;
export function defineResource(definition: ResourceDefinition<Scope, string>): Resource {
  const { group, version, kind, plural } = definition;
  const what = `resource ${quoted(plural)} of ${quoted(group)}`;
  if (!isResourceName('group', group))
    throw new InvalidRequestError(`${what}: the group must be a DNS name, or '' for the core group`);
  if (!isResourceName('version', version))
    throw new InvalidRequestError(`${what}: ${quoted(version)} is no version`);
  if (!isResourceName('plural', plural))
    throw new InvalidRequestError(`${what}: the plural must be a lower-case DNS label`);
  // A definition may have a kind with a dash. Written by hand, it is a slip.
  if (!isResourceName('kind', kind) || kind.includes('-'))
    throw new InvalidRequestError(`${what}: ${quoted(kind)} is no kind`);
  return definition;
}

/** What `isResourceName` knows of. */
export type ResourceNamePart = 'group' | 'version' | 'kind' | 'plural';

/**
 * Whether an API server would take `text` as this part of a resource's name. Such a name needs no escaping in a URL, a
 * path or source code: a group is a DNS name, or `''`; a version and a plural are DNS labels; a kind is one in letters
 * of any case.
 *
 * @example
 * isResourceName('group', 'example.com'); // true
 * isResourceName('group', '../outside'); // false
 */
export function isResourceName(part: ResourceNamePart, text: string): boolean {
  switch (part) {
    case 'group':
      return text.length <= 253 && (text === '' || text.split('.').every((one) => label.test(one)));
    case 'version':
    case 'plural':
      return text.length <= 63 && label.test(text);
    case 'kind':
      return text.length <= 63 && /^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$/.test(text);
  }
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function quoted(name: string): string {
  return quotedText(name, 253);
}

/**
 * An object's `apiVersion`: `version` alone for the core group.
 *
 * @example apiVersionOf(Deployment); // 'apps/v1'
 */
export function apiVersionOf(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/**
 * How kubectl and error messages name a resource: `plural` alone for the core group.
 *
 * @example resourceName(Deployment); // 'deployments.apps'
 */
export function resourceName(resource: Pick<Resource, 'group' | 'plural'>): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}
