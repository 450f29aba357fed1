// Takes the operator of websites out of a cluster, in the order in which nothing gets stuck: the websites while the
// operator still runs, as it alone takes their names back; then the operator, the kind, its rights and its namespace.
//
//   node uninstall.ts --yes                     deletes all websites, too
//   node uninstall.ts --yes --force-finalizers  also where no operator is left that would let go of them
//
// --timeout SECONDS is how long each step may take, by default 60.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Api, Client, type Clock, deleteAll, isNotFound, isObjectNotFound, readManifests } from 'kube-rx';
import { CustomResourceDefinition } from 'kube-rx/crd';
import { Lease, Pod } from 'kube-rx/k8s';
import { dnsFinalizer } from '../website.ts';
import { Website } from '../website-kind.ts';

const deploy = join(import.meta.dirname, 'deploy');
const name = 'website-operator';
const lookAgainMs = 500;

export interface UninstallOptions {
  /** Lets go of websites that the operator does not let go of in time. What it made outside stays there. Default false. */
  readonly forceFinalizers?: boolean;
  /** How long each step may take, in ms. Default 60,000. */
  readonly timeout?: number;
  readonly tell: (line: string) => void;
}

/** True once all is gone; false where something is stuck, which it tells. May be called again. */
export async function uninstall(client: Client, options: UninstallOptions): Promise<boolean> {
  const { forceFinalizers = false, timeout = 60_000, tell } = options;
  const within = (isDone: () => Promise<boolean>) => until(client.clock, timeout, isDone);

  if (!(await within(async () => (await deleteWebsites(client)) === 0))) {
    const who = await leader(client);
    for (const site of await websites(client)) tell(reason(site, who));
    if (!forceFinalizers) return false;
    for (const site of await websites(client)) await letGo(client, site, tell);
    if (!(await within(async () => (await deleteWebsites(client)) === 0))) return false;
  }
  tell('the websites are gone');

  await deleteAll(client, readManifests(join(deploy, 'operator.yaml')));
  const pods = Api.namespaced(client, Pod, name);
  const isEnded = async () => (await pods.list({ labelSelector: { app: name } })).length === 0;
  if (!(await within(isEnded))) tell('Pods of the operator are still there');
  tell('the operator is gone');

  await deleteAll(client, readManifests(join(deploy, `${Website.plural}.${Website.group}.yaml`)));
  const definitions = Api.all(client, CustomResourceDefinition);
  const isUndefined = async () =>
    (await definitions.getOptional(`${Website.plural}.${Website.group}`)) === undefined;
  if (!(await within(isUndefined))) {
    tell('the kind is still there: somebody has made a website meanwhile. Start again');
    return false;
  }
  await deleteAll(client, readManifests(['rbac.yaml', 'namespace.yaml'].map((file) => join(deploy, file))));
  tell('the kind, the rights and the namespace are gone');
  return true;
}

async function websites(client: Client): Promise<readonly Website[]> {
  return Api.all(client, Website)
    .list()
    .catch((error: unknown) => {
      // The kind is gone already.
      if (isNotFound(error)) return [];
      throw error;
    });
}

/** Those that are left, all of which are about to be deleted. */
async function deleteWebsites(client: Client): Promise<number> {
  const found = await websites(client);
  for (const { metadata } of found)
    if (metadata.deletionTimestamp === undefined)
      await Api.namespaced(client, Website, metadata.namespace ?? '')
        .delete(metadata.name)
        .catch(ignoreGone);
  return found.length;
}

/** Takes away the finalizer of this operator, and no other. */
async function letGo(client: Client, { metadata, spec }: Website, tell: (line: string) => void) {
  const { namespace = '', finalizers = [] } = metadata;
  const index = finalizers.indexOf(dnsFinalizer);
  if (index === -1) return;
  const path = `/metadata/finalizers/${index}`;
  await Api.namespaced(client, Website, namespace)
    .patch.json(metadata.name, [
      { op: 'test', path, value: dnsFinalizer },
      { op: 'remove', path },
    ])
    .catch(ignoreGone);
  tell(`${namespace}/${metadata.name}: let go of. ${spec.host} may still be in the DNS: look there`);
}

function reason({ metadata }: Website, who: string | undefined): string {
  const { namespace = '', finalizers = [] } = metadata;
  const others = finalizers.filter((each) => each !== dnsFinalizer);
  const causes = [
    ...(finalizers.includes(dnsFinalizer)
      ? [who === undefined ? `${dnsFinalizer}: no operator leads` : `${dnsFinalizer}: see the log of ${who}`]
      : []),
    ...others.map((each) => `${each}: not of this operator`),
  ];
  return `${namespace}/${metadata.name} is stuck: ${causes.join('; ') || 'it has come back'}`;
}

/** Who leads by the Lease; a Lease that has run out is nobody's. */
async function leader(client: Client): Promise<string | undefined> {
  const {
    holderIdentity,
    renewTime,
    leaseDurationSeconds = 0,
  } = (await Api.namespaced(client, Lease, name).getOptional(name))?.spec ?? {};
  const endsAt = renewTime === undefined ? 0 : Date.parse(renewTime) + leaseDurationSeconds * 1000;
  return endsAt > client.clock.now() ? holderIdentity || undefined : undefined;
}

async function until(clock: Clock, timeout: number, isDone: () => Promise<boolean>): Promise<boolean> {
  const end = clock.monotonic() + timeout;
  while (!(await isDone())) {
    if (clock.monotonic() >= end) return false;
    await new Promise<void>((resolve) => clock.schedule(lookAgainMs, resolve));
  }
  return true;
}

function ignoreGone(error: unknown): void {
  if (!isObjectNotFound(error)) throw error;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      yes: { type: 'boolean', default: false },
      'force-finalizers': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '60' },
    },
  });
  const client = await Client.tryDefault();
  try {
    const timeout = Number(values.timeout) * 1000;
    if (!(timeout > 0)) throw new RangeError('--timeout must be a number of seconds above 0');
    const options = { timeout, forceFinalizers: values['force-finalizers'], tell: console.log };
    if (!values.yes)
      console.log(`--yes deletes ${(await websites(client)).length} websites, and their operator`);
    process.exitCode = values.yes && (await uninstall(client, options)) ? 0 : 1;
  } finally {
    await client.close();
  }
}
