// Which resources are served, by group and version.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import type { ConversionWebhook } from '../conversion/conversion-webhook.ts';
import { emptyObject } from '../json/json.ts';
import type { Kind } from '../kinds/kind.ts';
import type { HistoryLimits } from '../storage/history.ts';
import { Quota, type QuotaLimits } from '../storage/quota.ts';
import { ResourceStore } from '../storage/resource-store.ts';
import type { Revisions } from '../storage/revisions.ts';
import { kindIn } from '../types/type-names.ts';
import { collectionOf, kindOf, zeroOf } from './builtin-kinds.ts';
import { builtinCodec, customCodec } from './codec.ts';
import { describe, isStored, type ResourceDescription } from './resource-description.ts';
import type { ServedResource } from './served-resource.ts';
import { compareVersions } from './version-order.ts';

/** One kind with all its served versions. */
export interface KindDefinition {
  readonly resource: Pick<Resource, 'group' | 'plural'>;
  /** Those that are served; there may be none. */
  readonly versions: readonly Required<ResourceDescription>[];
  /** The apiVersion that objects are stored in; that of one of `versions`, or one that is not served. */
  readonly storageVersion: string;
  readonly listKind: string;
  /** Some objects may still be stored in another version, which has the same fields. */
  readonly mixed?: boolean;
  /** Where a webhook converts the kind between its versions. */
  readonly converter: ConversionWebhook | undefined;
  /** Undefined for built-in kinds, of which several may share a store. */
  readonly custom: Kind | undefined;
}

export class Registry {
  readonly #revisions: Revisions;
  readonly #history: HistoryLimits;
  readonly #quota: Quota;
  readonly #served: Map<string, ServedResource> = new Map();
  readonly #stores: Map<string, ResourceStore> = new Map();
  readonly #unstored: Map<string, ServedResource> = new Map();
  /** What is found among those that are served, until others are. */
  #versions: Map<ResourceStore, readonly ServedResource[]> = new Map();
  #kinds: ReadonlyMap<string, ServedResource> | undefined;

  constructor(
    revisions: Revisions,
    limits: { readonly history: HistoryLimits; readonly quota: QuotaLimits },
  ) {
    this.#revisions = revisions;
    this.#history = limits.history;
    this.#quota = new Quota(limits.quota);
  }

  get resources(): readonly ServedResource[] {
    return [...this.#served.values()];
  }

  /** What discovery lists: also kinds whose objects are not kept, as reviews. */
  get discovered(): readonly ServedResource[] {
    return [...this.#served.values(), ...this.#unstored.values()];
  }

  /** By resource name, as `deployments.apps`. */
  get stores(): ReadonlyMap<string, ResourceStore> {
    return this.#stores;
  }

  find(group: string, version: string, plural: string): ServedResource | undefined {
    return this.#served.get(path({ group, version, plural }));
  }

  /** A kind whose objects are kept nowhere. */
  findUnstored(group: string, version: string, plural: string): ServedResource | undefined {
    return this.#unstored.get(path({ group, version, plural }));
  }

  /** The kind that manifests name by apiVersion and kind. */
  findKind(apiVersion: string, kind: string): ServedResource | undefined {
    this.#kinds ??= new Map(
      // The first one counts.
      this.resources.toReversed().map((one) => [`${apiVersionOf(one.resource)} ${one.resource.kind}`, one]),
    );
    return this.#kinds.get(`${apiVersion} ${kind}`);
  }

  /** The served versions of what a store keeps. */
  versionsIn(store: ResourceStore): readonly ServedResource[] {
    const known = this.#versions.get(store);
    if (known) return known;
    const found = this.resources.filter((one) => one.store === store);
    this.#versions.set(store, found);
    return found;
  }

  /** Whether requests below this group and version reach the part of the server that answers with a Status. */
  hasPathsOf(group: string, version: string): boolean {
    return this.discovered.some(
      ({ resource, custom }) => resource.group === group && (!custom || resource.version === version),
    );
  }

  /** Whether the part of the server that answers with a Status knows every path of this group. */
  hasBuiltins(group: string): boolean {
    return this.discovered.some(({ resource, custom }) => !custom && resource.group === group);
  }

  /** Several versions of one kind among `resources` share a store; the first one is stored. */
  addBuiltins(resources: readonly (Resource | ResourceDescription)[]): void {
    const described = resources.map(describe);
    const kinds = Map.groupBy(described, (one) =>
      isStored(one) ? collectionOf(one.resource) : path(one.resource),
    );
    for (const unordered of kinds.values()) {
      const versions = unordered.toSorted(byStorage);
      const [first] = versions;
      if (!first) continue;
      const { resource } = first;
      const storageVersion = kindOf(resource).storedAs?.apiVersion ?? apiVersionOf(resource);
      const listKind = `${resource.kind}List`;
      this.#serve({ resource, versions, storageVersion, listKind, converter: undefined, custom: undefined });
    }
  }

  /** Serves a custom kind, or what is new about one that is served already. A built-in group takes none. */
  setCustom(definition: KindDefinition): void {
    const { resource, versions } = definition;
    this.#withdraw(resource);
    const free = versions.filter((version) => !this.#isBuiltin(version.resource));
    this.#serve({ ...definition, versions: free });
  }

  /** Where the objects of a custom kind are kept, in whichever version. */
  customStore(resource: Pick<Resource, 'group' | 'plural'>): ResourceStore | undefined {
    return this.#stores.get(this.#customStoreName(resource));
  }

  removeCustom(resource: Pick<Resource, 'group' | 'plural'>): void {
    this.#withdraw(resource);
    this.#stores.delete(this.#customStoreName(resource));
  }

  // As on the real server, whose own resources answer for all of a group's version.
  #isBuiltin({ group, version }: Pick<Resource, 'group' | 'version'>): boolean {
    return this.discovered.some(
      ({ resource, custom }) => !custom && resource.group === group && resource.version === version,
    );
  }

  // Apart from that of a built-in resource with the same name, which has another version.
  #customStoreName(resource: Pick<Resource, 'group' | 'plural'>): string {
    const name = resourceName(resource);
    const isTaken = this.discovered.some(
      ({ resource: { group, plural }, custom }) =>
        !custom && group === resource.group && plural === resource.plural,
    );
    return isTaken ? `${name} (custom)` : name;
  }

  #serve({
    resource: named,
    versions,
    storageVersion,
    listKind,
    mixed = false,
    converter,
    custom,
  }: KindDefinition): void {
    const [first] = versions;
    if (!first) return;
    this.#forget();
    const name = custom ? this.#customStoreName(named) : collectionOf(first.resource);
    const store = this.#stores.get(name) ?? this.#newStore(versions, custom);
    const stored = isStored(first);
    if (stored) this.#stores.set(name, store);
    for (const description of versions) {
      const { resource } = description;
      const kind = custom ? { ...custom, fields: description.fields } : kindOf(resource);
      (stored ? this.#served : this.#unstored).set(path(resource), {
        ...description,
        deprecation: description.deprecation ?? kind.deprecation,
        listKind,
        kind,
        store,
        storageVersion: converter ? apiVersionOf(resource) : storageVersion,
        mixed,
        converter,
        conversion: kind.conversions?.[resource.version]?.[storageVersion],
        zero: custom ? emptyObject : zeroOf(resource),
        storedZero: custom ? emptyObject : zeroOf(kindIn(storageVersion, resource.kind)),
        custom: custom !== undefined,
      });
    }
  }

  #newStore(versions: KindDefinition['versions'], custom: Kind | undefined): ResourceStore {
    const fields = versions.flatMap(({ resource, fields: own }) =>
      Object.entries((custom ? own : kindOf(resource).fields) ?? {}),
    );
    const codecOf = custom ? customCodec : builtinCodec;
    return new ResourceStore({
      codec: codecOf(Object.fromEntries(fields)),
      revisions: this.#revisions,
      history: this.#history,
      quota: this.#quota,
    });
  }

  #forget(): void {
    this.#versions = new Map();
    this.#kinds = undefined;
  }

  #withdraw({ group, plural }: Pick<Resource, 'group' | 'plural'>): void {
    this.#forget();
    for (const [key, { resource, custom }] of this.#served)
      if (custom && resource.group === group && resource.plural === plural) this.#served.delete(key);
  }
}

// The stored version first. Events, which two groups share, are stored in core's version.
function byStorage({ resource: a }: ResourceDescription, { resource: b }: ResourceDescription): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return compareVersions(a.version, b.version);
}

function path({ group, version, plural }: Pick<Resource, 'group' | 'version' | 'plural'>): string {
  return `${group}/${version}/${plural}`;
}
