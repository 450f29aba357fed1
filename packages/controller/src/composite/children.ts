// The children of an object, as the functions of a composite see them.

import { InvalidRequestError, type KubeObject, objectKey, type Resource, resourceName } from '@kube-rx/core';
import { childId } from './desired-children.ts';

/** @example const available = children.of(Deployment).every(isAvailable); */
export interface Children {
  /** Those of a kind, by key. @throws InvalidRequestError for a kind that is not among `children`. */
  of<T extends KubeObject>(resource: Resource<T>): readonly T[];
  /** The one of this name, in the parent's namespace unless another is given. @throws as `of`. */
  get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string): T | undefined;
}

export interface ChildrenOptions {
  readonly parent: KubeObject;
  readonly kinds: readonly Resource[];
  readonly owned: <T extends KubeObject>(resource: Resource<T>) => readonly T[];
}

/** What is observed, and what was written since in its place. */
export class KnownChildren implements Children {
  readonly #options: ChildrenOptions;
  /** By id; undefined for those that were deleted. */
  readonly #written = new Map<string, KubeObject | undefined>();

  constructor(options: ChildrenOptions) {
    this.#options = options;
  }

  /** Notes the answer to a write, which is newer than the cache; undefined for a deletion. */
  note(resource: Resource, key: string, answer: KubeObject | undefined): void {
    this.#written.set(childId(resource, key), answer);
  }

  of<T extends KubeObject>(resource: Resource<T>): readonly T[] {
    const { kinds, owned } = this.#options;
    const id = resourceName(resource);
    if (!kinds.some((kind) => resourceName(kind) === id))
      throw new InvalidRequestError(`${id} are not among the children: declare them`);
    const known = new Map<string, T>(
      owned(resource).map((object) => [childId(resource, keyOf(object)), object]),
    );
    for (const [key, answer] of this.#written) {
      if (!key.startsWith(`${id} `)) continue;
      // An answer under this resource is of its type.
      if (answer) known.set(key, answer as T);
      else known.delete(key);
    }
    return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  get<T extends KubeObject>(
    resource: Resource<T>,
    name: string,
    namespace: string | undefined = this.#options.parent.metadata.namespace,
  ): T | undefined {
    const key = objectKey(name, resource.scope === 'Cluster' ? undefined : namespace);
    return this.of(resource).find((object) => keyOf(object) === key);
  }
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.name, metadata.namespace);
}
