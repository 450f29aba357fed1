// Policies that judge what is to be written.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/validating/dispatcher.go

import { seenAs } from '../../conversion/converted-attributes.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { Steps } from '../../schema/steps.ts';
import type { StatusError } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { isExemptFromPolicies } from '../exempt.ts';
import type { WebhookCalls } from '../webhooks/webhook-call.ts';
import { AdmissionWork } from '../work.ts';
import type { Binding } from './binding.ts';
import { type Hook, hooksBy } from './hooks.ts';
import { invocationsOf, readParams } from './invocations.ts';
import { type Complaint, type Judgement, judge } from './judgement.ts';
import type { PolicyTerms } from './policy.ts';
import { admissionForbidden, ConfigurationError, matchedOrFault, withReason } from './refusal.ts';
import { compileValidating, type ValidatingPolicy } from './validating-policy.ts';
import { Views } from './views.ts';

const hooksOf = hooksBy('validating', compileValidating);

/** The attributes with their objects in all versions for which policies ask, where a webhook has to convert them. */
export function* seenByPolicies(attributes: AdmissionAttributes): WebhookCalls<AdmissionAttributes> {
  const { server, served } = attributes;
  if (!served.converter || !server.plugins.has('ValidatingAdmissionPolicy')) return attributes;
  const { steps } = new AdmissionWork();
  let seen = attributes;
  for (const { terms } of hooksOf(server)) seen = yield* seenAs(matchedIfTold(terms, seen, steps), seen);
  return seen;
}

// Where it cannot be told, the judgement says so.
function matchedIfTold(
  { criteria }: PolicyTerms,
  attributes: AdmissionAttributes,
  steps: Steps,
): ServedResource | undefined {
  try {
    return matchedOrFault(criteria, attributes, steps);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** @throws StatusError where a policy refuses: what the first of them says. */
export function judgeByPolicies(attributes: AdmissionAttributes): void {
  const { server, served } = attributes;
  if (!server.plugins.has('ValidatingAdmissionPolicy') || isExemptFromPolicies(served)) return;
  const hooks = hooksOf(server);
  if (hooks.length === 0) return;
  const round = new Round(attributes);
  round.ask(hooks);
  if (round.refusal) throw round.refusal;
}

class Round {
  refusal: StatusError | undefined;
  readonly #attributes: AdmissionAttributes;
  readonly #work = new AdmissionWork();
  readonly #views: Views;

  constructor(attributes: AdmissionAttributes) {
    this.#attributes = attributes;
    this.#views = new Views(attributes, this.#work.steps);
  }

  ask(hooks: readonly Hook<ValidatingPolicy>[]): void {
    for (const one of invocationsOf(hooks, this.#attributes, this.#work)) {
      const { policy, binding } = one;
      if ('message' in one) {
        // Whatever the binding says is to be done.
        this.#refuse(policy, binding, { message: one.message, reason: '' });
        continue;
      }
      const { inquiry, conditions } = this.#views.of(one, readParams(one, this.#work.steps));
      this.#take(policy, one.binding, judge(one.policy, inquiry, conditions));
    }
  }

  #take(policy: PolicyTerms, binding: Binding, { complaints, failures }: Judgement): void {
    for (const complaint of complaints) {
      if (binding.actions.includes('Deny')) this.#refuse(policy, binding, complaint);
      if (!binding.actions.includes('Warn')) continue;
      const warning = `Validation failed for ValidatingAdmissionPolicy '${policy.name}' with binding '${binding.name}': ${complaint.message}`;
      this.#work.steps.spendOnText(warning);
      this.#attributes.warnings.push(warning);
    }
    for (const message of failures) this.#refuse(policy, binding, { message, reason: '' });
  }

  #refuse({ name }: PolicyTerms, binding: Binding | undefined, { message, reason }: Complaint): void {
    if (this.refusal) return;
    const by = binding ? ` with binding '${binding.name}'` : '';
    const why = `ValidatingAdmissionPolicy '${name}'${by} denied request: ${message}`;
    this.refusal = withReason(admissionForbidden(this.#attributes, why, [why]), reason || 'Invalid');
  }
}
