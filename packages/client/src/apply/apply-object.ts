// Applies one object, and says what that has changed.

import {
  ApiError,
  type DynamicObject,
  type DynamicResource,
  exactInteger,
  isForbidden,
  isNotFound,
  isObjectNotFound,
  KubeError,
  sleep,
} from '@kube-rx/core';
import { Api } from '../api/api.ts';
import type { Client } from '../client.ts';
import type { PlannedObject } from './apply-plan.ts';
import { failedResult, type ObjectResult } from './apply-result.ts';

export interface ApplyObjectOptions {
  readonly fieldManager: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal | undefined;
  /** Namespaces that the same plan makes. */
  readonly madeNamespaces: ReadonlySet<string>;
}

/** @throws an error of the program or an abort; what concerns the object is its result. */
export async function applyObject(
  client: Client,
  planned: PlannedObject,
  options: ApplyObjectOptions,
): Promise<ObjectResult> {
  const { ref, where, definition } = planned;
  if (options.dryRun && definition !== undefined)
    return {
      ref,
      where,
      outcome: 'skipped',
      reason: `its kind is defined by ${definition}, which is not there yet`,
    };
  try {
    const api = apiOf(client, planned.resource, ref.namespace);
    const before = await readBefore(api, ref.name, options.signal);
    const object = await applyPatiently(api, planned, options);
    return { ref, where, outcome: outcomeOf(before, object), object };
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    const { namespace } = ref;
    if (
      options.dryRun &&
      namespace !== undefined &&
      options.madeNamespaces.has(namespace) &&
      isNotFound(error)
    )
      return { ref, where, outcome: 'skipped', reason: `its namespace ${namespace} is not there yet` };
    return failedResult(planned, error);
  }
}

/** All objects, or those of a namespace, of a resource that is known only at run time. */
export function apiOf(
  client: Client,
  resource: DynamicResource,
  namespace: string | undefined,
): Api<DynamicObject> {
  return namespace === undefined ? Api.all(client, resource) : Api.namespaced(client, resource, namespace);
}

/** `forbidden`: whoever may patch need not be allowed to read. */
async function readBefore(
  api: Api<DynamicObject>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<DynamicObject | 'forbidden' | undefined> {
  try {
    return await api.get(name, { signal });
  } catch (error) {
    if (error instanceof ApiError && isNotFound(error)) return undefined;
    if (error instanceof ApiError && isForbidden(error)) return 'forbidden';
    throw error;
  }
}

// A definition is established before all servers of a cluster know it.
const mostTries = 20;
const tryAgainMs = 250;

async function applyPatiently(
  api: Api<DynamicObject>,
  { object, ref, definition }: PlannedObject,
  { fieldManager, force, dryRun, signal }: ApplyObjectOptions,
): Promise<DynamicObject> {
  const options = {
    fieldManager,
    ...(force && { force }),
    ...(dryRun && { dryRun }),
    signal,
  };
  for (let tries = 1; ; tries += 1)
    try {
      return await api.apply(ref.name, object, options);
    } catch (error) {
      const isUnserved = isNotFound(error) && !isObjectNotFound(error);
      if (definition === undefined || tries === mostTries || !isUnserved) throw error;
      await sleep(api.client.clock, tryAgainMs, signal);
    }
}

function outcomeOf(
  before: DynamicObject | 'forbidden' | undefined,
  after: DynamicObject,
): 'created' | 'configured' | 'unchanged' {
  if (before === undefined) return 'created';
  if (before === 'forbidden') return 'configured';
  // A dry run gives no new version, and who owns a field may give one to an object that is the same.
  return haveSameMembers(contentsOf(before), contentsOf(after)) ? 'unchanged' : 'configured';
}

function contentsOf(object: DynamicObject): object {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, managedFields: undefined, resourceVersion: undefined } };
}

/** As JSON, in every digit. Without recursion: whoever writes an object decides how deep it nests. */
function haveSameMembers(one: object, other: object): boolean {
  const pending: [one: Members, other: Members][] = [[one as Members, other as Members]];
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [a, b] = pair;
    const keys = Object.keys(a);
    if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false;
      const [mine, theirs] = [a[key], b[key]];
      if (isMembers(mine) && isMembers(theirs)) pending.push([mine, theirs]);
      else if (mine !== theirs || exactInteger(a, key) !== exactInteger(b, key)) return false;
    }
  }
  return true;
}

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
