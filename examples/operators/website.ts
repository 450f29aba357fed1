// An operator of websites: each gets a Deployment, a Service and a name in the DNS, says in its status how it is, and
// takes its name away when it is deleted. First `kubectl apply -f website.yaml`, then: website.ts

import {
  Action,
  Api,
  Client,
  Controller,
  type ControllerOptions,
  finalizer,
  isControlledBy,
  isNotFound,
  Manager,
  objectKey,
  type ReconcileContext,
} from 'kube-rx';
import { Deployment, Service } from 'kube-rx/k8s';
import { HostTakenError, publish, withdraw } from './dns-records.ts';
import { deployment, type Obstacle, service, status } from './website-children.ts';
import { Website } from './website-kind.ts';

/** Keeps a website until its name is taken back. */
export const dnsFinalizer = 'example.com/dns';
/** How often the DNS is looked at, as nothing tells when it changes. */
const lookAgainMs = 600_000;
/** How soon a website is tried again that something stands in the way of: nothing tells when a stranger goes. */
const retryMs = 30_000;

export function websiteOperator(
  client: Client,
  options: Partial<ControllerOptions<Website>> = {},
): Controller<Website> {
  return new Controller(Api.all(client, Website), { name: 'website-operator', ...options, reconcile })
    .owns(Api.all(client, Deployment))
    .owns(Api.all(client, Service));
}

function reconcile(site: Website, context: ReconcileContext<Website>): Promise<Action> {
  return finalizer(context, site, {
    name: dnsFinalizer,
    apply: (held) => apply(held, context),
    cleanup: (held) => withdraw(context.client, held, context.signal),
  });
}

async function apply(site: Website, context: ReconcileContext<Website>): Promise<Action> {
  const obstacle = stranger(site, context) ?? (await published(site, context));
  if (obstacle === undefined) {
    await context.apply(Deployment, deployment(site));
    await context.apply(Service, service(site));
  }
  const [deployed] = context.children(Deployment);
  await context.status(status(site, { deployment: deployed, obstacle }, context.clock.now()));
  return Action.requeueAfter(obstacle === undefined ? lookAgainMs : retryMs);
}

/** What has the name of a child and is not the website's: it is left alone. */
function stranger(site: Website, { store, ref }: ReconcileContext<Website>): Obstacle | undefined {
  const key = objectKey(ref.name, ref.namespace);
  const found = [store(Deployment).get(key), store(Service).get(key)];
  const other = found.find((each) => each !== undefined && !isControlledBy(each, site));
  return other && { reason: 'NameTaken', message: `there is another ${other.kind ?? 'object'} ${ref.name}` };
}

async function published(
  site: Website,
  { client, signal, event }: ReconcileContext<Website>,
): Promise<Obstacle | undefined> {
  try {
    if ((await publish(client, site, signal)) === 'written')
      event({
        type: 'Normal',
        reason: 'Published',
        action: 'Publish',
        note: `${site.spec.host} is in the DNS`,
      });
    return undefined;
  } catch (error) {
    if (isNotFound(error)) return { reason: 'NoZone', message: 'there is no ConfigMap dns/dns' };
    if (!(error instanceof HostTakenError)) throw error;
    event({ type: 'Warning', reason: 'HostTaken', action: 'Publish', note: error.message });
    return { reason: 'HostTaken', message: error.message };
  }
}

if (process.argv[1] === import.meta.filename) {
  const client = await Client.tryDefault();
  try {
    await new Manager({ controllers: [websiteOperator(client)], http: { port: 8080 } }).run();
  } finally {
    await client.close();
  }
}
