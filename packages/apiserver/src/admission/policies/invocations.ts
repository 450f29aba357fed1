// Which policies are asked about a write, by which bindings, and with which parameters.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/generic/policy_dispatcher.go

import type { JsonObject } from '../../json/json.ts';
import { present, type ServedResource } from '../../registry/served-resource.ts';
import type { Steps } from '../../schema/steps.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { requestNamespace } from '../webhooks/review.ts';
import type { AdmissionWork } from '../work.ts';
import type { Binding } from './binding.ts';
import type { Hook } from './hooks.ts';
import { paramResource, paramsOf } from './params.ts';
import type { Policy, PolicyTerms } from './policy.ts';
import { ConfigurationError, matchedOrFault } from './refusal.ts';

/** A policy that is asked with one object of parameters, or with none. */
export interface Invocation<P extends Policy> {
  readonly policy: P;
  readonly binding: Binding;
  /** In whose version it is asked. */
  readonly matched: ServedResource;
  readonly param: StoredObject | undefined;
  /** Of the parameters. */
  readonly paramResource: ServedResource | undefined;
}

/** A policy or a binding that cannot be put into effect. */
export interface Misfit {
  readonly policy: PolicyTerms;
  readonly binding: Binding | undefined;
  readonly message: string;
}

/** About as much as what surrounds the expressions of an invocation. */
const perInvocation = 1000;

/** In the order in which they are asked; those that are to be ignored are left out. */
export function* invocationsOf<P extends Policy>(
  hooks: readonly Hook<P>[],
  attributes: AdmissionAttributes,
  work: AdmissionWork,
): Generator<Invocation<P> | Misfit, void, undefined> {
  for (const hook of hooks) {
    const { terms } = hook;
    const target = unlessMisfit(() => targetOf(terms, attributes, work.steps));
    if (target instanceof ConfigurationError) yield* misfitOf(terms, undefined, target);
    else if (target) yield* boundInvocations(hook, { attributes, work, target });
  }
}

type Target = Pick<Invocation<Policy>, 'matched' | 'paramResource'>;

function targetOf(terms: PolicyTerms, attributes: AdmissionAttributes, steps: Steps): Target | undefined {
  const matched = matchedOrFault(terms.criteria, attributes, steps);
  return matched && { matched, paramResource: paramResource(attributes.server, terms) };
}

interface BoundTo {
  readonly attributes: AdmissionAttributes;
  readonly work: AdmissionWork;
  readonly target: Target;
}

function* boundInvocations<P extends Policy>(
  { terms, policy, bindings }: Hook<P>,
  { attributes, work, target }: BoundTo,
): Generator<Invocation<P> | Misfit, void, undefined> {
  const { steps } = work;
  const namespace = requestNamespace(attributes);
  for (const binding of bindings) {
    const params = unlessMisfit(() =>
      binding.criteria && !matchedOrFault(binding.criteria, attributes, steps)
        ? []
        : paramsOf(target.paramResource, binding, { namespace, steps }),
    );
    if (params instanceof ConfigurationError) yield* misfitOf(terms, binding, params);
    else
      for (const param of params) {
        steps.spend(perInvocation);
        yield { policy: policy(work), binding, param, ...target };
      }
  }
}

function unlessMisfit<T>(run: () => T): T | ConfigurationError {
  try {
    return run();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

function misfitOf(policy: PolicyTerms, binding: Binding | undefined, { message }: Error): Misfit[] {
  if (policy.ignoresFailure) return [];
  const what = binding ? 'binding' : 'policy';
  return [{ policy, binding, message: `failed to configure ${what}: ${message}` }];
}

/** The parameters of an invocation in the version of its policy, read anew at every call. */
export function readParams(
  { param, paramResource }: Pick<Invocation<Policy>, 'param' | 'paramResource'>,
  steps: Steps,
): JsonObject | undefined {
  if (!param || !paramResource) return undefined;
  steps.spend(param.bytes.length);
  return present(paramResource, param.object);
}
