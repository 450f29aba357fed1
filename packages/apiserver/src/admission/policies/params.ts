// The parameters of a policy, as a binding names them.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/generic/policy_dispatcher.go

import { objectKey } from '@kube-rx/core';
import { type JsonObject, objectAt, textAt, valueAt } from '../../json/json.ts';
import { labelQueryOf, labelsIn } from '../../label-selector.ts';
import { present, type ServedResource } from '../../registry/served-resource.ts';
import type { ServerContext } from '../../server-context.ts';
import type { Binding, ParamKind, Policy } from './policy.ts';
import { ConfigurationError } from './refusal.ts';

/** Undefined for a policy without parameters. @throws ConfigurationError where the server does not know the kind. */
export function paramResource(
  { registry }: ServerContext,
  { paramKind }: Policy,
): ServedResource | undefined {
  if (!paramKind) return undefined;
  const found = registry.findKind(paramKind.apiVersion, paramKind.kind);
  if (found) return found;
  throw new ConfigurationError(`failed to find resource referenced by paramKind: '${goText(paramKind)}'`);
}

// As Go prints a GroupVersionKind.
function goText({ apiVersion, kind }: ParamKind): string {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? `/${first}, Kind=${kind}` : `${first}/${second}, Kind=${kind}`;
}

/**
 * The parameters with which the policy is evaluated, each by itself; undefined: without any.
 *
 * @throws ConfigurationError where there should be some and there are none.
 */
export function paramsOf(
  resource: ServedResource | undefined,
  { paramRef }: Binding,
  namespace: string,
): readonly (JsonObject | undefined)[] {
  if (!resource || !paramRef) return [undefined];
  const found = foundParams(resource, paramRef, scopeOf(resource, paramRef, namespace));
  if (found.length === 0 && textAt(paramRef, 'parameterNotFoundAction') === 'Deny')
    throw new ConfigurationError('no params found for policy binding with `Deny` parameterNotFoundAction');
  if (resource.converter && found.some((object) => textAt(object, 'apiVersion') !== resource.storageVersion))
    throw new ConfigurationError(
      'the params of the policy are stored in another version than its paramKind, and policies wait for no conversion webhook',
    );
  return found.map((object) => present(resource, object));
}

function scopeOf({ resource }: ServedResource, paramRef: JsonObject, namespace: string): string {
  const given = textAt(paramRef, 'namespace');
  if (resource.scope === 'Namespaced') {
    const within = given || namespace;
    if (within !== '') return within;
    throw new ConfigurationError(
      'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
    );
  }
  if (given === '') return '';
  throw new ConfigurationError('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
}

function foundParams({ store }: ServedResource, paramRef: JsonObject, namespace: string): JsonObject[] {
  const name = textAt(paramRef, 'name');
  if (name !== '') {
    const stored = store.get(objectKey(name, namespace));
    return stored ? [stored.object] : [];
  }
  if (valueAt(paramRef, 'selector') === undefined)
    throw new ConfigurationError('one of name or selector must be provided');
  const selector = labelQueryOf(objectAt(paramRef, 'selector'));
  return [...store.objectsIn(namespace)]
    .map(({ object }) => object)
    .filter((object) => selector.matches(labelsIn(objectAt(object, 'metadata', 'labels'))));
}
