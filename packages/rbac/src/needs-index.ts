// Rights, found by what a grant names: roles may have very many grants.

import type { ResourceAttributes } from '@kube-rx/core';
import { resourceText } from './access.ts';
import { allows, type Grant, isWild } from './grant.ts';

export class NeedsIndex {
  readonly #needs: readonly ResourceAttributes[];
  readonly #exact: Map<string, ResourceAttributes[]>;

  constructor(needs: readonly ResourceAttributes[]) {
    this.#needs = needs;
    this.#exact = Map.groupBy(needs, (need) => keyOf(need.group, resourceText(need), need.verb));
  }

  /** Which of them the grant allows. */
  allowedBy(grant: Grant): ResourceAttributes[] {
    const { group, resource, verb } = grant;
    const candidates = isWild(grant) ? this.#needs : (this.#exact.get(keyOf(group, resource, verb)) ?? []);
    return candidates.filter((need) => allows(grant, need));
  }
}

function keyOf(group: string, resource: string, verb: string): string {
  return JSON.stringify([group, resource, verb]);
}
