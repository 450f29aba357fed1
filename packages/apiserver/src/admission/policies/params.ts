// The parameters of a policy, as a binding names them.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/generic/policy_dispatcher.go

import { objectKey } from '@kube-rx/core';
import { textAt } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { Steps } from '../../schema/steps.ts';
import type { ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import type { Binding, ParamRef } from './binding.ts';
import type { ParamKind, PolicyTerms } from './policy.ts';
import { ConfigurationError } from './refusal.ts';

/** Undefined for a policy without parameters. @throws ConfigurationError where the server does not know the kind. */
export function paramResource(
  { registry }: ServerContext,
  { paramKind }: PolicyTerms,
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

interface Terms {
  /** That of the request. */
  readonly namespace: string;
  readonly steps: Steps;
}

/**
 * The parameters with which the policy is evaluated, each by itself; undefined: without any.
 *
 * @throws ConfigurationError where there should be some and there are none.
 */
export function paramsOf(
  resource: ServedResource | undefined,
  { paramRef }: Binding,
  { namespace, steps }: Terms,
): readonly (StoredObject | undefined)[] {
  if (!resource || !paramRef) return [undefined];
  const within = scopeOf(resource, paramRef, namespace);
  const found = foundParams(resource, paramRef, { namespace: within, steps });
  if (found.length === 0 && paramRef.denies)
    throw new ConfigurationError('no params found for policy binding with `Deny` parameterNotFoundAction');
  if (resource.converter && found.some((one) => !isStoredAs(resource, one, steps)))
    throw new ConfigurationError(
      'the params of the policy are stored in another version than its paramKind, and policies wait for no conversion webhook',
    );
  return found;
}

function isStoredAs({ storageVersion }: ServedResource, stored: StoredObject, steps: Steps): boolean {
  steps.spend(stored.bytes.length);
  return textAt(stored.object, 'apiVersion') === storageVersion;
}

function scopeOf({ resource }: ServedResource, paramRef: ParamRef, namespace: string): string {
  if (resource.scope === 'Namespaced') {
    const within = paramRef.namespace || namespace;
    if (within !== '') return within;
    throw new ConfigurationError(
      'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
    );
  }
  if (paramRef.namespace === '') return '';
  throw new ConfigurationError('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
}

const perParam = 20;
/** From here on a selector looks at each label. */
const fewRequirements = 8;

function foundParams(
  { store }: ServedResource,
  { name, selector }: ParamRef,
  { namespace, steps }: Terms,
): StoredObject[] {
  if (name !== '') {
    const stored = store.get(objectKey(name, namespace));
    return stored ? [stored] : [];
  }
  if (!selector) throw new ConfigurationError('one of name or selector must be provided');
  const isLarge = selector.requirements.length > fewRequirements;
  const found = store.objectsIn(namespace).filter((stored) => {
    const { labels } = stored;
    steps.spend(perParam + selector.requirements.length + (isLarge ? Object.keys(labels).length : 0));
    return selector.matches(labels);
  });
  return found.toArray();
}
