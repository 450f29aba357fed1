// Labels nodes with their size, by rules that anybody can change while it runs: node-labeller.ts
//
//   kubectl create configmap node-sizes -n kube-system --from-literal=small=0 --from-literal=large=16
//
// gives nodes with at least 16 CPUs the label `example.com/size=large`, the others `example.com/size=small`.

import {
  Api,
  Client,
  Controller,
  type ControllerOptions,
  getLabel,
  InvalidValueError,
  Manager,
  type ReconcileContext,
} from 'kube-rx';
import { ConfigMap, Node } from 'kube-rx/k8s';
import { type Size, sizeOf, sizesOf } from './node-sizes.ts';

const label = 'example.com/size';
const rulesKey = 'kube-system/node-sizes';

export function nodeLabeller(
  client: Client,
  options: Partial<ControllerOptions<Node>> = {},
): Controller<Node> {
  return new Controller(Api.all(client, Node), { name: 'node-labeller', ...options, reconcile }).watches(
    Api.namespaced(client, ConfigMap, 'kube-system'),
    () => 'all',
    { fieldSelector: 'metadata.name=node-sizes' },
  );
}

async function reconcile(node: Node, context: ReconcileContext<Node>): Promise<void> {
  const sizes = sizesIn(context);
  if (sizes === undefined) return;
  const size = sizeOf(node, sizes);
  if (getLabel(node, label) === size) return;
  // Null removes the label. Nothing else of the node is touched, and no write of others is in the way.
  await context
    .api(Node)
    .patch.merge(node.metadata.name, { metadata: { labels: { [label]: size ?? null } } });
}

/** Undefined where the rules make no sense: labels stay as they are until somebody mends them. */
function sizesIn({ store, log }: ReconcileContext<Node>): readonly Size[] | undefined {
  try {
    return sizesOf(store(ConfigMap).get(rulesKey));
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error;
    log.warn({ err: error }, `the rules in ${rulesKey} are wrong: no label changes until they are right`);
    return undefined;
  }
}

if (process.argv[1] === import.meta.filename) {
  const client = await Client.tryDefault();
  try {
    await new Manager({ controllers: [nodeLabeller(client)] }).run();
  } finally {
    await client.close();
  }
}
