// The stored roles and bindings as decisions need them: decoded once for each state.

import { resourceName } from '@kube-rx/core';
import { objectsAt } from '../json/json.ts';
import { rbacGroup } from '../kinds/rbac-validation.ts';
import { oncePer } from '../once-per.ts';
import type { Registry } from '../registry/registry.ts';
import { notFound, type StatusError, unclassified } from '../status-error.ts';
import type { Snapshot } from '../storage/history.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { defaultRules } from './aggregation.ts';
import { Bindings, type Bound, type RoleRef, readBinding, storedBinding } from './bindings.ts';
import { defaultBindings, defaultRoles } from './default-roles.ts';
import type { RoleSource } from './rbac.ts';
import { RuleSet } from './rule-set.ts';
import type { User } from './user.ts';

const ofDefaults = new Bindings(defaultBindings.map(readBinding));
const ofBindings = new WeakMap<Snapshot, Bindings>();
const ofDefaultRoles = oncePer<Snapshot, Map<string, RuleSet>>(() => new Map());

export class Policies implements RoleSource {
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  *bindingsOf(user: User, namespace: string): Generator<Bound> {
    yield* ofDefaults.of(user, '');
    yield* this.#bindings('clusterrolebindings')?.of(user, '') ?? [];
    if (namespace !== '') yield* this.#bindings('rolebindings')?.of(user, namespace) ?? [];
  }

  rulesOf({ kind, name }: RoleRef, namespace: string): RuleSet | StatusError {
    switch (kind) {
      case 'ClusterRole':
        return this.#clusterRole(name) ?? notFound(missing('clusterrole'), name);
      case 'Role': {
        const stored = this.#store('roles')?.get(`${namespace}/${name}`);
        return stored ? rulesIn(stored) : notFound(missing('role'), name);
      }
      default:
        return unclassified(`unsupported role reference kind: ${JSON.stringify(kind)}`);
    }
  }

  #clusterRole(name: string): RuleSet | undefined {
    const store = this.#store('clusterroles');
    const stored = store?.get(name);
    if (stored) return rulesIn(stored);
    const role = defaultRoles.find((one) => one.name === name);
    if (!role) return undefined;
    const build = (): RuleSet => new RuleSet(defaultRules(role, store?.objectsIn('') ?? []));
    if (!store) return build();
    const known = ofDefaultRoles(store.snapshot);
    const rules = known.get(name) ?? build();
    known.set(name, rules);
    return rules;
  }

  #bindings(plural: string): Bindings | undefined {
    const store = this.#store(plural);
    if (!store) return undefined;
    const { snapshot } = store;
    const known = ofBindings.get(snapshot) ?? new Bindings(store.objectsIn('').map(storedBinding));
    ofBindings.set(snapshot, known);
    return known;
  }

  #store(plural: string) {
    return this.#registry.stores.get(resourceName({ group: rbacGroup, plural }));
  }
}

const rulesIn = oncePer(({ object }: StoredObject) => new RuleSet(objectsAt(object, 'rules')));

// As listers of the real server name it.
function missing(kind: string): { readonly group: string; readonly plural: string } {
  return { group: rbacGroup, plural: kind };
}
