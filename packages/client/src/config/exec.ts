// Reads the exec plugin of a user.

import { sep } from 'node:path';
import { ExecCredentials } from '../auth/exec-credentials.ts';
import type { InteractiveMode } from '../auth/exec-plugin.ts';
import { referredPath } from './referred-file.ts';
import type { Section } from './section.ts';

const group = 'client.authentication.k8s.io';

/**
 * `cluster` is what the plugin is told of the cluster where it wants to know.
 *
 * @throws ConfigError naming the key that is missing or not supported.
 */
export function readExec(exec: Section, cluster: object): ExecCredentials {
  const command = exec.requireText('command');
  const apiVersion = exec.requireText('apiVersion');
  if (apiVersion !== `${group}/v1` && apiVersion !== `${group}/v1beta1`)
    throw exec.problem(
      'apiVersion',
      `${JSON.stringify(apiVersion)} is not supported, by kubectl neither; make the plugin's tool write the kubeconfig again, with ${group}/v1 or v1beta1`,
    );
  const env = exec
    .sections('env')
    .map((entry) => [entry.requireText('name'), entry.text('value') ?? ''] as const);
  return new ExecCredentials({
    // As for a shell: a name is looked for in PATH. Other paths are relative to the kubeconfig.
    command: isPath(command) ? referredPath(exec, command) : command,
    args: exec.texts('args') ?? [],
    env: Object.fromEntries(env),
    apiVersion,
    interactiveMode: readInteractiveMode(exec, apiVersion),
    installHint: exec.text('installHint'),
    cluster: exec.flag('provideClusterInfo') ? cluster : undefined,
    where: exec.where(),
  });
}

// On Windows, one with slashes alone is relative to the working directory, as for kubectl:
// https://github.com/kubernetes/client-go/blob/v0.36.3/tools/clientcmd/loader.go
function isPath(command: string): boolean {
  return command.includes(sep);
}

function readInteractiveMode(exec: Section, apiVersion: string): InteractiveMode {
  const mode = apiVersion.endsWith('/v1')
    ? exec.requireText('interactiveMode')
    : exec.text('interactiveMode');
  switch (mode) {
    case undefined:
      return 'IfAvailable';
    case 'Never':
    case 'IfAvailable':
    case 'Always':
      return mode;
    default:
      throw exec.problem('interactiveMode', 'must be Never, IfAvailable or Always');
  }
}

/** What a plugin may be told of a cluster, as a kubeconfig writes it. */
export function describeCluster(cluster: Section, server: string, authority: string | undefined): object {
  const extension = cluster
    .sections('extensions')
    .find((entry) => entry.text('name') === `${group}/exec`)
    ?.value('extension');
  const serverName = cluster.text('tls-server-name');
  const proxy = cluster.text('proxy-url');
  return {
    server,
    ...(serverName !== undefined && { 'tls-server-name': serverName }),
    ...(cluster.flag('insecure-skip-tls-verify') && { 'insecure-skip-tls-verify': true }),
    ...(authority !== undefined && {
      'certificate-authority-data': Buffer.from(authority).toString('base64'),
    }),
    ...(proxy !== undefined && { 'proxy-url': proxy }),
    ...(cluster.flag('disable-compression') && { 'disable-compression': true }),
    ...(extension !== undefined && { config: extension }),
  };
}
