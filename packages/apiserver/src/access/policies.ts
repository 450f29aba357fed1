// The stored roles and bindings as decisions need them: decoded once for each state.

import { resourceName } from '@kube-rx/core';
import { objectsAt } from '../json/json.ts';
import { rbacGroup } from '../kinds/rbac-validation.ts';
import { oncePer } from '../once-per.ts';
import type { Registry } from '../registry/registry.ts';
import { notFound, type StatusError, unclassified } from '../status-error.ts';
import type { Snapshot } from '../storage/history.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { Bindings, type Bound, type RoleRef, readBinding, storedBinding } from './bindings.ts';
import { type DefaultObject, defaultPolicy } from './policy/default-policy.ts';
import type { RoleSource } from './rbac.ts';
import { RuleSet } from './rule-set.ts';
import type { User } from './user.ts';

const ofBindings = new WeakMap<Snapshot, Bindings>();

/** What a missing role is called: by those who decide about requests, and by the storage of roles. */
export type RoleWords = Readonly<Record<'role' | 'clusterRole', string>>;

export const decidingWords: RoleWords = { role: 'role', clusterRole: 'clusterrole' };
export const storageWords: RoleWords = { role: 'roles', clusterRole: 'clusterroles' };

export class Policies implements RoleSource {
  readonly #registry: Registry;
  readonly #words: RoleWords;

  constructor(registry: Registry, words: RoleWords) {
    this.#registry = registry;
    this.#words = words;
  }

  *bindingsOf(user: User, namespace: string): Generator<Bound> {
    yield* this.#bindings('clusterrolebindings').of(user, '');
    if (namespace !== '') yield* this.#bindings('rolebindings').of(user, namespace);
  }

  rulesOf({ kind, name }: RoleRef, namespace: string): RuleSet | StatusError {
    switch (kind) {
      case 'ClusterRole':
        return this.#clusterRole(name) ?? notFound(missing(this.#words.clusterRole), name);
      case 'Role': {
        const stored = this.#store('roles')?.get(`${namespace}/${name}`);
        return stored ? rulesIn(stored) : notFound(missing(this.#words.role), name);
      }
      default:
        return unclassified(`unsupported role reference kind: ${JSON.stringify(kind)}`);
    }
  }

  #clusterRole(name: string): RuleSet | undefined {
    const store = this.#store('clusterroles');
    const stored = store?.get(name);
    if (stored) return rulesIn(stored);
    const role = store ? undefined : unstored('ClusterRole').find((one) => one.name === name);
    return role && new RuleSet(objectsAt(role.object, 'rules'));
  }

  #bindings(plural: 'clusterrolebindings' | 'rolebindings'): Bindings {
    const store = this.#store(plural);
    if (!store) return plural === 'rolebindings' ? new Bindings([]) : unstoredBindings();
    const { snapshot } = store;
    const known = ofBindings.get(snapshot) ?? new Bindings(store.objectsIn('').map(storedBinding));
    ofBindings.set(snapshot, known);
    return known;
  }

  #store(plural: string) {
    return this.#registry.stores.get(resourceName({ group: rbacGroup, plural }));
  }
}

// A server that stores no roles has the default ones all the same.
function unstored(kind: string): readonly DefaultObject[] {
  return defaultPolicy().filter((one) => one.kind === kind);
}

function unstoredBindings(): Bindings {
  return new Bindings(unstored('ClusterRoleBinding').map(({ object }) => readBinding(object)));
}

const rulesIn = oncePer(({ object }: StoredObject) => new RuleSet(objectsAt(object, 'rules')));

function missing(word: string): { readonly group: string; readonly plural: string } {
  return { group: rbacGroup, plural: word };
}
