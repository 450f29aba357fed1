// Keeps the parent of an ApplySet, and deletes the members that are no longer applied. The parent names more than there
// is before anything is applied, and what there is after all is done: whoever stops in between leaves no member behind
// that nobody finds.

import {
  type DynamicObject,
  type DynamicResource,
  forEachBounded,
  isNotFound,
  KubeError,
  ObjectRef,
  printable,
} from '@kube-rx/core';
import type { Client } from '../client.ts';
import type { ServedResources } from '../discovery/api-resource.ts';
import { apiOf } from './apply-object.ts';
import { groupKindOf, stageOf } from './apply-order.ts';
import { keyOf, type PlannedObject } from './apply-plan.ts';
import { failedResult, type ObjectResult } from './apply-result.ts';
import {
  type ApplySetParent,
  type ApplySetScope,
  applySetId,
  parentIntent,
  parentManager,
  partOfLabel,
  readScope,
  unionOf,
} from './apply-set.ts';
import { ApplySetError } from './apply-set-error.ts';

export interface PruneOptions {
  readonly parent: ApplySetParent;
  readonly tooling: string;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly signal: AbortSignal | undefined;
}

/** Where members are that were applied before; of a set that is not there yet, nowhere. */
export async function readParent(
  client: Client,
  { parent, tooling, signal }: PruneOptions,
): Promise<ApplySetScope | undefined> {
  const api = apiOf(client, parent.resource, parent.namespace);
  const found = await api.getOptional(parent.name, { signal });
  return found && readScope(found, parent, tooling);
}

/** Where the members are that shall be. */
export function scopeOf(objects: readonly PlannedObject[]): ApplySetScope {
  return {
    groupKinds: new Set(objects.map(({ resource }) => groupKindOf(resource))),
    namespaces: new Set(objects.flatMap(({ ref: { namespace } }) => namespace ?? [])),
  };
}

/** Creates the parent where there is none. */
export async function writeParent(
  client: Client,
  scope: ApplySetScope,
  options: PruneOptions,
): Promise<void> {
  const { parent, tooling, dryRun, signal } = options;
  await apiOf(client, parent.resource, parent.namespace).apply(
    parent.name,
    parentIntent(parent, scope, tooling),
    // As kubectl: these fields are the set's own.
    {
      fieldManager: parentManager(tooling),
      force: true,
      ...(dryRun && { dryRun }),
      signal,
    },
  );
}

// Each is a list. Whoever may write the parent must not make others ask for millions.
const mostPlaces = 10_000;

/**
 * The resources of the kinds, each in its preferred version. What is not served has no objects either, or not yet: see
 * `scopeAfter`.
 *
 * @throws ApplySetError for a kind that cannot be asked now, and for more places than any set has.
 */
export function resourcesOf(
  { groupKinds, namespaces }: ApplySetScope,
  served: ServedResources,
): DynamicResource[] {
  const preferred = Map.groupBy(served.resources, groupKindOf);
  const groupsDown = new Set(served.unavailable.map(groupOf));
  const resources = [...groupKinds].flatMap((groupKind) => {
    const found = preferred.get(groupKind)?.[0];
    if (found) return [found];
    const group = groupKind.includes('.') ? groupKind.slice(groupKind.indexOf('.') + 1) : '';
    if (!groupsDown.has(group)) return [];
    throw new ApplySetError(
      `the ApplySet has objects of ${printable(groupKind)}, and what serves them cannot be asked now: try again later`,
    );
  });
  if (resources.length * namespaces.size <= mostPlaces) return resources;
  throw new ApplySetError(
    `the ApplySet names ${resources.length} kinds in ${namespaces.size} namespaces, which are more than ${mostPlaces} lists`,
  );
}

/**
 * Where members are once all is done. A kind that was not served stays, as a server that has just started serves defined
 * kinds later than its own: its members would never be found again.
 */
export function scopeAfter(
  before: ApplySetScope,
  resources: readonly DynamicResource[],
  wanted: readonly PlannedObject[],
): ApplySetScope {
  const after = scopeOf(wanted);
  const looked = new Set(resources.map(groupKindOf));
  const unseen = [...before.groupKinds].filter((groupKind) => !looked.has(groupKind));
  return unseen.length === 0
    ? after
    : unionOf(after, { groupKinds: new Set(unseen), namespaces: before.namespaces });
}

function groupOf(groupVersion: string): string {
  return groupVersion.includes('/') ? groupVersion.slice(0, groupVersion.indexOf('/')) : '';
}

/**
 * Deletes every member in this scope that is not among `wanted`: by its uid, and only with the set's label.
 */
export async function pruneMembers(
  client: Client,
  {
    scope,
    resources,
    wanted,
  }: {
    readonly scope: ApplySetScope;
    readonly resources: readonly DynamicResource[];
    readonly wanted: readonly PlannedObject[];
  },
  options: PruneOptions & { readonly onResult: (result: ObjectResult) => void },
): Promise<void> {
  const keys = new Set(wanted.map(keyOf));
  const places = resources.flatMap((resource) => {
    const namespaces = resource.scope === 'Cluster' ? [undefined] : [...scope.namespaces];
    return namespaces.map((namespace) => ({ resource, namespace }));
  });
  const orphans: Orphan[] = [];
  await forEachBounded(places, options.parallel, async ({ resource, namespace }) => {
    const api = apiOf(client, resource, namespace);
    const id = applySetId(options.parent);
    const members = api.listAll({
      labelSelector: { [partOfLabel]: id },
      ...(options.signal && { signal: options.signal }),
    });
    for await (const object of members) {
      const ref = ObjectRef.to(resource, object);
      // The server has selected them already. What is deleted by mistake is gone.
      if (object.metadata.labels?.[partOfLabel] !== id || keys.has(keyOf({ resource, ref }))) continue;
      orphans.push({ resource, ref, object });
    }
  });
  const stages = Map.groupBy(orphans, ({ resource }) => stageOf(resource));
  for (const [, stage] of [...stages].sort(([a], [b]) => b - a))
    await forEachBounded(stage, options.parallel, async (orphan) =>
      options.onResult(await deleteOrphan(client, orphan, options)),
    );
}

interface Orphan {
  readonly resource: DynamicResource;
  readonly ref: ObjectRef<DynamicObject>;
  readonly object: DynamicObject;
}

async function deleteOrphan(
  client: Client,
  { resource, ref, object }: Orphan,
  { dryRun, signal }: PruneOptions,
): Promise<ObjectResult> {
  const head = { ref, where: undefined };
  const { uid } = object.metadata;
  try {
    await apiOf(client, resource, ref.namespace).delete(ref.name, {
      propagationPolicy: 'Background',
      ...(uid !== undefined && { preconditions: { uid } }),
      ...(dryRun && { dryRun }),
      signal,
    });
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    // Somebody else was faster.
    if (!isNotFound(error)) return failedResult(head, error);
  }
  return { ...head, outcome: 'pruned' };
}
