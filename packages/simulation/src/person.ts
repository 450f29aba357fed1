// A person who works on the same objects as a controller: edits and undoes, deletes and makes anew, and meddles with
// what the controller made.

import { Api, type Client } from '@kube-rx/client';
import {
  type DynamicObject,
  defineResource,
  isAlreadyExists,
  isConflict,
  isNotFound,
  type KubeObject,
  type MergePatch,
  type NewObject,
  type Resource,
} from '@kube-rx/core';
import type { Random } from './random.ts';
import type { Workload } from './workload.ts';

export interface ChildEdit {
  readonly resource: Resource;
  /** A merge patch of one of its objects: of what the controller writes, so that it is put right again. */
  readonly draw: (random: Random) => MergePatch<DynamicObject>;
}

export interface PersonWritesOptions<K extends KubeObject> {
  /** What the controller reconciles. */
  readonly resource: Resource<K>;
  /** An object of this name, drawn anew for each write. */
  readonly draw: (random: Random, name: string) => NewObject<K>;
  readonly children?: readonly ChildEdit[];
  /** Whether the person also takes children away from their owners, which then are nobody's. Default false. */
  readonly orphans?: boolean;
  /** Default `default`. */
  readonly namespace?: string;
  /** The objects that come and go. Default `a` to `d`. */
  readonly names?: readonly [string, ...string[]];
}

const steps = [
  'put',
  'put',
  'put',
  'flip',
  'delete',
  'recreate',
  'edit child',
  'edit child',
  'delete child',
] as const;
const stepsWithOrphans = [...steps, 'orphan child'] as const;

/**
 * A workload of a person. `flip` changes a spec and takes the change back at once; `recreate` deletes an object and makes
 * it again under the same name, once its finalizers let it go.
 *
 * @example
 * const workload = personWrites({
 *   resource: ConfigMap,
 *   draw: (random, name) => ({ metadata: { name }, data: { number: String(random.below(4)) } }),
 *   children: [{ resource: Deployment, draw: (random) => ({ spec: { replicas: random.below(9) } }) }],
 * });
 */
export function personWrites<K extends KubeObject>(options: PersonWritesOptions<K>): Workload {
  const { draw, children = [], namespace = 'default', names = ['a', 'b', 'c', 'd'] } = options;
  const all = options.orphans ? stepsWithOrphans : steps;
  const resource = defineResource(options.resource);
  return async ({ client, random, note }) => {
    const primaries = apiOf(client, resource, namespace);
    const step: (typeof stepsWithOrphans)[number] = random.pick(all);
    const name = random.pick(names);
    note(`${step} ${name}`);
    // Drawn at each step, so that what a step finds does not change those after it.
    const [drawn, edit] = [draw(random, name) as DynamicObject, random.below(children.length)];
    const wanted = { ...drawn, metadata: { ...drawn.metadata, name } };
    switch (step) {
      case 'put':
        await put(primaries, wanted);
        return;
      case 'flip': {
        const before = await primaries.getOptional(name);
        if (before) await flip(primaries, before, wanted);
        return;
      }
      case 'delete':
        await tolerant(primaries.delete(name));
        return;
      case 'recreate':
        await tolerant(primaries.delete(name));
        await tolerant(primaries.create(wanted));
        return;
      case 'edit child':
      case 'delete child':
      case 'orphan child': {
        const child = children[edit];
        if (!child) return;
        const found = apiOf(client, defineResource(child.resource), namespace);
        const patch = child.draw(random);
        const there = await found.list();
        const one = there[random.below(there.length)];
        if (!one) return;
        if (step === 'edit child') await tolerant(found.patch.merge(one.metadata.name, patch));
        else if (step === 'delete child') await tolerant(found.delete(one));
        else await tolerant(found.patch.merge(one.metadata.name, { metadata: { ownerReferences: null } }));
        return;
      }
      default:
        step satisfies never;
    }
  };
}

function apiOf(client: Client, resource: Resource<DynamicObject>, namespace: string): Api<DynamicObject> {
  const all = Api.all(client, resource);
  return resource.scope === 'Cluster' ? all : all.inNamespace(namespace);
}

async function put(api: Api<DynamicObject>, wanted: DynamicObject): Promise<void> {
  const { name } = wanted.metadata;
  if (await api.getOptional(name)) await tolerant(api.patch.merge(name, wanted));
  else await tolerant(api.create(wanted));
}

/** B and back to A, before anybody can have done anything about B. */
async function flip(api: Api<DynamicObject>, before: DynamicObject, wanted: DynamicObject): Promise<void> {
  const { name } = before.metadata;
  const changed = await api.patch.merge(name, wanted);
  // A status is not written by this.
  await tolerant(api.replace(name, { ...before, metadata: changed.metadata }));
}

/** Others are at work as well: what is gone, is there already or has changed meanwhile is left alone. */
async function tolerant(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isNotFound(error) && !isAlreadyExists(error) && !isConflict(error)) throw error;
  }
}
