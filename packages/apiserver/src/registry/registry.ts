// Which resources are served, by group and version.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import { collectionOf, conversionOf, storageVersionOf } from '../conversion/versions.ts';
import type { HistoryLimits } from '../storage/history.ts';
import { Quota, type QuotaLimits } from '../storage/quota.ts';
import { ResourceStore } from '../storage/resource-store.ts';
import type { Revisions } from '../storage/revisions.ts';
import { kindIn } from '../types/type-names.ts';
import { traitsOf } from './builtin-traits.ts';
import { builtinCodec, customCodec } from './codec.ts';
import {
  describe,
  isStored,
  type ResourceDescription,
  storedVerbs,
  subresourcesOf,
} from './resource-description.ts';
import type { ServedResource } from './served-resource.ts';
import type { Traits } from './traits.ts';
import { compareVersions } from './version-order.ts';

/** One kind with all its served versions. */
export interface KindDefinition {
  readonly versions: readonly ResourceDescription[];
  /** The apiVersion that objects are stored in; that of one of `versions`, or one that is not served. */
  readonly storageVersion: string;
  readonly singular: string;
  readonly listKind: string;
  /** Of a custom kind; those of built-in ones go with the version. */
  readonly traits: Traits | undefined;
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

  /** What discovery tells of: also what is only asked, as reviews. */
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
      if (!first) continue;
      this.#serve(
        {
          versions,
          storageVersion: storageVersionOf(first.resource),
          singular: first.singular ?? first.resource.kind.toLowerCase(),
          listKind: `${first.resource.kind}List`,
          traits: undefined,
        },
        false,
      );
    }
  }

  /** Serves a custom kind, or what is new about one that is served already. */
  setCustom(definition: KindDefinition): ResourceStore | undefined {
    const [first] = definition.versions;
    if (first) this.#withdraw(first.resource);
    return this.#serve(definition, true);
  }

  removeCustom(resource: Pick<Resource, 'group' | 'plural'>): void {
    this.#withdraw(resource);
    this.#stores.delete(resourceName(resource));
  }

  #serve(definition: KindDefinition, custom: boolean): ResourceStore | undefined {
    const first = definition.versions[0]?.resource;
    if (!first) return undefined;
    const { singular, listKind } = definition;
    const traitsIn = (resource: Resource): Traits => definition.traits ?? traitsOf(resource);
    const labels = definition.versions.flatMap(({ resource }) => Object.entries(traitsIn(resource).fields));
    const store = this.#stores.get(collectionOf(first)) ?? this.#newStore(Object.fromEntries(labels), custom);
    this.#stores.set(collectionOf(first), store);
    const { storageVersion } = definition;
    const stored = kindIn(storageVersion, first.kind);
    for (const description of definition.versions) {
      const { resource } = description;
      const traits = traitsIn(resource);
      this.#served.set(
        path(resource.group, resource.version, resource.plural),
        servedResource(description, {
          traits,
          singular,
          listKind,
          store,
          storageVersion,
          storedZero: traitsIn({ ...first, ...stored }).zero,
          custom,
        }),
      );
    }
    return store;
  }

  #serveUnstored(description: ResourceDescription): void {
    const { resource, singular = resource.kind.toLowerCase() } = description;
    const traits = traitsOf(resource);
    this.#unstored.set(
      path(resource.group, resource.version, resource.plural),
      servedResource(description, {
        traits,
        singular,
        listKind: `${resource.kind}List`,
        store: this.#newStore({}, false),
        storageVersion: apiVersionOf(resource),
        storedZero: traits.zero,
        custom: false,
      }),
    );
  }

  #newStore(fields: Traits['fields'], custom: boolean): ResourceStore {
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
  'traits' | 'singular' | 'listKind' | 'store' | 'storageVersion' | 'storedZero' | 'custom'
>;

function servedResource(description: ResourceDescription, around: Surroundings): ServedResource {
  const { resource, verbs, schema, printerColumns = [], scale, deprecation } = description;
  return {
    ...around,
    resource,
    verbs: verbs ?? storedVerbs,
    subresources: subresourcesOf(description),
    schema,
    printerColumns,
    scale,
    deprecation: deprecation ?? around.traits.deprecation,
    conversion: around.custom ? undefined : conversionOf(resource, around.storageVersion),
  };
}

// The stored version first. What two groups have in common is stored in core's words.
function byStorage({ resource: a }: ResourceDescription, { resource: b }: ResourceDescription): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return compareVersions(a.version, b.version);
}

function path(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}
