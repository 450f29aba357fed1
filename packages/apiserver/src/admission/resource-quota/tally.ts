// The running sums of a server, of each kind that a quota counts.

import { resourceName } from '@kube-rx/core';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { ServerContext } from '../../server-context.ts';
import { evaluatorOf } from './evaluators.ts';
import { KindSums } from './kind-sums.ts';
import type { RunningSum } from './running-sum.ts';
import { type StoredQuota, storedQuota } from './stored-quota.ts';

const tallies: WeakMap<ServerContext, Tally> = new WeakMap();

export function tallyOf(server: ServerContext): Tally {
  let tally = tallies.get(server);
  if (!tally) tallies.set(server, (tally = new Tally(server)));
  return tally;
}

/** Where there are no quotas. */
export function forgetTally(server: ServerContext): void {
  tallies.delete(server);
}

class Tally {
  readonly #server: ServerContext;
  /** By the name of the resource. */
  readonly #kinds: Map<string, KindSums> = new Map();
  readonly #served: Map<string, ServedResource> = new Map();

  constructor(server: ServerContext) {
    this.#server = server;
  }

  /** Undefined for a kind that is not served, or not counted. */
  sumOf(kind: string, namespace: string, quota: StoredQuota): RunningSum | undefined {
    const served = this.#servedAs(kind);
    const evaluator = served && evaluatorOf(this.#server.registry, served.resource);
    if (!evaluator) return undefined;
    let sums = this.#kinds.get(kind);
    if (sums?.store !== served.store) this.#kinds.set(kind, (sums = new KindSums(served.store, evaluator)));
    return sums.sumFor(namespace, quota, this.#server.clock.now());
  }

  /** Takes in a write; gives whether what is there of the kind may be less than the quotas of the namespace know. */
  hasMoved({ resource, store }: ServedResource, namespace: string): boolean {
    const sums = this.#kinds.get(resourceName(resource));
    return sums?.store !== store || sums.hasMoved(namespace);
  }

  /** Forgets what no quota of the namespace asks for any more. */
  prune(quotas: ServedResource, namespace: string): void {
    const wanted = new Map<string, Set<string>>();
    for (const stored of quotas.store.objectsIn(namespace)) {
      const { names, scopesKey } = storedQuota(quotas.store, stored);
      for (const kind of names.keys()) {
        const keys = wanted.get(kind);
        if (keys) keys.add(scopesKey);
        else wanted.set(kind, new Set([scopesKey]));
      }
    }
    for (const [kind, sums] of this.#kinds) {
      sums.keep(namespace, wanted.get(kind) ?? new Set());
      if (sums.isEmpty || !this.#servedAs(kind)) this.#kinds.delete(kind);
    }
  }

  #servedAs(kind: string): ServedResource | undefined {
    const { registry } = this.#server;
    const known = this.#served.get(kind);
    if (known) {
      const { group, version, plural } = known.resource;
      if (registry.find(group, version, plural) === known) return known;
    }
    const found = registry.resources.find(
      ({ resource }) => resource.scope === 'Namespaced' && resourceName(resource) === kind,
    );
    if (found) this.#served.set(kind, found);
    else this.#served.delete(kind);
    return found;
  }
}
