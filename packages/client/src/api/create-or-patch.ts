// Brings an object to what it shall be, whether it is there or not, by the smallest write.
// https://github.com/kubernetes-sigs/controller-runtime/blob/v0.23.0/pkg/controller/controllerutil/controllerutil.go

import {
  type Clock,
  InvalidRequestError,
  isAlreadyExists,
  isNotFound,
  type KubeObject,
  mergeDifference,
  type NewObject,
  type WriteParams,
} from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import { type ModifyOptions, retryWhere } from './retry-on-conflict.ts';

/** What was written, and the object as it is stored then. */
export interface CreateOrPatchResult<K extends KubeObject> {
  readonly outcome: 'created' | 'patched' | 'unchanged';
  readonly object: K;
}

/** Makes the object that shall be of the one that is, or of nothing. It must not write to its argument. */
export type WantedObject<K extends KubeObject> = (
  found: K | undefined,
) => NewObject<K> | Promise<NewObject<K>>;

type WriteOptions = WriteParams & RequestOptions;

/** How the object is read and written. */
export interface CreateOrPatchAccess<K extends KubeObject> {
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether the status is written on its own. */
  readonly hasStatus: boolean;
  getOptional(options: RequestOptions): Promise<K | undefined>;
  create(object: NewObject<K>, options: WriteOptions): Promise<K>;
  patch(body: object, options: WriteOptions): Promise<K>;
  patchStatus(body: object, options: WriteOptions): Promise<K>;
}

/** Starts over where the object comes or goes meanwhile. */
export async function createOrPatch<K extends KubeObject>(
  access: CreateOrPatchAccess<K>,
  want: WantedObject<K>,
  options: WriteParams & ModifyOptions,
): Promise<CreateOrPatchResult<K>> {
  let isThere = false;
  // A missing namespace is a 404 as well, of a creation.
  const isOutdated = (error: unknown): boolean => isAlreadyExists(error) || (isThere && isNotFound(error));
  const attempt = async (): Promise<CreateOrPatchResult<K>> => {
    const found = await access.getOptional(options);
    isThere = found !== undefined;
    const wanted = await want(found);
    requireObject(wanted);
    if (found === undefined) return { outcome: 'created', object: await access.create(wanted, options) };
    return patchTo(access, { found, wanted }, options);
  };
  const { clock = access.clock, random = access.random } = options;
  return retryWhere(isOutdated, attempt, { ...options, clock, random });
}

async function patchTo<K extends KubeObject>(
  access: CreateOrPatchAccess<K>,
  { found, wanted }: { readonly found: K; readonly wanted: NewObject<K> },
  options: WriteOptions,
): Promise<CreateOrPatchResult<K>> {
  const difference = mergeDifference(ownPart(found), ownPart(wanted)) ?? {};
  const { status, ...main }: { readonly status?: unknown } = difference;
  const { hasStatus } = access;
  // Who says nothing of the status wants none of it changed.
  const isStatus = hasStatus && status !== undefined && Object.hasOwn(wanted, 'status');
  const body = hasStatus ? main : difference;
  let object = found;
  if (Object.keys(body).length > 0) object = await access.patch(body, options);
  if (isStatus) object = await access.patchStatus({ status }, options);
  return { outcome: object === found ? 'unchanged' : 'patched', object };
}

// The token says the type, and the rest only the server sets. A version in a patch would be a condition.
const serverFields: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

function ownPart(object: { readonly metadata: object }): object {
  const fields = Object.entries(object).filter(([name]) => name !== 'apiVersion' && name !== 'kind');
  const own = Object.entries(object.metadata).filter(([name]) => !serverFields.has(name));
  return { ...Object.fromEntries(fields), metadata: Object.fromEntries(own) };
}

// Who writes to the argument and returns nothing would otherwise learn nothing of it.
function requireObject(wanted: unknown): void {
  if (typeof wanted === 'object' && wanted !== null) return;
  throw new InvalidRequestError(
    `createOrPatch: the function gave ${wanted === null ? 'null' : typeof wanted} back: it must give the object that shall be`,
  );
}

/** @throws InvalidRequestError for an object of another name than the one that was looked up. */
export function requireNamed<T extends Pick<NewObject<KubeObject>, 'metadata'>>(object: T, name: string): T {
  if (object.metadata.name === name) return object;
  const other = JSON.stringify(object.metadata.name ?? '');
  throw new InvalidRequestError(
    `createOrPatch: the object to create has the name ${other}, not ${JSON.stringify(name)}`,
  );
}
