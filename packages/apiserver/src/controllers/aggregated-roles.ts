// Writes into roles that gather others the rules of those others, as the controller manager of a cluster does.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go

import type { LabelQuery } from '@kube-rx/core';
import { type GatheredRule, gathered, selectorsOf, storedRules } from '../access/aggregation.ts';
import { withOwners } from '../apply/ownership.ts';
import { rbacGroup } from '../kinds/rbac-validation.ts';
import { oncePer } from '../once-per.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { maxObjectBytes } from '../storage/resource-store.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Controller } from './controller.ts';

export const roleController: Controller = {
  afterWrite(server, { served }) {
    const { group, plural } = served.resource;
    if (group !== rbacGroup || plural !== 'clusterroles') return;
    new Round(server, served).run();
  },
};

// The real controller works beside the server, where nobody waits for it.
const mostSteps = 20_000_000;

/** What follows from one write. */
class Round {
  readonly #server: ServerContext;
  readonly #served: ServedResource;
  #left = mostSteps;

  constructor(server: ServerContext, served: ServedResource) {
    this.#server = server;
    this.#served = served;
  }

  run(): void {
    const gathering = [...this.#served.store.objectsIn('')].filter((role) => selectorsIn(role) !== undefined);
    let changed: readonly StoredObject[] | undefined;
    // A role may gather from one that gathers: no chain is longer than there are such roles.
    for (let round = 0; round < gathering.length && this.#left > 0; round += 1) {
      const before = changed;
      changed = gathering.flatMap(({ key }) => this.#gather(key, before) ?? []);
      if (changed.length === 0) return;
    }
  }

  /** The role, if it has other rules now. `changed`: from which it may have them, if not from any. */
  #gather(key: string, changed: readonly StoredObject[] | undefined): StoredObject | undefined {
    const { store } = this.#served;
    const stored = store.get(key);
    const selectors = stored && selectorsIn(stored);
    if (!stored || !selectors || this.#left <= 0) return undefined;
    this.#left -= changed?.length ?? 0;
    const concerns = ({ labels }: StoredObject): boolean => selectors.some((one) => one.matches(labels));
    if (changed && !changed.some(concerns)) return undefined;
    const rules = gathered(key, selectors, store.objectsIn(''));
    this.#left -= 10 * (store.snapshot.size + rules.length);
    if (sameRules(rules, storedRules(stored))) return undefined;
    const length = rules.reduce((sum, { text }) => sum + text.length, 0);
    // As for every other writer. The role keeps the rules that it has.
    if (length > maxObjectBytes) return undefined;
    this.#left -= length;
    const ownership = { kind: 'update', manager: 'clusterrole-aggregation-controller' } as const;
    const live = stored.object;
    const next = { ...live, rules: rules.length === 0 ? null : rules.map(({ rule }) => rule) };
    return store.put(withOwners(this.#server, this.#served, { live, next, ownership, part: 'main' }), 'owed');
  }
}

function sameRules(a: readonly GatheredRule[], b: readonly GatheredRule[]): boolean {
  return a.length === b.length && a.every(({ text }, at) => text === b[at]?.text);
}

// Known of each state once, because every write of a role asks it of all.
const selectorsIn = oncePer(({ object }: StoredObject): readonly LabelQuery[] | undefined =>
  selectorsOf(object),
);
