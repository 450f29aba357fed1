// The state of a world as two runs of the same story must have it in common: without uids, versions and times.

import { Api } from '@kube-rx/client';
import {
  apiVersionOf,
  controllerOf,
  type DynamicObject,
  defineResource,
  objectKey,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import { touchedAnnotation } from '../program.ts';
import type { World } from '../world.ts';

/** Objects by what they are called, as `deployments.apps shop/web`. */
export type MaskedState = ReadonlyMap<string, unknown>;

/** All objects of some resources. */
export async function listAll(
  world: World,
  resources: readonly Resource[],
): Promise<{ readonly resource: string; readonly object: DynamicObject }[]> {
  const client = world.direct();
  const found = [];
  for (const resource of resources)
    for (const object of await Api.all(client, defineResource(resource)).list())
      found.push({ resource: resourceName(resource), object });
  return found;
}

/** The primaries, and what of the other resources one of them, there or gone, controls. */
export async function maskedState(
  world: World,
  primary: Resource,
  children: readonly Resource[],
): Promise<MaskedState> {
  const all = await listAll(world, [primary, ...children]);
  const found = all.filter(({ resource, object }) => {
    const owner = controllerOf(object);
    const isOwned = owner?.kind === primary.kind && owner.apiVersion === apiVersionOf(primary);
    return resource === resourceName(primary) || isOwned;
  });
  const uids = new Set(found.map(({ object }) => object.metadata.uid));
  return new Map(
    found.map(({ resource, object }) => {
      const { name, namespace, labels, annotations = {}, ownerReferences, finalizers } = object.metadata;
      const { managedFields = [] } = object.metadata;
      const own = Object.fromEntries(
        Object.entries(annotations).filter(([key]) => key !== touchedAnnotation),
      );
      const owners = ownerReferences?.map(({ uid, ...owner }) => ({ ...owner, isThere: uids.has(uid) }));
      const metadata = { name, namespace, labels, annotations: own, owners, finalizers };
      const deleted = object.metadata.deletionTimestamp !== undefined;
      const isAsked = JSON.stringify(managedFields).includes('"f:clusterIP');
      const spec = isAsked ? object['spec'] : withoutAddress(object['spec']);
      return [`${resource} ${objectKey(name, namespace)}`, masked({ ...object, spec, metadata, deleted })];
    }),
  );
}

/** The spec of a Service whose address the server has drawn, as nobody asked for one; any other as it is. */
function withoutAddress(spec: unknown): unknown {
  if (!isObject(spec) || !('clusterIP' in spec)) return spec;
  return { ...spec, clusterIP: 'an address', clusterIPs: 'addresses' };
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Without times, and the generation that a status was written for. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return time.test(value) ? 'a time' : value;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'observedGeneration');
  return Object.fromEntries(entries.map(([key, each]) => [key, masked(each)]).sort(byKey));
}

function byKey([a]: unknown[], [b]: unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}

/** Where two states differ, as paths and both values. */
export function differences(a: MaskedState, b: MaskedState): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of new Set([...a.keys(), ...b.keys()]))
    compare(name, { a: a.get(name), b: b.get(name) }, found);
  return found;
}

function compare(path: string, { a, b }: { a: unknown; b: unknown }, found: Map<string, string>): void {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      compare(`${path}.${key}`, { a: a[key], b: b[key] }, found);
    return;
  }
  const [left, right] = [a, b].map((value) => (value === undefined ? 'nothing' : JSON.stringify(value)));
  if (left !== right) found.set(path, `${left?.slice(0, 200)}, not ${right?.slice(0, 200)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
