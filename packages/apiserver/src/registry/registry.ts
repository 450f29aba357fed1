// Which resources are served, by group and version.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import { emptyObject, type JsonObject } from '../json/json.ts';
import type { Kind, SelectableFields, Traits } from '../kinds/kind.ts';
import type { HistoryLimits } from '../storage/history.ts';
import { Quota, type QuotaLimits } from '../storage/quota.ts';
import { ResourceStore } from '../storage/resource-store.ts';
import type { Revisions } from '../storage/revisions.ts';
import { type GroupVersionKind, kindIn } from '../types/type-names.ts';
import { collectionOf, kindOf, traitsOf, zeroOf } from './builtin-kinds.ts';
import { builtinCodec, customCodec } from './codec.ts';
import { describe, isStored, type ResourceDescription, storedVerbs } from './resource-description.ts';
import type { ServedResource } from './served-resource.ts';
import { compareVersions } from './version-order.ts';

/** One kind with all its served versions. */
export interface KindDefinition {
  readonly versions: readonly ResourceDescription[];
  /** The apiVersion that objects are stored in; that of one of `versions`, or one that is not served. */
  readonly storageVersion: string;
  readonly singular: string;
  readonly listKind: string;
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

  get stores(): readonly ResourceStore[] {
    return [...this.#stores.values()];
  }

  /** By resource name, as `deployments.apps`. */
  storeOf(name: string): ResourceStore | undefined {
    return this.#stores.get(name);
  }

  get namedStores(): readonly (readonly [string, ResourceStore])[] {
    return [...this.#stores];
  }

  find(group: string, version: string, plural: string): ServedResource | undefined {
    return this.#served.get(path(group, version, plural));
  }

  /** A kind whose objects are kept nowhere. */
  findUnstored(group: string, version: string, plural: string): ServedResource | undefined {
    return this.#unstored.get(path(group, version, plural));
  }

  /** The kind that manifests name by apiVersion and kind. */
  findKind(apiVersion: string, kind: string): ServedResource | undefined {
    return this.resources.find(
      ({ resource }) => resource.kind === kind && apiVersionOf(resource) === apiVersion,
    );
  }

  /** Whether requests below this group and version reach the part of the server that answers with a Status. */
  hasPathsOf(group: string, version: string): boolean {
    return this.discovered.some(
      ({ resource, custom }) => resource.group === group && (!custom || resource.version === version),
    );
  }

  /** Several versions of one kind among `resources` share a store; the first one is stored. */
  addBuiltins(resources: readonly (Resource | ResourceDescription)[]): void {
    const described = resources.map(describe);
    for (const one of described) if (!isStored(one)) this.#serveUnstored(one);
    const kinds = Map.groupBy(described.filter(isStored), ({ resource }) => collectionOf(resource));
    for (const unordered of kinds.values()) {
      const versions = unordered.toSorted(byStorage);
      const [first] = versions;
      if (first)
        this.#serve({
          ...namesOf(first),
          versions,
          storageVersion: kindOf(first.resource).storedAs?.apiVersion ?? apiVersionOf(first.resource),
          custom: undefined,
        });
    }
  }

  /** Serves a custom kind, or what is new about one that is served already. */
  setCustom(definition: KindDefinition): ResourceStore | undefined {
    const [first] = definition.versions;
    if (first) this.#withdraw(first.resource);
    return this.#serve(definition);
  }

  removeCustom(resource: Pick<Resource, 'group' | 'plural'>): void {
    this.#withdraw(resource);
    this.#stores.delete(resourceName(resource));
  }

  #serve({ versions, custom, ...definition }: KindDefinition): ResourceStore | undefined {
    const first = versions[0]?.resource;
    if (!first) return undefined;
    const traitsIn = (resource: Resource): Traits => traitsOf(custom ?? kindOf(resource));
    const zeroIn = (resource: GroupVersionKind): JsonObject => (custom ? emptyObject : zeroOf(resource));
    const name = custom ? resourceName(first) : collectionOf(first);
    const labels = versions.flatMap(({ resource }) => Object.entries(traitsIn(resource).fields));
    const store = this.#stores.get(name) ?? this.#newStore(Object.fromEntries(labels), custom !== undefined);
    this.#stores.set(name, store);
    const storedZero = zeroIn(kindIn(definition.storageVersion, first.kind));
    for (const description of versions) {
      const { resource } = description;
      this.#served.set(
        path(resource.group, resource.version, resource.plural),
        servedResource(description, {
          ...definition,
          kind: custom ?? kindOf(resource),
          traits: traitsIn(resource),
          store,
          zero: zeroIn(resource),
          storedZero,
          custom: custom !== undefined,
        }),
      );
    }
    return store;
  }

  #serveUnstored(description: ResourceDescription): void {
    const { resource } = description;
    const kind = kindOf(resource);
    this.#unstored.set(
      path(resource.group, resource.version, resource.plural),
      servedResource(description, {
        ...namesOf(description),
        kind,
        traits: traitsOf(kind),
        store: this.#newStore({}, false),
        storageVersion: apiVersionOf(resource),
        zero: zeroOf(resource),
        storedZero: zeroOf(resource),
        custom: false,
      }),
    );
  }

  #newStore(fields: SelectableFields, custom: boolean): ResourceStore {
    return new ResourceStore({
      codec: custom ? customCodec(fields) : builtinCodec(fields),
      revisions: this.#revisions,
      history: this.#history,
      quota: this.#quota,
      since: this.#revisions.current,
    });
  }

  #withdraw({ group, plural }: Pick<Resource, 'group' | 'plural'>): void {
    for (const [key, { resource }] of this.#served)
      if (resource.group === group && resource.plural === plural) this.#served.delete(key);
  }
}

type Surroundings = Pick<
  ServedResource,
  'kind' | 'traits' | 'singular' | 'listKind' | 'store' | 'storageVersion' | 'zero' | 'storedZero' | 'custom'
>;

function servedResource(description: ResourceDescription, around: Surroundings): ServedResource {
  const { resource, schema, scale } = description;
  const { kind, traits, storageVersion } = around;
  return {
    ...around,
    resource,
    verbs: description.verbs ?? storedVerbs,
    shortNames: description.shortNames ?? [],
    categories: description.categories ?? [],
    subresources: description.subresources ?? [],
    schema,
    printerColumns: description.printerColumns ?? [],
    scale,
    deprecation: description.deprecation ?? traits.deprecation,
    conversion: kind.conversions?.[resource.version]?.[storageVersion],
  };
}

function namesOf({ resource, singular }: ResourceDescription): Pick<KindDefinition, 'singular' | 'listKind'> {
  return { singular: singular ?? resource.kind.toLowerCase(), listKind: `${resource.kind}List` };
}

// The stored version first. Events, which two groups share, are stored in core's version.
function byStorage({ resource: a }: ResourceDescription, { resource: b }: ResourceDescription): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return compareVersions(a.version, b.version);
}

function path(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}
