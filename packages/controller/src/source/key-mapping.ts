// From a change of an object to the keys that it concerns.

import type { EncodedObject, KubeObject, Resource } from '@kube-rx/core';
import type { Change, Store } from '@kube-rx/runtime';
import type { SourceMapper } from './declaration.ts';
import { namesKind } from './owner-reference.ts';
import { viewOf } from './predicate.ts';
import { type ReferencePlace, readReferences } from './references.ts';
import { RunKey } from './run-key.ts';
import type { Troubles } from './trouble.ts';

/** Gives each key of a change once. */
export type KeyMapping<K extends KubeObject> = (change: Change<K>) => readonly string[];

/** What is reconciled, in one cluster. */
export interface Primary {
  readonly resource: Resource;
  readonly cluster: string;
  /** Undefined while there is none. */
  readonly store: () => Pick<Store<KubeObject>, 'encoded' | 'entries' | 'resourceVersion'> | undefined;
}

const noKeys: readonly string[] = [];

/** A change of what is reconciled. */
export function primaryMapping<K extends KubeObject>(primary: Primary): KeyMapping<K> {
  return ({ encoded }) => [keyOf(primary, encoded)];
}

// Whatever a server says, what is cluster-scoped has no namespace: else one object would have two keys.
function keyOf({ resource, cluster }: Primary, encoded: EncodedObject): string {
  return RunKey.format(cluster, resource.scope === 'Namespaced' ? encoded.namespace : '', encoded.name);
}

/**
 * By the controller reference, of the old and the new state. Group, kind and uid have to be those of an object that is
 * there: a namesake that was there before is another owner. The version is the writer's choice, so it is not read.
 */
export function ownerMapping<K extends KubeObject>({ resource, cluster, store }: Primary): KeyMapping<K> {
  const { scope } = resource;
  const ownerOf = (child: EncodedObject<K>): string | undefined => {
    const owner = child.controller;
    if (!owner || !namesKind(owner, resource) || typeof owner.name !== 'string') return undefined;
    const namespace = scope === 'Namespaced' ? child.namespace : '';
    // An owner in a namespace cannot own what is in none.
    if (scope === 'Namespaced' && namespace === '') return undefined;
    const primaries = store();
    const held = primaries?.encoded(
      namespace === '' ? { name: owner.name } : { name: owner.name, namespace },
    );
    // One that is not there yet runs when it comes. Before the first list, nobody knows.
    if (held ? held.uid !== owner.uid : primaries?.resourceVersion !== undefined) return undefined;
    return RunKey.format(cluster, namespace, owner.name);
  };
  return (change) => {
    const before = change.type === 'updated' && change.encodedPrevious;
    return twoKeys(ownerOf(change.encoded), before ? ownerOf(before) : undefined);
  };
}

export interface CustomMappingOptions<K extends KubeObject> {
  readonly mapper: SourceMapper<K>;
  readonly primary: Primary;
  readonly hasCluster: ReferencePlace['hasCluster'];
  readonly troubles: Troubles;
}

/** By a function of the program, which is asked about the old and the new state. */
export function customMapping<K extends KubeObject>(options: CustomMappingOptions<K>): KeyMapping<K> {
  const { mapper, primary, hasCluster, troubles } = options;
  const place = { scope: primary.resource.scope, cluster: primary.cluster, hasCluster };
  return (change) => {
    const view = viewOf(change);
    const { key, namespace } = change.encoded;
    const ask = (state: 'old' | 'new'): readonly string[] => {
      try {
        const object = view[state];
        if (!object) return noKeys;
        const answer = mapper(object, view);
        if (answer === 'all') return allKeys(primary);
        const { keys, problem, cause } = readReferences(answer, { ...place, namespace });
        if (problem !== undefined) troubles.report({ what: `the mapper ${problem}`, object: key, cause });
        return keys;
      } catch (cause) {
        troubles.report({ what: 'the mapper threw', object: key, cause });
        return noKeys;
      }
    };
    const [old, now] = [ask('old'), ask('new')];
    if (old.length + now.length < 2) return old.length > 0 ? old : now;
    return [...new Set([...old, ...now])];
  };
}

/** Of all that is reconciled in the cluster. What is not there yet runs when it comes. */
function allKeys(primary: Primary): readonly string[] {
  return Array.from(primary.store()?.entries() ?? [], ([, encoded]) => keyOf(primary, encoded));
}

function twoKeys(one: string | undefined, other: string | undefined): readonly string[] {
  if (one === undefined) return other === undefined ? noKeys : [other];
  return other === undefined || other === one ? [one] : [one, other];
}
