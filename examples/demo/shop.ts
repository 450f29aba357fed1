// A small workload: somebody else's deployments, whose pods come, get ready and go, and a ConfigMap that names the
// release they run. It writes from inside the server, so it goes on while the network of everybody else is down.

import { setTimeout as delay } from 'node:timers/promises';
import { Api, type Client, isNotFound } from 'kube-rx';
import { ConfigMap, Namespace, Pod } from 'kube-rx/k8s';

const namespace = 'shop';
const deployments = ['web', 'api', 'worker'];
const replicas = 4;

export class Shop {
  readonly #pods;
  readonly #settings;
  readonly #namespaces;
  readonly #tickMs: number;
  #release = 1;
  #working: Promise<void> = Promise.resolve();
  #open = false;

  constructor(client: Client, { tickMs }: { readonly tickMs: number }) {
    this.#pods = Api.namespaced(client, Pod, namespace);
    this.#settings = Api.namespaced(client, ConfigMap, namespace);
    this.#namespaces = Api.all(client, Namespace);
    this.#tickMs = tickMs;
  }

  /** The first objects. */
  async build(): Promise<void> {
    await this.#namespaces.create({ metadata: { name: namespace } });
    await this.#settings.create({ metadata: { name: 'release' }, data: { version: 'v1' } });
    for (const name of deployments) for (let i = 0; i < replicas; i += 1) await this.#createPod(name);
  }

  /** Goes about its business until `close` is called. */
  resume(): void {
    if (this.#open) return;
    this.#open = true;
    this.#working = this.#work();
  }

  /** Resolves when nothing is being written any more. */
  async pause(): Promise<void> {
    this.#open = false;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#open) {
      await this.step();
      await delay(this.#tickMs);
    }
  }

  /** One thing that happens: a pod gets ready, is replaced, or a release is rolled out. */
  async step(): Promise<void> {
    const pods = await this.#pods.list();
    const pending = pods.find(({ status }) => status?.phase === 'Pending');
    const chance = Math.random();
    if (pending && chance < 0.6) await this.#start(pending);
    else if (chance < 0.9) await this.#replace(pods[Math.floor(Math.random() * pods.length)]);
    else await this.#rollOut();
  }

  async #createPod(app: string): Promise<void> {
    await this.#pods.create({
      metadata: { generateName: `${app}-`, labels: { app } },
      spec: { containers: [{ name: app, image: `registry.example.com/${app}:v${this.#release}` }] },
    });
  }

  async #start({ metadata }: Pod): Promise<void> {
    const { status } = this.#pods;
    await unlessGone(status.patch.merge(metadata.name, { status: { phase: 'Running' } }));
  }

  async #replace(pod: Pod | undefined): Promise<void> {
    if (!pod) return;
    const { name, labels } = pod.metadata;
    await unlessGone(this.#pods.delete(name, { gracePeriodSeconds: 0 }));
    await this.#createPod(labels?.['app'] ?? 'web');
  }

  async #rollOut(): Promise<void> {
    this.#release += 1;
    await this.#settings.patch.merge('release', { data: { version: `v${this.#release}` } });
  }
}

/** Two things may happen to a pod at once: one of them finds it gone. */
async function unlessGone(written: Promise<unknown>): Promise<void> {
  await written.catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}
