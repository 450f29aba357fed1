// Copies Secrets into namespaces: `kubectl label secret registry example.com/mirror=source` copies this one into all
// with the label `example.com/mirror-secrets=true`, `kubectl label namespace app example.com/mirror-secrets=true` has
// copies made there. What is no longer wanted is deleted; a Secret that is no copy is never touched. secret-mirror.ts
//
// The object that is reconciled is the namespace that gets copies, so that one which cannot have any holds up no other.

import {
  Action,
  Api,
  Client,
  Controller,
  type ControllerOptions,
  ignoreNotFound,
  isAlreadyExists,
  Manager,
  type ReconcileContext,
} from 'kube-rx';
import { Namespace, Secret } from 'kube-rx/k8s';
import { isSource, mirrorLabel, mirrorSteps, type Step } from './mirrored-secrets.ts';

/** When to look again whether a Secret in the way is gone: it has no label, so nothing tells. */
const lookAgainMs = 300_000;

export function secretMirror(
  client: Client,
  options: Partial<ControllerOptions<Namespace>> = {},
): Controller<Namespace> {
  return new Controller(Api.all(client, Namespace), { name: 'secret-mirror', ...options, reconcile }).watches(
    Api.all(client, Secret),
    (secret) => (isSource(secret) ? 'all' : [{ name: secret.metadata.namespace ?? '' }]),
    { labelSelector: mirrorLabel },
  );
}

async function reconcile(namespace: Namespace, context: ReconcileContext<Namespace>): Promise<Action> {
  let isBlocked = false;
  for (const step of mirrorSteps(namespace, context.store(Secret).list()))
    isBlocked = (await take(step, context)) === 'blocked' || isBlocked;
  return isBlocked ? Action.requeueAfter(lookAgainMs) : Action.done();
}

async function take(
  { type, secret }: Step,
  context: ReconcileContext<Namespace>,
): Promise<'done' | 'blocked'> {
  const { name, namespace } = secret.metadata;
  const secrets = context.api(Secret, namespace);
  switch (type) {
    case 'create':
      try {
        await secrets.create(secret);
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
        context.event({
          type: 'Warning',
          reason: 'NameTaken',
          note: `another Secret ${name} is here already`,
        });
        return 'blocked';
      }
      return 'done';
    case 'replace':
      await secrets.replace(name, secret);
      return 'done';
    case 'delete':
      await ignoreNotFound(secrets.delete(secret));
      return 'done';
    default:
      return type satisfies never;
  }
}

if (process.argv[1] === import.meta.filename) {
  const client = await Client.tryDefault();
  try {
    await new Manager({ controllers: [secretMirror(client)] }).run();
  } finally {
    await client.close();
  }
}
