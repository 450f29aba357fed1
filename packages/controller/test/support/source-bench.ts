// The sources of a controller on embedded API servers under a virtual clock, and what they tell.

import { ApiServer, type ApiServerOptions, type SeedObject } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import {
  controllerReference,
  defineResource,
  type EncodedObject,
  type HttpService,
  type KubeObject,
  settle,
  VirtualClock,
} from '@kube-rx/core';
import { ConfigMap, Node } from '@kube-rx/k8s';
import { SharedReflectors } from '@kube-rx/runtime';
import type { Declaration, Mapping, SourceMapper, SourceOptions } from '../../src/source/declaration.ts';
import { sourceMaker } from '../../src/source/source-maker.ts';
import type { SourceTrigger } from '../../src/source/source-trigger.ts';
import { Sources } from '../../src/source/sources.ts';
import type { SourceTrouble } from '../../src/source/trouble.ts';
import { definitionOf } from './definition.ts';

export interface Website extends KubeObject {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly ready?: number };
}

export const Website = defineResource<Website, 'status'>({
  group: 'shop.example',
  version: 'v1',
  kind: 'Website',
  plural: 'websites',
  scope: 'Namespaced',
  subresources: ['status'],
});

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const websiteDefinition: SeedObject = definitionOf('Website', { spec: anything, status: anything });

export interface ToldTrigger extends SourceTrigger {
  readonly key: string;
}

/** Clients whose time is the bench's. */
export class SourceBench<K extends KubeObject = Website> implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly caches: SharedReflectors;
  readonly sources: Sources<K>;
  readonly triggers: ToldTrigger[] = [];
  readonly deleted: { key: string; last: EncodedObject<K> }[] = [];
  readonly troubles: SourceTrouble[] = [];
  statusCalls = 0;
  /** In the order in which they came. */
  readonly servers: ApiServer[] = [];

  constructor(primary: Declaration<K>) {
    const { clock } = this;
    this.caches = new SharedReflectors({ clock, lingerMs: 0 });
    this.sources = new Sources<K>({
      primary,
      caches: this.caches,
      maker: sourceMaker,
      clock,
      random: () => 0.5,
      listener: {
        onTrigger: (key, trigger) => void this.triggers.push({ key, ...trigger }),
        onDeleted: (key, last) => void this.deleted.push({ key, last }),
        onTrouble: (trouble) => void this.troubles.push(trouble),
        onStatus: () => void (this.statusCalls += 1),
      },
    });
  }

  static websites(options: SourceOptions<Website> = {}): SourceBench {
    return new SourceBench({ api: Api.all(nowhere, Website), mapping: { type: 'primary' }, options });
  }

  static nodes(): SourceBench<Node> {
    return new SourceBench({ api: Api.all(nowhere, Node), mapping: { type: 'primary' }, options: {} });
  }

  server(options: ApiServerOptions = {}): ApiServer {
    const server = new ApiServer({ clock: this.clock, random: steps(), ...options });
    server.seed([websiteDefinition, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    this.servers.push(server);
    return server;
  }

  client(service: HttpService): Client {
    return new Client(service, { clock: this.clock });
  }

  /** Adds a cluster with a server of its own, and lets it come up. */
  async cluster(id = '', objects: readonly SeedObject[] = []): Promise<Client> {
    const server = this.server();
    server.seed(objects);
    const client = this.client(server.service);
    this.sources.addCluster(id, client);
    await settle();
    return client;
  }

  /** `type priority key <- source object`, of what was told since the last time. */
  told(): string[] {
    return this.triggers
      .splice(0)
      .map(({ key, priority, reason }) =>
        [reason.type, priority, key, '<-', reason.source, reason.object].filter(Boolean).join(' '),
      );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.sources.close();
    await this.caches.close();
    for (const server of this.servers) await server.close();
  }
}

/** Of declarations, which are started on other clients. */
export const nowhere = new Client(() =>
  Promise.reject(new Error('a declaration was started on its own client')),
);

export const owned = (options: SourceOptions<ConfigMap> = {}): Declaration<ConfigMap> => ({
  api: Api.all(nowhere, ConfigMap),
  mapping: { type: 'owns' },
  options,
});

export function watched(
  mapper: SourceMapper<ConfigMap>,
  options: SourceOptions<ConfigMap> = {},
): Declaration<ConfigMap> {
  const mapping: Mapping<ConfigMap> = { type: 'watches', mapper };
  return { api: Api.all(nowhere, ConfigMap), mapping, options };
}

export function website(name: string, metadata: Partial<KubeObject['metadata']> = {}): SeedObject & Website {
  return {
    apiVersion: 'shop.example/v1',
    kind: 'Website',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { replicas: 1 },
  };
}

/** A ConfigMap that a Website controls. */
export function childOf(
  owner: Website,
  name: string,
  metadata: Partial<KubeObject['metadata']> = {},
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: 'shop',
      ownerReferences: [controllerReference(Website, owner)],
      ...metadata,
    },
  };
}

/** No two uids are the same, and each run has the same. */
function steps(): () => number {
  let step = 0;
  return () => (step += 0.618_033_988_749_895) % 1;
}
