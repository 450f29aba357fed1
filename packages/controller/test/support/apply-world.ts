// An embedded server, a client that counts what it sends, and what an apply needs of a run, without a controller: the
// cache is read from the server for each apply, so it is always up to date.

import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type DynamicObject, defineResource, type KubeObject, type Resource } from '@kube-rx/core';
import { AppliedMemory } from '../../src/apply/applied-memory.ts';
import { type ApplyContext, applyDesired, type ObservedObject } from '../../src/apply/apply-desired.ts';
import type { DesiredOptions } from '../../src/apply/desired-options.ts';
import { definitionOf } from './definition.ts';

export interface Widget extends KubeObject {
  readonly spec?: {
    readonly size?: number | null;
    readonly cpu?: string;
    readonly colours?: Readonly<Record<string, string>>;
    readonly parts?: readonly { readonly name: string; readonly count?: number }[];
    readonly tags?: readonly string[];
    readonly path?: readonly string[];
  };
  readonly status?: { readonly phase?: string };
}

export const Widget: Resource<Widget, 'Namespaced', 'status'> = defineResource<Widget, 'status'>({
  group: 'shop.example',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  scope: 'Namespaced',
  subresources: ['status'],
});

const text = { type: 'string' };

/** Every kind of list and map that server-side apply knows. */
const widgetDefinition = definitionOf('Widget', {
  spec: {
    type: 'object',
    properties: {
      size: { type: 'integer' },
      kept: { type: 'string', default: 'by default' },
      cpu: text,
      colours: { type: 'object', additionalProperties: text },
      parts: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: {
          type: 'object',
          required: ['name'],
          properties: {
            name: text,
            count: { type: 'integer' },
            made: { type: 'string', default: 'here' },
          },
        },
      },
      tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
      path: { type: 'array', items: text },
    },
  },
  status: { type: 'object', properties: { phase: text } },
});

function seededRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A key of a run, its object, and what it applies to. */
export class ApplyWorld implements AsyncDisposable {
  readonly server: ApiServer;
  readonly client: Client;
  readonly memory: AppliedMemory = new AppliedMemory();
  /** Methods and paths of what `apply` has sent. */
  readonly sent: string[] = [];
  /** Whether caches keep managed fields. */
  keepManagedFields = false;
  /** Whether the cache is read at all. */
  observes = true;

  private constructor(server: ApiServer) {
    this.server = server;
    this.client = new Client(server.service);
  }

  static async start(): Promise<ApplyWorld> {
    const server = new ApiServer({ random: seededRandom() });
    server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    const world = new ApplyWorld(server);
    await world.client.request({
      method: 'POST',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      query: [],
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(widgetDefinition),
    });
    return world;
  }

  get widgets(): Api<Widget, 'status'> {
    return Api.namespaced(this.client, Widget, 'shop');
  }

  /** A client that notes the methods and paths of its requests. */
  countingClient(sent: string[]): Client {
    return new Client((request, call) => {
      sent.push(`${request.method} ${request.path}`);
      return this.server.service(request, call);
    });
  }

  async apply<K extends KubeObject>(
    resource: Resource<K>,
    desired: object,
    options: DesiredOptions & { readonly parent?: ApplyContext['parent']; readonly key?: string } = {},
  ): Promise<K> {
    const { parent = { resource: Widget, object: site }, key = 'shop/site', ...rest } = options;
    const observed = await this.#observe(resource, desired);
    const counting = this.countingClient(this.sent);
    const context: ApplyContext = {
      key,
      parent,
      fieldManager: 'site-controller',
      memory: this.memory,
      api: <T extends KubeObject>(of: Resource<T>, namespace: string | undefined) =>
        namespace === undefined ? Api.all(counting, of) : Api.namespaced(counting, of, namespace),
      observe: <T extends KubeObject>() => observed as ObservedObject<T> | undefined,
      owns: () => false,
    };
    return applyDesired(context, { resource, desired }, rest);
  }

  async #observe<K extends KubeObject>(
    resource: Resource<K>,
    desired: object,
  ): Promise<ObservedObject<K> | undefined> {
    if (!this.observes) return undefined;
    const { name, namespace = 'shop' } = (desired as DynamicObject).metadata;
    const api = Api.namespaced(this.client, resource, namespace);
    const { keepManagedFields } = this;
    const object = await api.getOptional(name, { keepManagedFields });
    if (!object) return undefined;
    const { uid = '', resourceVersion = '' } = object.metadata;
    return { uid, resourceVersion, object };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.server.close();
  }
}

export const site: Widget = {
  apiVersion: 'shop.example/v1',
  kind: 'Widget',
  metadata: { name: 'site', namespace: 'shop', uid: 'uid-of-site' },
};

/** What an object says, without what differs from one server to another and from one write to the next. */
export function contentsOf(object: KubeObject | undefined): unknown {
  if (!object) return undefined;
  const { metadata, ...rest } = object;
  const { name, labels, annotations, ownerReferences } = metadata;
  return { ...rest, metadata: { name, labels, annotations, ownerReferences } };
}
