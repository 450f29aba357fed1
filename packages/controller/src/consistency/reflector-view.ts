// A reflector as gates see it: how far it is, what it has, what it selects, and when to look again.

import {
  type EncodedObject,
  FieldQuery,
  type FieldSelectorInput,
  type KubeObject,
  LabelQuery,
  type LabelSelectorInput,
  type Resource,
} from '@kube-rx/core';
import type { Reflector } from '@kube-rx/runtime';
import { AwaitedObjects, type ObjectWait } from './awaited-objects.ts';
import type { CachedState } from './gate.ts';
import type { OwnWrite } from './own-write.ts';
import { isPast, type Wanted } from './wanted.ts';
import type { WatchedView } from './watched-view.ts';

/** A running cache, and what it was started for. */
export interface ReflectorViewOptions {
  /** The cluster that it is of. */
  readonly cluster: string;
  readonly resource: Pick<Resource, 'group' | 'plural'>;
  readonly reflector: Pick<Reflector<KubeObject>, 'store' | 'status' | 'status$'>;
  /** The only namespace of the cache. Default: all that its status tells. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: LabelSelectorInput | undefined;
  readonly fieldSelector?: FieldSelectorInput | undefined;
}

/** @throws InvalidRequestError for a bad selector. */
export class ReflectorView implements WatchedView {
  readonly cluster: string;
  readonly resource: Pick<Resource, 'group' | 'plural'>;
  readonly #reflector: ReflectorViewOptions['reflector'];
  readonly #namespace: string | undefined;
  readonly #labels: LabelQuery;
  readonly #fields: FieldQuery;
  readonly #awaited: AwaitedObjects;

  constructor(options: ReflectorViewOptions) {
    this.cluster = options.cluster;
    this.resource = options.resource;
    this.#reflector = options.reflector;
    this.#namespace = options.namespace;
    this.#labels = LabelQuery.of(options.labelSelector ?? '');
    this.#fields = FieldQuery.of(options.fieldSelector ?? '');
    this.#awaited = new AwaitedObjects(options.reflector.store);
  }

  describe(): string {
    const { status, store } = this.#reflector;
    return `at ${store.resourceVersion ?? 'no version yet'}, ${status.phase}`;
  }

  epochOf(namespace: string): number {
    const { status } = this.#reflector;
    return (status.scope?.namespaces.get(namespace) ?? status).epoch;
  }

  versionOf(namespace: string): string | undefined {
    const { store } = this.#reflector;
    // The status is made anew each time, so it is asked for only where it says more than the store.
    if (this.#namespace !== undefined || namespace === '') return store.resourceVersion;
    const part = this.#reflector.status.scope?.namespaces.get(namespace);
    return part ? part.resourceVersion : store.resourceVersion;
  }

  newestObjectOf(namespace: string): string | undefined {
    const { status } = this.#reflector;
    return (status.scope?.namespaces.get(namespace) ?? status).newestObject;
  }

  covers(namespace: string): boolean {
    if (this.#namespace !== undefined && this.#namespace !== namespace) return false;
    const { scope } = this.#reflector.status;
    if (!scope) return true;
    switch (scope.kind) {
      case 'cluster':
      case 'pending':
        return true;
      case 'namespaces':
        return scope.namespaces.has(namespace);
      case 'off':
        return false;
      default:
        return scope.kind satisfies never;
    }
  }

  get(key: string): CachedState | undefined {
    const encoded = this.#reflector.store.encoded(key);
    if (!encoded) return undefined;
    const { uid, resourceVersion } = encoded;
    // Read only where a deletion asks for it.
    return {
      uid,
      resourceVersion,
      get isMarked() {
        return encoded.metadata.deletionTimestamp !== undefined;
      },
    };
  }

  /**
   * Whether its selectors select the object as the answer has it. An answer without the object, as a Scale, changes no
   * label; then it is selected if the cache has it. What a field selector says of an object is known for fields that are
   * there as text; where it is not known, the object counts as selected, so that it is waited for.
   */
  selects(write: OwnWrite): boolean {
    if (write.type === 'deleted') return false;
    const { encoded, uid } = write;
    if (!encoded) return uid === undefined || this.#reflector.store.encoded(write.key)?.uid === uid;
    return this.#labels.matches(encoded.labels) && this.#maySelectFields(encoded);
  }

  #maySelectFields(encoded: EncodedObject): boolean {
    return this.#fields.requirements.every(({ field, operator, value }) => {
      const found = textAt(encoded.object, field);
      return found === undefined || (found === value) === (operator === '=');
    });
  }

  watch(late: readonly Wanted[], onChange: () => void): () => void {
    const { store, status$ } = this.#reflector;
    const wait: ObjectWait = { keys: new Set(late.map(({ key }) => key)), isForAny: false, onChange };
    const end = this.#awaited.add(wait);
    // For a new epoch, and for namespaces that leave.
    const statuses = status$.subscribe({ next: onChange, error: () => undefined });
    const abort = new AbortController();
    for (const [namespace, version] of this.#highest(late))
      store.waitForResourceVersion(version, { signal: abort.signal, namespace }).then(
        () => {
          if (abort.signal.aborted) return;
          // It says that it is far enough, and each change may prove it.
          wait.isForAny = true;
          onChange();
        },
        () => undefined,
      );
    return () => {
      end();
      statuses.unsubscribe();
      abort.abort();
    };
  }

  /** The highest version that is waited for: by namespace, where each has a watch of its own. */
  #highest(late: readonly Wanted[]): Map<string | undefined, string> {
    const isScoped = this.#reflector.status.scope?.kind === 'namespaces';
    const highest = new Map<string | undefined, string>();
    for (const { version, namespace } of late) {
      const part = isScoped ? namespace : undefined;
      const known = highest.get(part);
      if (version !== undefined && (known === undefined || isPast(version, known)))
        highest.set(part, version);
    }
    return highest;
  }
}

/** The text at a path, as `spec.nodeName`; undefined where there is none. */
function textAt(object: unknown, path: string): string | undefined {
  let value = object;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === 'string' ? value : undefined;
}
