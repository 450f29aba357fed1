// The policies that are in effect: those that a binding names.

import { oncePer } from '../../once-per.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Steps } from '../../schema/steps.ts';
import type { ServerContext } from '../../server-context.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { Registered } from '../registered.ts';
import { registrationStore } from '../registration-store.ts';
import type { AdmissionWork } from '../work.ts';
import { type Binding, bindingOf } from './binding.ts';
import { type Policy, type PolicyTerms, termsOf } from './policy.ts';

type Kind = 'validating' | 'mutating';

/** A policy with its bindings. */
export interface Hook<P extends Policy> {
  readonly terms: PolicyTerms;
  /** With its expressions: compiled once, when it is first to be asked. */
  readonly policy: (work: AdmissionWork) => P;
  readonly bindings: readonly Binding[];
}

/** How a policy of a kind is compiled. */
export type CompilePolicy<P extends Policy> = (stored: StoredObject, terms: PolicyTerms, steps: Steps) => P;

/** What gives the policies of a kind that are in effect, in the order of their names. */
export function hooksBy<P extends Policy>(
  kind: Kind,
  compile: CompilePolicy<P>,
): (server: Pick<ServerContext, 'registry'>) => readonly Hook<P>[] {
  const hooksIn = oncePer((registry: Registry) => {
    const [policies, bindings] = storesOf(registry, kind);
    return policies && bindings && new Hooks(policies, bindings, compile);
  });
  // Most servers have none, and are not to be asked for what they have.
  return (server) => (hasPolicies(server, kind) ? (hooksIn(server.registry)?.all ?? []) : []);
}

/** Whether there may be some in effect. */
export function hasPolicies({ registry }: Pick<ServerContext, 'registry'>, kind: Kind): boolean {
  return (storesOf(registry, kind)[1]?.size ?? 0) > 0;
}

function storesOf(registry: Registry, kind: Kind): (ResourceStore | undefined)[] {
  return [
    registrationStore(registry, `${kind}admissionpolicies`),
    registrationStore(registry, `${kind}admissionpolicybindings`),
  ];
}

type Registration<P extends Policy> = Omit<Hook<P>, 'bindings'>;

class Hooks<P extends Policy> {
  readonly #policies: Registered<Registration<P>>;
  readonly #bindings: Registered<Binding>;
  #policiesSeen: readonly Registration<P>[] = [];
  #bindingsSeen: readonly Binding[] = [];
  #all: readonly Hook<P>[] = [];

  constructor(policies: ResourceStore, bindings: ResourceStore, compile: CompilePolicy<P>) {
    this.#policies = new Registered(policies, (stored) => registrationOf(stored, compile));
    this.#bindings = new Registered(bindings, bindingOf);
  }

  get all(): readonly Hook<P>[] {
    const [policies, bindings] = [this.#policies.all, this.#bindings.all];
    if (policies === this.#policiesSeen && bindings === this.#bindingsSeen) return this.#all;
    const byPolicy = Map.groupBy(bindings, ({ policy }) => policy);
    this.#all = policies.flatMap((one) => {
      const bound = byPolicy.get(one.terms.name);
      return bound ? [{ ...one, bindings: bound }] : [];
    });
    this.#policiesSeen = policies;
    this.#bindingsSeen = bindings;
    return this.#all;
  }
}

function registrationOf<P extends Policy>(stored: StoredObject, compile: CompilePolicy<P>): Registration<P> {
  const terms = termsOf(stored);
  let known: P | undefined;
  return {
    terms,
    policy: (work) => {
      known ??= compile(stored, terms, work.compilation());
      return known;
    },
  };
}
