// A cluster in memory for operators: an API server, time that passes only here, and as much of the controllers of a
// real cluster as the tests need.

import { ApiServer, type SeedObject } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { Api, Client, type KubeObject, type Resource, VirtualClock } from 'kube-rx';
import { Deployment } from 'kube-rx/k8s';

/** Does something where something is to be done, and nothing otherwise. */
export type Actor = (client: Client) => Promise<void>;

interface Runnable {
  run(options: { readonly signal: AbortSignal }): Promise<void>;
}

// So many seconds without a write are rest; so many rounds without rest are a loop.
const quietSeconds = 5;
const mostRounds = 300;

export class OperatorCluster implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly server: ApiServer;
  readonly client: Client;
  readonly #running = new Map<Runnable, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  readonly #actors: readonly Actor[];

  constructor(objects: readonly SeedObject[], actors: readonly Actor[] = []) {
    this.server = new ApiServer({ clock: this.clock, resources: catalog });
    this.server.seed(objects);
    this.client = new Client(this.server.service, { clock: this.clock });
    this.#actors = actors;
  }

  /** For options of controllers. */
  get options(): { readonly clock: VirtualClock; readonly log: false; readonly random: () => number } {
    return { clock: this.clock, log: false, random: () => 0.5 };
  }

  /** Starts it, and lets it do all that is to be done. */
  async run(controller: Runnable): Promise<void> {
    const stop = new AbortController();
    this.#running.set(controller, { stop, ended: controller.run({ signal: stop.signal }) });
    await this.rest();
  }

  /** Ends it as at the end of its process. */
  async stop(controller: Runnable): Promise<void> {
    const running = this.#running.get(controller);
    this.#running.delete(controller);
    running?.stop.abort();
    await this.clock.advance(60_000);
    await running?.ended;
  }

  /** Lets time pass until nothing writes any more. @throws where that does not happen. */
  async rest(): Promise<void> {
    for (let round = 0, quiet = 0; quiet < quietSeconds; round += 1) {
      if (round === mostRounds) throw new Error(`after ${mostRounds} s there are still writes`);
      const before = this.server.revision;
      await this.clock.advance(1_000);
      for (const act of this.#actors) await act(this.client);
      quiet = this.server.revision === before ? quiet + 1 : 0;
    }
  }

  /** How many writes there are while `ms` pass. */
  async writesWithin(ms: number): Promise<number> {
    const before = this.server.revision;
    await this.clock.advance(ms);
    return this.server.revision - before;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const controller of [...this.#running.keys()]) await this.stop(controller);
    await this.client.close();
    await this.server.close();
  }
}

/** Deployments become available as soon as they are there. */
export const deployments: Actor = async (client) => {
  for (const { metadata, spec, status } of await Api.all(client, Deployment).list()) {
    const replicas = spec?.replicas ?? 1;
    const { generation = 0 } = metadata;
    if (status?.observedGeneration === generation) continue;
    await Api.namespaced(client, Deployment, metadata.namespace ?? '').status.patch.merge(metadata.name, {
      status: {
        observedGeneration: generation,
        replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        conditions: [{ type: 'Available', status: 'True' }],
      },
    });
  }
};

/** What has owners is deleted when the last of them is gone. */
export function garbageCollector(...resources: readonly Resource[]): Actor {
  return async (client) => {
    const objects: (KubeObject & { resource: Resource })[] = [];
    for (const resource of resources)
      for (const object of await Api.all(client, resource).list()) objects.push({ ...object, resource });
    const uids = new Set(objects.map(({ metadata }) => metadata.uid));
    for (const { resource, metadata } of objects) {
      const owners = metadata.ownerReferences ?? [];
      if (owners.length === 0 || owners.some(({ uid }) => uids.has(uid))) continue;
      await Api.namespaced(client, resource, metadata.namespace ?? '').delete(metadata.name);
    }
  };
}
