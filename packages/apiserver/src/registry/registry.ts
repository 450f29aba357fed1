// Which resources are served, by group and version.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import { ResourceStore } from '../storage/resource-store.ts';
import type { Revisions } from '../storage/revisions.ts';
import { builtinCodec, customCodec } from './codec.ts';
import type { ServedResource } from './served-resource.ts';
import { type Traits, traitsOf } from './traits.ts';

/** One kind with all its served versions. */
export interface KindDefinition {
  readonly versions: readonly Resource[];
  /** The version that objects are stored in; one of `versions`, or one that is not served any more. */
  readonly storageVersion: string;
  readonly singular: string;
  readonly listKind: string;
  readonly traits: Traits;
}

export class Registry {
  readonly #revisions: Revisions;
  readonly #historySize: number;
  readonly #served: Map<string, ServedResource> = new Map();
  readonly #stores: Map<string, ResourceStore> = new Map();

  constructor(revisions: Revisions, historySize: number) {
    this.#revisions = revisions;
    this.#historySize = historySize;
  }

  get resources(): readonly ServedResource[] {
    return [...this.#served.values()];
  }

  get stores(): readonly ResourceStore[] {
    return [...this.#stores.values()];
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

  hasGroupVersion(group: string, version: string): boolean {
    return this.resources.some(({ resource }) => resource.group === group && resource.version === version);
  }

  /** Several versions of one kind among `resources` share a store; the first one is stored. */
  addBuiltins(resources: readonly Resource[]): void {
    const kinds = Map.groupBy(resources, resourceName);
    for (const versions of kinds.values()) {
      const [first] = versions;
      if (!first) continue;
      this.#serve(
        {
          versions,
          storageVersion: first.version,
          singular: first.kind.toLowerCase(),
          listKind: `${first.kind}List`,
          traits: traitsOf(first),
        },
        false,
      );
    }
  }

  /** Serves a custom kind, or what is new about one that is served already. */
  setCustom(definition: KindDefinition): ResourceStore | undefined {
    const [first] = definition.versions;
    if (first) this.#withdraw(first);
    return this.#serve(definition, true);
  }

  removeCustom(resource: Pick<Resource, 'group' | 'plural'>): void {
    this.#withdraw(resource);
    this.#stores.delete(resourceName(resource));
  }

  #serve(definition: KindDefinition, custom: boolean): ResourceStore | undefined {
    const [first] = definition.versions;
    if (!first) return undefined;
    const { traits, singular, listKind } = definition;
    const store = this.#stores.get(resourceName(first)) ?? this.#newStore(traits, custom);
    this.#stores.set(resourceName(first), store);
    const storageVersion = apiVersionOf({ group: first.group, version: definition.storageVersion });
    for (const resource of definition.versions)
      this.#served.set(path(resource.group, resource.version, resource.plural), {
        resource,
        singular,
        listKind,
        traits,
        store,
        storageVersion,
        custom,
      });
    return store;
  }

  #newStore(traits: Traits, custom: boolean): ResourceStore {
    return new ResourceStore({
      codec: custom ? customCodec(traits.fields) : builtinCodec(traits.fields),
      revisions: this.#revisions,
      historySize: this.#historySize,
      since: this.#revisions.current,
    });
  }

  #withdraw({ group, plural }: Pick<Resource, 'group' | 'plural'>): void {
    for (const [key, { resource }] of this.#served)
      if (resource.group === group && resource.plural === plural) this.#served.delete(key);
  }
}

function path(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}
