// Policies that change what is to be written: one after the other, each sees what those before it have made of it.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/mutating/dispatcher.go

import { isConverted } from '../../conversion/converted-attributes.ts';
import { type JsonObject, jsonEquals, textAt } from '../../json/json.ts';
import { Steps } from '../../schema/steps.ts';
import { notImplemented, StatusError } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { isExemptFromPolicies } from '../exempt.ts';
import { holdAll } from '../expressions/match-conditions.ts';
import type { Reinvocation } from '../webhooks/reinvocation.ts';
import { type Invocation, inquiriesOf, invocationsOf } from './invocations.ts';
import { type MutatingPolicy, mutatingPolicy } from './mutating-policy.ts';
import { mutatedObject } from './mutation.ts';
import { MutationError } from './patch-value.ts';
import { type Binding, hooksOf } from './policy.ts';
import { admissionForbidden } from './refusal.ts';

/**
 * The object as the policies leave it; the same one where none changes it.
 *
 * @throws StatusError where one of them refuses.
 */
export function mutatedByPolicies(
  attributes: AdmissionAttributes,
  reinvocation: Reinvocation,
): JsonObject | undefined {
  const { server, served, object } = attributes;
  if (!server.plugins.has('MutatingAdmissionPolicy')) return object;
  const hooks = hooksOf(server, 'mutating', mutatingPolicy);
  if (hooks.length === 0 || isExemptFromPolicies(served)) return object;
  const round = new Round(attributes, reinvocation);
  const asked: Invocation<MutatingPolicy>[] = [];
  for (const hook of hooks)
    for (const one of invocationsOf(hook, attributes))
      if ('message' in one) round.fail(one.policy, one.binding, { message: one.message, reason: '' });
      else asked.push(askable(one, attributes));
  if (asked.length > 0) {
    reinvocation.see(object);
    for (const one of asked) round.ask(one);
    reinvocation.leave(round.object);
  }
  if (round.isDirty) reinvocation.changed();
  round.requireNoFailure();
  return round.object;
}

function askable<P extends MutatingPolicy>(
  invocation: Invocation<P>,
  attributes: AdmissionAttributes,
): Invocation<P> {
  const { policy, matched } = invocation;
  if (isConverted(matched, attributes))
    throw notImplemented(
      `the admission policy ${JSON.stringify(policy.name)}, which sees ${matched.resource.version} of a kind that a webhook converts: name ${attributes.served.resource.version} in its matchConstraints`,
    );
  return invocation;
}

/** `reason`: that of the answer, if it is told first; `''`: none of its own. */
interface Failure {
  readonly message: string;
  readonly reason: string;
}

class Round {
  object: JsonObject | undefined;
  /** A mutation was carried out, whether it changed something or not. */
  isDirty = false;
  readonly #attributes: AdmissionAttributes;
  readonly #reinvocation: Reinvocation;
  readonly #steps = new Steps();
  readonly #failures: Failure[] = [];

  constructor(attributes: AdmissionAttributes, reinvocation: Reinvocation) {
    this.object = attributes.object;
    this.#attributes = attributes;
    this.#reinvocation = reinvocation;
  }

  ask(invocation: Invocation<MutatingPolicy>): void {
    const { policy, binding, params } = invocation;
    const { conditions } = inquiriesOf(invocation, this.#current, this.#steps);
    const holds = holdAll(
      { expressions: policy.conditions, ignoresFailure: policy.ignoresFailure },
      conditions,
    );
    if (typeof holds === 'string') this.fail(policy, binding, { message: holds, reason: 'Invalid' });
    if (holds !== true) return;
    const of = [textAt(params, 'metadata', 'namespace'), textAt(params, 'metadata', 'name')];
    const key = [policy.name, binding.name, ...of].join('/');
    if (!this.#reinvocation.asks(key)) return;
    const before = this.object;
    for (const mutation of policy.mutations) this.#mutate(invocation, mutation);
    if (!jsonEquals(before, this.object)) this.#reinvocation.changed();
    if (policy.reinvoked) this.#reinvocation.asked(key);
  }

  get #current(): AdmissionAttributes {
    return { ...this.#attributes, object: this.object };
  }

  #mutate(invocation: Invocation<MutatingPolicy>, mutation: MutatingPolicy['mutations'][number]): void {
    const { object } = this;
    if (object === undefined) return;
    const { policy, binding, matched } = invocation;
    const attributes = this.#current;
    const { inquiry } = inquiriesOf(invocation, attributes, this.#steps);
    try {
      this.object = mutatedObject(object, mutation, { attributes, matched, inquiry });
      this.isDirty = true;
    } catch (error) {
      if (!(error instanceof MutationError)) throw error;
      this.fail(policy, binding, { message: error.message, reason: 'Invalid' });
    }
  }

  fail(policy: MutatingPolicy, binding: Binding | undefined, { message, reason }: Failure): void {
    if (policy.ignoresFailure) return;
    const by = binding
      ? `policy '${policy.name}' with binding '${binding.name}'`
      : `policy ${JSON.stringify(policy.name)}`;
    this.#failures.push({ message: `${by} denied request: ${message}`, reason });
  }

  requireNoFailure(): void {
    const [first] = this.#failures;
    if (!first) return;
    const causes = this.#failures.map(({ message }) => message);
    const { status } = admissionForbidden(this.#attributes, '', causes);
    throw new StatusError(403, first.reason || 'Forbidden', {
      message: first.message,
      ...(status.details && { details: status.details }),
    });
  }
}
