// The `Config` of a program that runs in a Pod, from the service account that the kubelet mounts.
// https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificateAuthorityFile } from '../auth/certificate-authority-file.ts';
import { TokenFile } from '../auth/token-file.ts';
import { ConfigError } from '../errors.ts';
import { certificateProblem } from '../transport/pem.ts';
import type { Config, Environment } from './config.ts';
import { proxySetting } from './environment-proxy.ts';

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

export interface InClusterOptions {
  /** Default: `process.env`. */
  readonly environment?: Environment;
  /** Where the service account is mounted. Default `/var/run/secrets/kubernetes.io/serviceaccount`. */
  readonly directory?: string;
}

/**
 * Reads the server's address from the environment, and the credentials from the service account's files. The token
 * and the authority are read again while the program runs, because the kubelet renews them.
 *
 * @throws ConfigError naming the variable or file that is missing.
 * @example
 * Client.fromConfig(await inClusterConfig());
 */
export async function inClusterConfig(options: InClusterOptions = {}): Promise<Config> {
  const { environment = process.env, directory = serviceAccount } = options;
  const host = requireVariable(environment, 'KUBERNETES_SERVICE_HOST');
  const port = requireVariable(environment, 'KUBERNETES_SERVICE_PORT');
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(server))
    throw new ConfigError(`${JSON.stringify(`${host}:${port}`)} is no host and port`, {
      where: 'KUBERNETES_SERVICE_HOST',
    });
  const tokenFile = join(directory, 'token');
  await readFile(tokenFile).catch((cause: unknown) => {
    const why = 'is automountServiceAccountToken false, or is no service account mounted here?';
    throw new ConfigError(`cannot be read; ${why}`, { where: tokenFile, cause });
  });
  const authorityFile = join(directory, 'ca.crt');
  const authority = await readFile(authorityFile, 'utf8').catch(() => '');
  const namespace = await readFile(join(directory, 'namespace'), 'utf8').catch(() => '');
  return {
    server,
    // Without one, the operating system decides whom to trust, as for client-go.
    tls:
      certificateProblem(authority) === undefined
        ? { certificateAuthority: new CertificateAuthorityFile(authorityFile, { initial: authority }) }
        : {},
    credentials: new TokenFile(tokenFile),
    defaultNamespace: namespace.trim() || 'default',
    ...proxySetting({}, new URL(server), environment),
    source: directory,
  };
}

function requireVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new ConfigError('is not set: this program does not run in a Pod', { where: name });
  return value;
}
