// Resolves a context of a kubeconfig, its cluster and its user to a `Config`.

import { ConfigError } from '../errors.ts';
import type { TlsOptions } from '../transport/tls.ts';
import type { Config } from './config.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { readPem } from './referred-file.ts';
import type { Section } from './section.ts';
import { readUser } from './user.ts';

/** Which part of a kubeconfig to use. */
export interface ContextChoice {
  /** Default: the kubeconfig's `current-context`. */
  readonly context?: string;
  /** Instead of the context's own. */
  readonly cluster?: string;
  /** Instead of the context's own. */
  readonly user?: string;
}

/**
 * Resolves a choice, and reads the files that it refers to.
 *
 * @throws ConfigError naming the file and the key that is missing, contradictory or unusable.
 * @example
 * const kubeconfig = await Kubeconfig.read(['cluster.yaml']);
 * Client.fromConfig(await resolveContext(kubeconfig, { context: 'prod' }));
 */
export async function resolveContext(kubeconfig: Kubeconfig, choice: ContextChoice = {}): Promise<Config> {
  const name = choice.context ?? kubeconfig.currentContext;
  if (name === undefined) {
    const where = `${kubeconfig.files.join(', ')}: current-context`;
    throw new ConfigError(`is not set; choose one of the contexts (${list(kubeconfig.contexts)})`, { where });
  }
  const referredBy = choice.context ? 'context' : 'current-context';
  const context = find(kubeconfig, { kind: 'contexts', name, referredBy });
  const body = context.section('context');
  if (!body) throw context.problem('context', 'is missing');
  const clusterName = choice.cluster ?? body.text('cluster');
  if (clusterName === undefined) throw body.problem('cluster', 'is missing');
  const entry = find(kubeconfig, {
    kind: 'clusters',
    name: clusterName,
    referredBy: choice.cluster ? 'cluster' : body.where('cluster'),
  });
  const cluster = entry.section('cluster');
  if (!cluster) throw entry.problem('cluster', 'is missing');
  const userName = choice.user ?? body.text('user');
  const user =
    userName === undefined
      ? undefined
      : find(kubeconfig, {
          kind: 'users',
          name: userName,
          referredBy: choice.user ? 'user' : body.where('user'),
        }).section('user');
  return {
    ...(await readCluster(cluster)),
    ...(user && (await readUser(user))),
    defaultNamespace: body.text('namespace') ?? 'default',
    source: context.where(),
  };
}

async function readCluster(cluster: Section): Promise<Pick<Config, 'server' | 'tls' | 'compression'>> {
  const server = cluster.text('server');
  if (server === undefined) throw cluster.problem('server', 'is missing');
  requireServerUrl(server, (problem) => cluster.problem('server', problem));
  if (cluster.text('proxy-url') !== undefined)
    throw cluster.problem('proxy-url', 'proxies are not supported yet; reach the server without one');
  const serverName = cluster.text('tls-server-name');
  const certificateAuthority = await readPem(cluster, 'certificate-authority');
  const insecure = cluster.flag('insecure-skip-tls-verify');
  if (insecure && certificateAuthority !== undefined)
    throw cluster.problem('insecure-skip-tls-verify', 'cannot be true together with a certificate-authority');
  const tls: TlsOptions = {
    ...(certificateAuthority !== undefined && { certificateAuthority }),
    ...(serverName !== undefined && { serverName }),
    ...(insecure && { rejectUnauthorized: false }),
  };
  return { server, tls, ...(cluster.flag('disable-compression') && { compression: false }) };
}

function requireServerUrl(server: string, problem: (words: string) => ConfigError): void {
  if (!/^https?:\/\//i.test(server)) throw problem('must begin with https:// or http://');
  const url = URL.parse(server);
  if (!url) throw problem('is no URL');
  if (url.username !== '' || url.password !== '')
    throw problem('must not hold a user name or password; write them into the user');
}

interface Reference {
  readonly kind: 'clusters' | 'contexts' | 'users';
  readonly name: string;
  /** The option, or the file and key, that names the entry. */
  readonly referredBy: string;
}

function find(kubeconfig: Kubeconfig, { kind, name, referredBy }: Reference): Section {
  const entry = kubeconfig[kind].get(name);
  if (entry) return entry;
  const files = kubeconfig.files.join(', ');
  throw new ConfigError(`${JSON.stringify(name)} is not in ${kind} (${list(kubeconfig[kind])})`, {
    where: referredBy.includes(': ') ? referredBy : `${files}: ${referredBy}`,
  });
}

function list(entries: ReadonlyMap<string, unknown>): string {
  return entries.size === 0 ? 'there are none' : [...entries.keys()].join(', ');
}
