// Policies that judge what is to be written.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/validating/dispatcher.go

import { seenAs } from '../../conversion/converted-attributes.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import { Steps } from '../../schema/steps.ts';
import type { StatusError } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { isExemptFromPolicies } from '../exempt.ts';
import type { WebhookCalls } from '../webhooks/webhook-call.ts';
import { inquiriesOf, invocationsOf } from './invocations.ts';
import { type Complaint, type Judgement, judge } from './judgement.ts';
import { type Binding, type Hook, hooksOf } from './policy.ts';
import { admissionForbidden, ConfigurationError, matchedOrFault, withReason } from './refusal.ts';
import { type ValidatingPolicy, validatingPolicy } from './validating-policy.ts';

/** The attributes with their objects in all versions for which policies ask, where a webhook has to convert them. */
export function* seenByPolicies(attributes: AdmissionAttributes): WebhookCalls<AdmissionAttributes> {
  const { server, served } = attributes;
  if (!served.converter || !server.plugins.has('ValidatingAdmissionPolicy')) return attributes;
  let seen = attributes;
  for (const { policy } of hooksOf(server, 'validating', validatingPolicy))
    seen = yield* seenAs(matchedIfTold(policy, seen), seen);
  return seen;
}

// Where it cannot be told, the judgement says so.
function matchedIfTold(
  { criteria }: ValidatingPolicy,
  attributes: AdmissionAttributes,
): ServedResource | undefined {
  try {
    return matchedOrFault(criteria, attributes);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** @throws StatusError where a policy refuses: what the first of them says. */
export function judgeByPolicies(attributes: AdmissionAttributes): void {
  const { server, served } = attributes;
  if (!server.plugins.has('ValidatingAdmissionPolicy')) return;
  const hooks = hooksOf(server, 'validating', validatingPolicy);
  if (hooks.length === 0 || isExemptFromPolicies(served)) return;
  const round = new Round(attributes);
  for (const hook of hooks) round.ask(hook);
  if (round.refusal) throw round.refusal;
}

class Round {
  refusal: StatusError | undefined;
  readonly #attributes: AdmissionAttributes;
  readonly #steps = new Steps();

  constructor(attributes: AdmissionAttributes) {
    this.#attributes = attributes;
  }

  ask(hook: Hook<ValidatingPolicy>): void {
    for (const one of invocationsOf(hook, this.#attributes)) {
      const { policy, binding } = one;
      if ('message' in one) {
        // Whatever the binding says is to be done.
        this.#refuse(policy, binding, { message: one.message, reason: '' });
        continue;
      }
      const { inquiry, conditions } = inquiriesOf(one, this.#attributes, this.#steps);
      this.#take(policy, one.binding, judge(policy, inquiry, conditions));
    }
  }

  #take(policy: ValidatingPolicy, binding: Binding, { complaints, failures }: Judgement): void {
    for (const complaint of complaints) {
      if (binding.actions.includes('Deny')) this.#refuse(policy, binding, complaint);
      if (binding.actions.includes('Warn'))
        this.#attributes.warnings.push(
          `Validation failed for ValidatingAdmissionPolicy '${policy.name}' with binding '${binding.name}': ${complaint.message}`,
        );
    }
    for (const message of failures) this.#refuse(policy, binding, { message, reason: '' });
  }

  #refuse({ name }: ValidatingPolicy, binding: Binding | undefined, { message, reason }: Complaint): void {
    if (this.refusal) return;
    const by = binding ? ` with binding '${binding.name}'` : '';
    const why = `ValidatingAdmissionPolicy '${name}'${by} denied request: ${message}`;
    this.refusal = withReason(admissionForbidden(this.#attributes, why, [why]), reason || 'Invalid');
  }
}
