// Who owns the replicas: a scale has owners of its own while it is written, and the object that holds it keeps them.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/managedfields/scalehandler.go

import { apiVersionOf } from '@kube-rx/core';
import type { Json, JsonObject } from '../json/json.ts';
import { keysOf } from '../registry/scale-paths.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { type Element, FieldSet, fieldElement } from './field-set.ts';
import { type Entry, formatEntries, identityOf, readEntries, withManagedFields } from './managed-entry.ts';
import { type OwnedWrite, ownByUpdate } from './managed-fields.ts';
import { builtinRules } from './merge-rules.ts';

/** The replicas by version of the object; null where the version has no scale. */
export type ReplicasByVersion = ReadonlyMap<string, FieldSet | null>;

const scaleVersion = 'autoscaling/v1';
const replicasOfScale = fieldAt(['spec', 'replicas']);
const rules = builtinRules(scaleVersion, 'Scale');
const zero: JsonObject = { metadata: {}, spec: {}, status: { replicas: 0 } };

function fieldAt(keys: readonly string[]): FieldSet {
  const elements: readonly Element[] = keys.map(fieldElement);
  return elements.reduceRight((inner, element) => FieldSet.of(false, [[element, inner]]), FieldSet.leaf);
}

export function replicasByVersion(
  { registry }: ServerContext,
  { store }: ServedResource,
  pathIn: (version: ServedResource) => string | undefined,
): ReplicasByVersion {
  const versions = registry.resources.filter((one) => one.store === store);
  return new Map(
    versions.map((version) => {
      const path = pathIn(version);
      return [apiVersionOf(version.resource), path === undefined ? null : fieldAt(keysOf(path))];
    }),
  );
}

/** The scale of the object, with its owners. */
export function ownedScale(scale: JsonObject, holder: JsonObject, replicas: ReplicasByVersion): JsonObject {
  const entries = readEntries(holder)
    .filter((entry) => owns(entry, replicas.get(entry.manager.apiVersion)))
    .map((entry) => ({
      ...entry,
      manager: { ...entry.manager, apiVersion: scaleVersion },
      fields: replicasOfScale,
    }));
  return withManagedFields(scale, formatEntries(entries));
}

export function scaleWrite(name: string, operation: 'Apply' | 'Update'): OwnedWrite {
  const manager = { name, operation, apiVersion: scaleVersion, subresource: 'scale' };
  // The time of who has the replicas by the scale is forgotten.
  return { manager, rules, time: () => undefined, ignored: [], zero };
}

/** The scale as a manager has changed it. Where nobody owns the replicas, nobody begins to. */
export function ownScaleByUpdate(live: JsonObject, next: JsonObject, manager: string): JsonObject {
  const hasOwners = readEntries(live).length > 0;
  const owners = hasOwners ? ownByUpdate(live, next, scaleWrite(manager, 'Update')) : undefined;
  return withManagedFields(next, owners);
}

/** The owners of the object once the scale is written. */
export function holderOwners(
  holder: JsonObject,
  scale: JsonObject,
  { replicas, apiVersion }: { readonly replicas: ReplicasByVersion; readonly apiVersion: string },
): Json | undefined {
  const scaled = byIdentity(readEntries(scale));
  const had = byIdentity(readEntries(holder).filter(({ manager }) => replicas.has(manager.apiVersion)));
  const isHeld = (entry: Entry | undefined): boolean =>
    !!entry && owns(entry, replicas.get(entry.manager.apiVersion));
  const come = new Map(
    [...scaled].filter(([identity, entry]) => owns(entry, replicasOfScale) && !isHeld(had.get(identity))),
  );
  const left = [...had].filter(([identity]) => !come.has(identity));
  const kept = left.map(([identity, entry]) => {
    const field = replicas.get(entry.manager.apiVersion);
    const isLost = field && isHeld(entry) && !scaled.has(identity);
    return isLost ? { ...entry, fields: entry.fields.difference(field) } : entry;
  });
  const named = Array.from(come, ([identity, entry]) => ({
    time: had.get(identity)?.time,
    manager: { ...entry.manager, apiVersion },
    fields: replicas.get(apiVersion) ?? FieldSet.none,
  }));
  return formatEntries([...kept, ...named]);
}

// Who updates in another version is another manager: one of the object is never one of the scale.
function byIdentity(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.map((entry) => [identityOf(entry.manager), entry]));
}

function owns({ fields }: Entry, field: FieldSet | null | undefined): boolean {
  return !!field && !fields.intersection(field).isEmpty;
}
