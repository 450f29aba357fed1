// Tells of containers that restart too often, in several clusters at once, and writes nothing:
// restart-notifier.ts CONTEXT... (of the kubeconfig)

import { Api, Client, Controller, type ControllerOptions, Manager, type ReconcileContext } from 'kube-rx';
import { Pod } from 'kube-rx/k8s';
import { type Restarted, restartsOf } from './container-restarts.ts';

export interface NotifierOptions extends Partial<ControllerOptions<Pod>> {
  /** How many restarts are still told to nobody. Default 3. */
  readonly threshold?: number;
  /** Is asked again later where it throws, so it may hear of the same restart twice. */
  readonly notify: (restarted: Restarted) => void | Promise<void>;
}

/** Others join by `addCluster(name, client)` and leave by `removeCluster(name)`, also while it runs. */
export function restartNotifier(client: Client, options: NotifierOptions): Controller<Pod> {
  const { threshold = 3, notify, ...rest } = options;
  // What was told, by Pod: it is forgotten with the Pod, and by a restart of this program.
  const told = new Map<string, Map<string, number>>();

  async function reconcile(pod: Pod, { cluster }: ReconcileContext<Pod>): Promise<void> {
    const { uid = '' } = pod.metadata;
    for (const restarted of restartsOf(pod, cluster)) {
      const counts = told.get(uid) ?? new Map<string, number>();
      const { container, restarts } = restarted;
      if (restarts <= Math.max(threshold, counts.get(container) ?? 0)) continue;
      await notify(restarted);
      told.set(uid, counts.set(container, restarts));
    }
  }

  return new Controller(Api.all(client, Pod), {
    name: 'restart-notifier',
    // Shared by the clusters: where one notification hangs, the others are told all the same.
    concurrency: 10,
    ...rest,
    reconcile,
    onDeleted: (_ref, _context, { metadata }) => {
      told.delete(metadata.uid ?? '');
    },
  });
}

if (process.argv[1] === import.meta.filename) {
  const [first, ...others] = process.argv.slice(2);
  const clients = new Map<string, Client>();
  const join = async (context: string): Promise<Client> => {
    const client = await Client.tryDefault({ context });
    clients.set(context, client);
    return client;
  };
  if (first === undefined) throw new Error('usage: restart-notifier.ts CONTEXT...');
  try {
    const notifier = restartNotifier(await join(first), {
      cluster: first,
      notify: ({ cluster, namespace, pod, container, restarts, reason = 'no reason is known' }) =>
        console.log(
          `${cluster}: ${container} of ${namespace}/${pod} has restarted ${restarts} times: ${reason}`,
        ),
    });
    for (const context of others) notifier.addCluster(context, await join(context));
    await new Manager({ controllers: [notifier] }).run();
  } finally {
    for (const client of clients.values()) await client.close();
  }
}
