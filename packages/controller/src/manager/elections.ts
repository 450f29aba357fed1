// Which Leases a manager competes for, and what is run under which of them: one elector a Lease.

import type { Client } from '@kube-rx/client';
import type { Clock } from '@kube-rx/core';
import type { ControllerLog } from '../controller/controller-log.ts';
import { LeaderElector } from '../election/leader-elector.ts';
import type { ManagedElection, PartOptions } from './managed.ts';
import { refuse } from './manager-options.ts';

export interface ElectionsOptions {
  /** Of what says nothing else. */
  readonly usual: ManagedElection | false | undefined;
  /** Of the first controller, if there is one. */
  readonly client: Client | undefined;
  readonly clock: Clock;
  readonly log: ControllerLog | false;
}

/** A Lease that is competed for. */
export interface NamedElector {
  /** As `shop/website-operator`. */
  readonly name: string;
  readonly elector: LeaderElector;
}

export class Elections {
  readonly #options: ElectionsOptions;
  readonly #electors: (NamedElector & { readonly client: Client; readonly asked: string })[] = [];

  constructor(options: ElectionsOptions) {
    this.#options = options;
  }

  get all(): readonly NamedElector[] {
    return this.#electors;
  }

  /**
   * Undefined where a part runs whoever leads.
   *
   * @throws InvalidRequestError for an election that cannot be, and for two of one Lease that do not agree.
   */
  of({ leaderElection = this.#options.usual }: PartOptions): LeaderElector | undefined {
    if (leaderElection === undefined || leaderElection === false) return undefined;
    const { client = this.#options.client, ...election } = leaderElection;
    if (!client) refuse('leaderElection needs a client, as there is no controller that has one');
    const { name, namespace = client.defaultNamespace } = election;
    const asked = JSON.stringify(Object.entries({ ...election, namespace }).sort());
    const known = this.#electors.find(
      (each) => each.client === client && each.name === `${namespace}/${name}`,
    );
    if (known && known.asked !== asked)
      refuse(`two elections have the Lease ${known.name}, and do not agree in their options`);
    if (known) return known.elector;
    const { clock, log } = this.#options;
    const elector = new LeaderElector({ ...election, client, clock, log });
    this.#electors.push({ name: `${namespace}/${name}`, elector, client, asked });
    return elector;
  }
}
