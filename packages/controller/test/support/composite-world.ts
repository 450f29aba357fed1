// A composite on the embedded server without a controller: its caches are read when the test says so, so they can be as
// late as a test wants.

import { Api } from '@kube-rx/client';
import { isControlledBy, type KubeObject, type Resource, resourceName, VirtualClock } from '@kube-rx/core';
import { applyDesired } from '../../src/apply/apply-desired.ts';
import type { CompositeContext } from '../../src/composite/composite-context.ts';
import { type CompositeRules, reconcileComposite } from '../../src/composite/reconcile-composite.ts';
import type { Action } from '../../src/controller/action.ts';
import type { EventNote } from '../../src/events/event-note.ts';
import { StatusWriter } from '../../src/status/status-writer.ts';
import { UnstoredChanges } from '../../src/status/unstored-changes.ts';
import { ApplyWorld, Widget } from './apply-world.ts';

export class CompositeWorld implements AsyncDisposable {
  readonly world: ApplyWorld;
  readonly kinds: readonly Resource[];
  readonly clock: VirtualClock = new VirtualClock();
  readonly events: EventNote[] = [];
  readonly sent: string[] = [];
  readonly #caches = new Map<string, ReadonlyMap<string, KubeObject>>();
  readonly #api: CompositeContext<Widget>['api'];
  #reconcile: (parent: Widget, context: CompositeContext<Widget>) => Promise<Action> = () =>
    Promise.reject(new Error('no rules'));

  private constructor(world: ApplyWorld, kinds: readonly Resource[]) {
    this.world = world;
    this.kinds = kinds;
    const client = world.countingClient(this.sent);
    this.#api = (resource, namespace = resource.scope === 'Cluster' ? undefined : 'shop') =>
      namespace === undefined ? Api.all(client, resource) : Api.namespaced(client, resource, namespace);
  }

  static async start(kinds: readonly Resource[]): Promise<CompositeWorld> {
    const bench = new CompositeWorld(await ApplyWorld.start(), kinds);
    await bench.world.widgets.create({ metadata: { name: 'site' }, spec: { size: 1 } });
    await bench.sync();
    return bench;
  }

  rules(rules: Partial<CompositeRules<Widget>> & Pick<CompositeRules<Widget>, 'desired'>): void {
    this.#reconcile = reconcileComposite<Widget>({
      resource: Widget,
      children: this.kinds,
      status: undefined,
      recreate: [],
      allowEmpty: false,
      teardown: 'garbage collection',
      finalizer: 'widgets.shop.example/teardown',
      ...rules,
    });
  }

  /** Brings all caches up to date. */
  async sync(): Promise<void> {
    for (const resource of [Widget, ...this.kinds]) {
      const objects = await Api.all(this.world.client, resource).list({ keepManagedFields: false });
      const entries = objects.map((object): [string, KubeObject] => [keyOf(object), object]);
      this.#caches.set(resourceName(resource), new Map(entries));
    }
  }

  /** As before the first list. */
  unsync(resource: Resource): void {
    this.#caches.delete(resourceName(resource));
  }

  /** As before any object of the kind. */
  empty(resource: Resource): void {
    this.#caches.set(resourceName(resource), new Map());
  }

  /** As a server may have it that checks nothing. */
  put(resource: Resource, object: KubeObject): void {
    this.#caches.set(resourceName(resource), new Map([[keyOf(object), object]]));
  }

  /** A run by the caches as they are. */
  async run(): Promise<Action | 'gone'> {
    const parent = this.#cached(Widget).get('shop/site');
    if (!parent) return 'gone';
    return this.#reconcile(parent, this.#context(parent));
  }

  async syncAndRun(): Promise<Action | 'gone'> {
    await this.sync();
    return this.run();
  }

  /** What the run has sent besides reads. */
  async writes(during: () => Promise<unknown>): Promise<string[]> {
    this.sent.length = 0;
    await during();
    return this.sent.filter((line) => !line.startsWith('GET '));
  }

  async names<K extends KubeObject>(resource: Resource<K>): Promise<string[]> {
    const objects = await Api.all(this.world.client, resource).list();
    return objects.map(({ metadata }) => metadata.name).sort();
  }

  #context(parent: Widget): CompositeContext<Widget> {
    const { signal } = new AbortController();
    const writer = new StatusWriter<Widget>({
      api: this.#api(Widget),
      object: parent,
      fieldManager: 'sites',
      key: 'shop/site',
      unstored: new UnstoredChanges(),
    });
    const { memory } = this.world;
    return {
      clock: this.clock,
      signal,
      ref: { resource: Widget, name: 'site', namespace: 'shop' },
      api: this.#api,
      apply: (resource, desired, options) =>
        applyDesired(
          {
            key: 'shop/site',
            parent: { resource: Widget, object: parent },
            fieldManager: 'sites',
            memory,
            api: this.#api,
            observe: (of, key) => {
              const object = this.#cached(of).get(key);
              const { uid = '', resourceVersion = '' } = object?.metadata ?? {};
              return object && { uid, resourceVersion, object };
            },
            owns: () => true,
          },
          { resource, desired },
          options,
        ),
      status: (change) => writer.write(change),
      event: (note) => void this.events.push(note),
      children: (resource) =>
        [...this.#cached(resource).values()].filter((object) => isControlledBy(object, parent)),
      store: (resource) => ({
        get: (key) => (typeof key === 'string' ? this.#cached(resource).get(key) : undefined),
        resourceVersion: this.#caches.has(resourceName(resource)) ? '1' : undefined,
      }),
    };
  }

  #cached<K extends KubeObject>(resource: Resource<K>): ReadonlyMap<string, K> {
    // A cache of this resource holds objects of its type.
    return (this.#caches.get(resourceName(resource)) ?? new Map()) as ReadonlyMap<string, K>;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.world[Symbol.asyncDispose]();
  }
}

function keyOf({ metadata: { name, namespace } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
