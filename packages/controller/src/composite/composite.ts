// Desired state as a pure function: from an object to the objects that shall be there for it. The rest follows from it:
// they are applied, and what is no longer among them is deleted.

import { Api } from '@kube-rx/client';
import { InvalidRequestError, type KubeObject, type Resource, resourceName } from '@kube-rx/core';
import { Controller } from '../controller/controller.ts';
import type { ControllerOptions } from '../controller/controller-options.ts';
import { requireFinalizerName } from '../finalizer/finalizer-step.ts';
import type { StatusChange } from '../status/status-of.ts';
import type { ChildrenView, reconcileComposite, StatusView } from './reconcile-composite.ts';

/** Any object of these kinds. */
export type ObjectOf<C extends readonly Resource[]> = C[number] extends infer R
  ? R extends Resource<infer T>
    ? T
    : never
  : never;

export interface CompositeOptions<K extends KubeObject, C extends readonly Resource[]>
  extends Omit<ControllerOptions<K>, 'reconcile' | 'onDeleted'> {
  /** The kinds of the children. What is of no such kind is neither watched nor deleted. */
  readonly children: C;
  /**
   * The objects that shall be there, with apiVersion, kind and name, in the order in which they are to be applied. A pure
   * function: it is called at every run, and writes nothing.
   */
  // Nothing is inferred from it: else `kind: 'Secret'` in a function written in place would be any text.
  readonly desired: NoInfer<(parent: K, view: ChildrenView) => readonly ObjectOf<C>[]>;
  /** The fields of the status that shall be set, once the children are applied. Default: the status is left alone. */
  readonly status?: NoInfer<(parent: K, view: StatusView) => StatusChange<K>>;
  /**
   * The kinds whose objects are deleted and created again where they have fields that cannot change. Default: none; such a
   * change is an error.
   */
  readonly recreate?: readonly Resource[];
  /** Whether a list without objects deletes all children. Default: it is an error where there are some. */
  readonly allowEmpty?: boolean;
  /**
   * How the children of a deleted object go. `garbage collection`: the cluster deletes them, in any order. `ordered`: kind
   * by kind, in the reverse order of `children`, each gone before the next, by a finalizer. Default `garbage collection`.
   */
  readonly teardown?: 'garbage collection' | 'ordered';
  /** The name of that finalizer. Default: `NAME/teardown`, by the controller's name. */
  readonly finalizer?: string;
}

/**
 * A controller whose reconcile function follows from the desired state.
 *
 * Guarantees:
 * - Children have the object as their controller, and are told from those of others, and of an earlier namesake, by its
 *   uid. Once all is as it is wanted, nothing is sent.
 * - What is owned and no longer wanted is deleted after all that is wanted was applied: the object that was seen, by uid
 *   and version. Nothing is deleted while a cache of children is incomplete, or when the parent has changed meanwhile.
 * - Where a function throws, or what it gives is not right (no list, an object twice, without a name, of another kind,
 *   where the parent cannot own it, or of another controller), nothing is done; one error tells it, and an Event.
 *
 * @throws InvalidRequestError for a kind that the parent cannot own, and as `Controller`.
 * @example
 * import { ConfigMap, Secret } from 'kube-rx/k8s';
 *
 * const sites = composite(Api.all(client, ConfigMap), {
 *   children: [Secret],
 *   desired: (config): Secret[] => [
 *     { apiVersion: 'v1', kind: 'Secret', metadata: { name: config.metadata.name }, stringData: config.data ?? {} },
 *   ],
 *   labelSelector: { mirror: 'yes' },
 * });
 * await sites.run({ signal });
 */
export function composite<K extends KubeObject, const C extends readonly Resource[]>(
  api: Api<K>,
  options: CompositeOptions<K, C>,
): Controller<K> {
  const {
    children,
    desired,
    status,
    recreate = [],
    allowEmpty = false,
    teardown = 'garbage collection',
    ...rest
  } = options;
  const { finalizer = `${options.name ?? resourceName(api.resource)}/teardown`, ...controllerOptions } = rest;
  requireOptions(options);
  requireKinds(api.resource, { children, recreate });
  if (teardown === 'ordered') requireFinalizerName(finalizer);
  const { resource } = api;
  const rules = { resource, children, desired, status, recreate, allowEmpty, teardown, finalizer };
  let reconcile: ReturnType<typeof reconcileComposite<K>> | undefined;
  const controller = new Controller<K>(api, {
    ...controllerOptions,
    reconcile: async (parent, context) => {
      // Loaded by the first run. The first runs may go on at the same time, and share what they remember.
      const loaded = await import('./reconcile-composite.ts');
      reconcile ??= loaded.reconcileComposite(rules);
      return reconcile(parent, context);
    },
  });
  const { namespaces, probeInterval } = controllerOptions;
  const scope = {
    ...(namespaces !== undefined && { namespaces }),
    ...(probeInterval !== undefined && { probeInterval }),
  };
  for (const child of children) {
    const isNamespaced = child.scope === 'Namespaced';
    const all = Api.all(api.client, child);
    controller.owns(
      isNamespaced && api.namespace !== undefined ? all.inNamespace(api.namespace) : all,
      isNamespaced ? scope : {},
    );
  }
  return controller;
}

/** Not every program is checked by a compiler, and most of what is wrong here would delete something. */
function requireOptions(
  given: Readonly<Partial<Record<keyof CompositeOptions<KubeObject, []>, unknown>>>,
): void {
  const { children, desired, status, recreate, allowEmpty, teardown } = given;
  const refuse = (why: string): never => {
    throw new InvalidRequestError(`composite: ${why}`);
  };
  if (typeof desired !== 'function') refuse('desired must be a function');
  if (status !== undefined && typeof status !== 'function') refuse('status must be a function');
  if (!Array.isArray(children)) refuse('children must be a list of kinds');
  if (recreate !== undefined && !Array.isArray(recreate)) refuse('recreate must be a list of kinds');
  if (allowEmpty !== undefined && typeof allowEmpty !== 'boolean') refuse('allowEmpty must be true or false');
  if (teardown !== undefined && teardown !== 'garbage collection' && teardown !== 'ordered')
    refuse("teardown must be 'garbage collection' or 'ordered'");
}

function requireKinds(
  parent: Resource,
  { children, recreate }: { readonly children: readonly Resource[]; readonly recreate: readonly Resource[] },
): void {
  if (children.length === 0)
    throw new InvalidRequestError(`composite of ${resourceName(parent)}: children names no kind`);
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
  const unowned = parent.scope === 'Namespaced' && children.find(({ scope }) => scope === 'Cluster');
  if (unowned)
    throw new InvalidRequestError(
      `composite of ${resourceName(parent)}: ${resourceName(unowned)} are cluster-scoped, and what is in a namespace ` +
        'cannot own them',
    );
  const names = children.map(resourceName);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined)
    throw new InvalidRequestError(`composite of ${resourceName(parent)}: children names ${twice} twice`);
  const foreign = recreate.find((resource) => !names.includes(resourceName(resource)));
  if (foreign)
    throw new InvalidRequestError(
      `composite of ${resourceName(parent)}: ${resourceName(foreign)} are to be recreated, and are no children`,
    );
}
