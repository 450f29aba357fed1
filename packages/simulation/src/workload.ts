// What writes to the server while subjects run.

import { Api, type Client } from '@kube-rx/client';
import {
  type DynamicObject,
  defineResource,
  isNotFound,
  type KubeObject,
  type NewObject,
  type Resource,
} from '@kube-rx/core';
import type { Random } from './random.ts';

/** What a workload writes with. */
export interface Writing {
  /** A client that bypasses the network, so that no fault hits it. */
  readonly client: Client;
  readonly random: Random;
  /** Adds a line to the trace. */
  readonly note: (line: string) => void;
}

/**
 * One step: some creations, updates or deletions. Every decision must come from `random`, so that a run can be
 * replayed.
 *
 * @example
 * const workload: Workload = async ({ client, random, note }) => {
 *   const replicas = random.below(5);
 *   note(`scale to ${replicas}`);
 *   await Api.namespaced(client, Deployment, 'shop').patch.merge('web', { spec: { replicas } });
 * };
 */
export type Workload = (writing: Writing) => Promise<void>;

/** The kind that the default workload writes, and that the default subjects watch. */
export const ConfigMap: Resource<DynamicObject, 'Namespaced'> = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

export interface RandomWritesOptions<K extends KubeObject> {
  readonly resource: Resource<K>;
  /** An object without its name, drawn anew for each write. */
  readonly draw: (random: Random) => NewObject<K>;
  /** Of a namespaced resource. Default `default`. */
  readonly namespace?: string;
  /** The objects that come and go. Default `a` to `l`. */
  readonly names?: readonly [string, ...string[]];
}

/**
 * A workload that creates, changes, deletes or recreates one object at each step.
 *
 * @example
 * const workload = randomWrites({
 *   resource: Deployment,
 *   draw: (random) => ({ metadata: {}, spec: { replicas: random.below(5), selector: {}, template: {} } }),
 * });
 */
export function randomWrites<K extends KubeObject>(options: RandomWritesOptions<K>): Workload {
  const { draw, namespace = 'default', names = letters } = options;
  const resource = defineResource(options.resource);
  return async ({ client, random, note }) => {
    const api =
      resource.scope === 'Cluster' ? Api.all(client, resource) : Api.namespaced(client, resource, namespace);
    const name = random.pick(names);
    const drawn = draw(random);
    const object = { ...drawn, metadata: { ...drawn.metadata, name } };
    const action = random.pick(['put', 'put', 'put', 'put', 'delete', 'recreate']);
    note(`${action} ${name}`);
    const found = await isFound(action === 'put' ? api.patch.merge(name, object) : api.delete(name));
    if (action === 'recreate' || (action === 'put' && !found)) await api.create(object);
  };
}

async function isFound(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'] as const;

/** Twelve ConfigMaps of up to 300 bytes, each with one of two labels. */
export const configMapWrites: Workload = randomWrites({
  resource: ConfigMap,
  draw: (random) => ({
    metadata: { labels: { tier: random.pick(['web', 'db']) } },
    data: { text: 'x'.repeat(random.below(300)), number: String(random.below(2 ** 31)) },
  }),
});
