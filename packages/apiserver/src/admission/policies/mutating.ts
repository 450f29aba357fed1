// Policies that change what is to be written: one after the other, each sees what those before it have made of it.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/mutating/dispatcher.go

import { isConverted } from '../../conversion/converted-attributes.ts';
import { type JsonObject, jsonEquals } from '../../json/json.ts';
import { notImplemented, StatusError } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { isExemptFromPolicies } from '../exempt.ts';
import { holdAll } from '../expressions/match-conditions.ts';
import type { Reinvocation } from '../webhooks/reinvocation.ts';
import { AdmissionWork } from '../work.ts';
import type { Binding } from './binding.ts';
import { hooksBy } from './hooks.ts';
import { type Invocation, invocationsOf, readParams } from './invocations.ts';
import { compileMutating, type MutatingPolicy } from './mutating-policy.ts';
import { mutatedObject } from './mutation.ts';
import { MutationError } from './patch-value.ts';
import type { PolicyTerms } from './policy.ts';
import { admissionForbidden } from './refusal.ts';
import { Views } from './views.ts';

const hooksOf = hooksBy('mutating', compileMutating);

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
  if (!server.plugins.has('MutatingAdmissionPolicy') || isExemptFromPolicies(served)) return object;
  const hooks = hooksOf(server);
  if (hooks.length === 0) return object;
  const round = new Round(attributes, reinvocation);
  const asked: Invocation<MutatingPolicy>[] = [];
  for (const one of invocationsOf(hooks, attributes, round.work))
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
  /** A mutation was carried out, whether it changed something or not. */
  isDirty = false;
  readonly #attributes: AdmissionAttributes;
  /** With the object as it is by now. */
  #current: AdmissionAttributes;
  #views: Views;
  readonly #reinvocation: Reinvocation;
  readonly work = new AdmissionWork();
  readonly #failures: Failure[] = [];

  constructor(attributes: AdmissionAttributes, reinvocation: Reinvocation) {
    this.#attributes = attributes;
    this.#current = attributes;
    this.#views = new Views(attributes, this.work.steps);
    this.#reinvocation = reinvocation;
  }

  get object(): JsonObject | undefined {
    return this.#current.object;
  }

  #take(object: JsonObject): void {
    if (object === this.object) return;
    this.#current = { ...this.#current, object };
    this.#views = new Views(this.#current, this.work.steps);
  }

  ask(invocation: Invocation<MutatingPolicy>): void {
    const { policy, binding, param } = invocation;
    const params = readParams(invocation, this.work.steps);
    const { conditions } = this.#views.of(invocation, params);
    const holds = holdAll(
      { expressions: policy.conditions, ignoresFailure: policy.ignoresFailure },
      conditions,
    );
    if (typeof holds === 'string') this.fail(policy, binding, { message: holds, reason: 'Invalid' });
    if (holds !== true) return;
    const of = [param?.namespace ?? '', param?.name ?? ''];
    const key = [policy.name, binding.name, ...of].join('/');
    if (!this.#reinvocation.asks(key)) return;
    const before = this.object;
    for (const mutation of policy.mutations) this.#mutate(invocation, mutation, params);
    if (!jsonEquals(before, this.object)) this.#reinvocation.changed();
    if (policy.reinvoked) this.#reinvocation.asked(key);
  }

  #mutate(
    invocation: Invocation<MutatingPolicy>,
    mutation: MutatingPolicy['mutations'][number],
    params: JsonObject | undefined,
  ): void {
    const { object } = this;
    if (object === undefined) return;
    const { policy, binding, matched } = invocation;
    const attributes = this.#current;
    const { inquiry } = this.#views.of(invocation, params);
    try {
      this.#take(mutatedObject(object, mutation, { attributes, matched, inquiry }));
      this.isDirty = true;
    } catch (error) {
      if (!(error instanceof MutationError)) throw error;
      this.fail(policy, binding, { message: error.message, reason: 'Invalid' });
    }
  }

  fail(policy: PolicyTerms, binding: Binding | undefined, { message, reason }: Failure): void {
    if (policy.ignoresFailure) return;
    const by = binding
      ? `policy '${policy.name}' with binding '${binding.name}'`
      : `policy ${JSON.stringify(policy.name)}`;
    const told = `${by} denied request: ${message}`;
    this.work.steps.spendOnText(told);
    this.#failures.push({ message: told, reason });
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
