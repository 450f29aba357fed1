// Finding a cluster as kubectl and client-go do: a kubeconfig, or else the Pod's service account.

import { ConfigError } from '../errors.ts';
import type { Impersonation } from '../service/layers/impersonation.ts';
import type { Config, Environment } from './config.ts';
import { type ContextChoice, resolveContext } from './context.ts';
import { proxySetting } from './environment-proxy.ts';
import { inClusterConfig } from './in-cluster.ts';
import { Kubeconfig, kubeconfigFiles } from './kubeconfig.ts';
import type { ProxyServer } from './proxy-server.ts';
import { serverUrlOf } from './server-url.ts';

export interface InferOptions extends ContextChoice {
  /** The one kubeconfig file to use. Default: those of `KUBECONFIG`, or `~/.kube/config`. */
  readonly kubeconfig?: string;
  /** Acts as somebody else, instead of whom the kubeconfig's user acts as, as `--as` of kubectl. */
  readonly impersonation?: Impersonation;
  /** Instead of the kubeconfig's `proxy-url` and of the environment's; `false`: none. */
  readonly proxy?: ProxyServer | false;
  /** Ends the wait for a kubeconfig that is a pipe, with an `AbortError`. */
  readonly signal?: AbortSignal;
  /** Default: `process.env`. */
  readonly environment?: Environment;
}

/**
 * Uses the kubeconfig if there is one: an invalid one is an error, an empty one counts as none. Without one, uses the
 * Pod's service account, unless an option chooses a part of a kubeconfig.
 *
 * @throws ConfigError saying what is wrong with what was found, or all that was tried.
 * @example
 * const { server, source } = await inferConfig({ context: 'prod' });
 */
export async function inferConfig(options: InferOptions = {}): Promise<Config> {
  const { impersonation, proxy, environment } = options;
  const found = await findConfig(options);
  const config = {
    ...found,
    ...(impersonation && { impersonation }),
    ...(proxy !== undefined && { proxy }),
  };
  return { ...config, ...proxySetting(config, serverUrlOf(config), environment) };
}

async function findConfig(options: InferOptions): Promise<Config> {
  const { environment = process.env, kubeconfig: file, context, cluster, user, signal } = options;
  const files = file === undefined ? kubeconfigFiles(environment) : [file];
  const kubeconfig = await Kubeconfig.read(files, { mayBeMissing: file === undefined, signal });
  const chosen = [file, context, cluster, user].some((choice) => choice !== undefined);
  if (!kubeconfig.isEmpty || (chosen && kubeconfig.files.length > 0))
    return resolveContext(kubeconfig, options);
  try {
    if (chosen) throw new ConfigError('is for kubeconfigs only', { where: 'context' });
    return await inClusterConfig({ environment });
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const found = kubeconfig.files;
    const tried = files.map((path) => `${path} (${found.includes(path) ? 'is empty' : 'does not exist'})`);
    throw new ConfigError(
      `no cluster is configured; tried the kubeconfig ${tried.join(', ')}, and the Pod's service account (${cause.message})`,
      { where: environment['KUBECONFIG'] ? 'KUBECONFIG' : 'kubeconfig', cause },
    );
  }
}
