// Which resources are served, by group and version.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import type { HistoryLimits } from '../storage/history.ts';
import { Quota, type QuotaLimits } from '../storage/quota.ts';
import { ResourceStore } from '../storage/resource-store.ts';
import type { Revisions } from '../storage/revisions.ts';
import { builtinCodec, customCodec } from './codec.ts';
import {
  describe,
  isStored,
  type ResourceDescription,
  storedVerbs,
  subresourcesOf,
} from './resource-description.ts';
import type { ServedResource } from './served-resource.ts';
import { type Traits, traitsOf } from './traits.ts';
import { compareVersions } from './version-order.ts';

/** One kind with all its served versions. */
export interface KindDefinition {
  readonly versions: readonly ResourceDescription[];
  /** The version that objects are stored in; one of `versions`, or one that is not served any more. */
  readonly storageVersion: string;
  readonly singular: string;
  readonly listKind: string;
  readonly traits: Traits;
}

export class Registry {
  readonly #revisions: Revisions;
  readonly #history: HistoryLimits;
  readonly #quota: Quota;
  readonly #served: Map<string, ServedResource> = new Map();
  readonly #stores: Map<string, ResourceStore> = new Map();

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

  /** The kind that manifests name by apiVersion and kind. */
  findKind(apiVersion: string, kind: string): ServedResource | undefined {
    return this.resources.find(
      ({ resource }) => resource.kind === kind && apiVersionOf(resource) === apiVersion,
    );
  }

  /** Whether requests below this group and version reach the part of the server that answers with a Status. */
  hasPathsOf(group: string, version: string): boolean {
    return this.resources.some(
      ({ resource, custom }) => resource.group === group && (!custom || resource.version === version),
    );
  }

  /** Several versions of one kind among `resources` share a store; the first one is stored. */
  addBuiltins(resources: readonly (Resource | ResourceDescription)[]): void {
    const stored = resources.map(describe).filter((one) => isStored(one) && !needsConversion(one));
    const kinds = Map.groupBy(stored, ({ resource }) => resourceName(resource));
    for (const unordered of kinds.values()) {
      const versions = unordered.toSorted((a, b) => compareVersions(a.resource.version, b.resource.version));
      const [first] = versions;
      if (!first) continue;
      this.#serve(
        {
          versions,
          storageVersion: first.resource.version,
          singular: first.singular ?? first.resource.kind.toLowerCase(),
          listKind: `${first.resource.kind}List`,
          traits: traitsOf(first.resource),
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
    const { traits, singular, listKind } = definition;
    const store = this.#stores.get(resourceName(first)) ?? this.#newStore(traits, custom);
    this.#stores.set(resourceName(first), store);
    const storageVersion = apiVersionOf({ group: first.group, version: definition.storageVersion });
    for (const description of definition.versions) {
      const { resource } = description;
      this.#served.set(path(resource.group, resource.version, resource.plural), {
        resource,
        verbs: description.verbs ?? storedVerbs,
        subresources: subresourcesOf(description),
        schema: description.schema,
        printerColumns: description.printerColumns ?? [],
        scale: description.scale,
        deprecation: description.deprecation ?? traits.deprecation,
        singular,
        listKind,
        traits,
        store,
        storageVersion,
        custom,
      });
    }
    return store;
  }

  #newStore(traits: Traits, custom: boolean): ResourceStore {
    return new ResourceStore({
      codec: custom ? customCodec(traits.fields) : builtinCodec(traits.fields),
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

// Versions of one kind with other fields than the stored one: better absent than wrong.
const otherShapes: ReadonlySet<string> = new Set([
  'autoscaling/v1/horizontalpodautoscalers',
  'resource.k8s.io/v1beta1/deviceclasses',
  'resource.k8s.io/v1beta1/resourceclaims',
  'resource.k8s.io/v1beta1/resourceclaimtemplates',
  'resource.k8s.io/v1beta1/resourceslices',
]);

function needsConversion({ resource }: ResourceDescription): boolean {
  return otherShapes.has(path(resource.group, resource.version, resource.plural));
}

function path(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}
