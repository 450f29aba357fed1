// Resolves a context of a kubeconfig, its cluster and its user to a `Config`.

import { CertificateAuthorityFile } from '../auth/certificate-authority-file.ts';
import { ConfigError } from '../errors.ts';
import { certificateProblem } from '../transport/pem.ts';
import type { Config } from './config.ts';
import { describeCluster } from './exec.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { ProxyServer } from './proxy-server.ts';
import { pemFile, readPem } from './referred-file.ts';
import type { Section } from './section.ts';
import { requireServer } from './server-url.ts';
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
  const files = kubeconfig.files.join(', ');
  // `where` is the file and the option or key that names the entry.
  const find = (kind: 'clusters' | 'contexts' | 'users', name: string, where: string): Section => {
    const entry = kubeconfig[kind].get(name);
    if (entry) return entry;
    throw new ConfigError(`${JSON.stringify(name)} is not in ${kind} (${list(kubeconfig[kind])})`, { where });
  };
  const whereContext = `${files}: ${choice.context ? 'context' : 'current-context'}`;
  const contextName = choice.context ?? kubeconfig.currentContext;
  if (kubeconfig.isEmpty) throw new ConfigError('the kubeconfig file is empty', { where: files });
  if (contextName === undefined)
    throw new ConfigError(`is not set; choose one of the contexts (${list(kubeconfig.contexts)})`, {
      where: whereContext,
    });
  const context = find('contexts', contextName, whereContext);
  const body = context.requireSection('context');
  const whereOf = (key: 'cluster' | 'user'): string => (choice[key] ? `${files}: ${key}` : body.where(key));
  const clusterName = choice.cluster ?? body.requireText('cluster');
  const cluster = find('clusters', clusterName, whereOf('cluster')).requireSection('cluster');
  const userName = choice.user ?? body.text('user');
  const user = userName === undefined ? undefined : find('users', userName, whereOf('user')).section('user');
  const { server, authority, ...rest } = await readCluster(cluster);
  const circumstances = {
    cluster: describeCluster(cluster, server, authority),
    isPlaintext: isHttp(server),
  };
  return {
    server,
    ...rest,
    ...(user && (await readUser(user, circumstances))),
    defaultNamespace: body.text('namespace') ?? 'default',
    source: context.where(),
  };
}

async function readCluster(cluster: Section) {
  const server = requireServer(cluster.requireText('server'), (words) => cluster.problem('server', words));
  const proxyUrl = cluster.text('proxy-url');
  const serverName = cluster.text('tls-server-name');
  const isPlaintext = isHttp(server);
  const problemOf = isPlaintext ? () => undefined : certificateProblem;
  const authority = await readPem(cluster, 'certificate-authority', problemOf);
  const file = isPlaintext ? undefined : pemFile(cluster, 'certificate-authority');
  const certificateAuthority =
    file === undefined ? authority : new CertificateAuthorityFile(file, { initial: authority });
  const insecure = cluster.flag('insecure-skip-tls-verify');
  if (insecure && authority !== undefined && !isPlaintext)
    throw cluster.problem('insecure-skip-tls-verify', 'cannot be true together with a certificate-authority');
  const tls = {
    ...(certificateAuthority !== undefined && { certificateAuthority }),
    ...(serverName !== undefined && { serverName }),
    ...(insecure && { rejectUnauthorized: false }),
  };
  return {
    server,
    authority,
    tls,
    ...(proxyUrl !== undefined && {
      proxy: new ProxyServer(proxyUrl, { source: cluster.where('proxy-url') }),
    }),
    ...(cluster.flag('disable-compression') && { compression: false }),
  };
}

function isHttp(server: string): boolean {
  return /^http:/i.test(server);
}

function list(entries: ReadonlyMap<string, unknown>): string {
  return entries.size === 0 ? 'there are none' : [...entries.keys()].join(', ');
}
