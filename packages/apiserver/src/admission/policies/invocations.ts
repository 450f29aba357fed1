// Which policies are asked about a write, by which bindings, and with which parameters.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/generic/policy_dispatcher.go

import type { JsonObject } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { Steps } from '../../schema/steps.ts';
import { notFound } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { Inquiry } from '../expressions/evaluation.ts';
import { namesOf } from '../expressions/names.ts';
import { requestNamespace } from '../webhooks/review.ts';
import { paramResource, paramsOf } from './params.ts';
import type { Binding, Hook, Policy } from './policy.ts';
import { ConfigurationError, matchedOrFault } from './refusal.ts';

/** A policy that is asked with one object of parameters, or with none. */
export interface Invocation<P extends Policy> {
  readonly policy: P;
  readonly binding: Binding;
  /** In whose version it is asked. */
  readonly matched: ServedResource;
  readonly params: JsonObject | undefined;
}

/** A policy or a binding that cannot be put into effect. */
export interface Misfit<P extends Policy> {
  readonly policy: P;
  readonly binding: Binding | undefined;
  readonly message: string;
}

/** In the order in which they are asked; those that are to be ignored are left out. */
export function* invocationsOf<P extends Policy>(
  { policy, bindings }: Hook<P>,
  attributes: AdmissionAttributes,
): Generator<Invocation<P> | Misfit<P>, void, undefined> {
  const misfit = (binding: Binding | undefined, error: unknown): Misfit<P>[] => {
    if (!(error instanceof ConfigurationError)) throw error;
    const what = binding ? 'binding' : 'policy';
    const message = `failed to configure ${what}: ${error.message}`;
    return policy.ignoresFailure ? [] : [{ policy, binding, message }];
  };
  const found = attempt(() => {
    const matched = matchedOrFault(policy.criteria, attributes);
    return matched && { matched, params: paramResource(attributes.server, policy) };
  });
  if ('fault' in found) yield* misfit(undefined, found.fault);
  if (!('value' in found) || !found.value) return;
  const { matched, params: resource } = found.value;
  const namespace = requestNamespace(attributes);
  for (const binding of bindings) {
    const all = attempt(() =>
      binding.criteria && !matchedOrFault(binding.criteria, attributes)
        ? []
        : paramsOf(resource, binding, namespace),
    );
    if ('fault' in all) yield* misfit(binding, all.fault);
    else for (const params of all.value) yield { policy, binding, matched, params };
  }
}

function attempt<T>(run: () => T): { readonly value: T } | { readonly fault: unknown } {
  try {
    return { value: run() };
  } catch (fault) {
    return { fault };
  }
}

/** What the expressions of an invocation see, and what its conditions see. */
export function inquiriesOf(
  { policy, matched, params }: Invocation<Policy>,
  attributes: AdmissionAttributes,
  steps: Steps,
): { readonly inquiry: Inquiry; readonly conditions: Inquiry } {
  const { variables } = policy;
  const values = { matched, params, namespace: namespaceOf(attributes) };
  // Conditions see the resource of the request, and no namespace.
  const ofRequest = { ...values, resource: attributes.served, namespace: undefined };
  return {
    inquiry: { names: namesOf(attributes, values), variables, steps },
    conditions: { names: namesOf(attributes, ofRequest), variables, steps },
  };
}

// Of a namespace itself, none.
function namespaceOf({ server, served, shownKind, namespace }: AdmissionAttributes): JsonObject | undefined {
  const { group, version, kind } = shownKind ?? served.resource;
  if (namespace === '' || (group === '' && version === 'v1' && kind === 'Namespace')) return undefined;
  const namespaces = server.registry.find('', 'v1', 'namespaces');
  if (!namespaces) return undefined;
  const stored = namespaces.store.get(namespace);
  if (!stored) throw notFound(namespaces.resource, namespace);
  return stored.object;
}
