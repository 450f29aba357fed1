// The kubeconfig of an embedded server.

import { printYaml } from '@kube-rx/core/encoding';
import { fileAccess } from '../failure.ts';
import { replaceOwnFile } from '../own-file.ts';

const mark = '# Written by kube-rx apiserver; it will be written over.\n';

export interface Credentials {
  /** The certificate, PEM, of the authority that is to be trusted. */
  readonly certificateAuthority?: string | undefined;
  /** The bearer token of the user; without it, nobody in particular. */
  readonly token?: string | undefined;
}

/**
 * Writes a kubeconfig atomically; only its owner can read it.
 *
 * @throws UsageError for a file that kube-rx did not write: it may hold the only credentials for another cluster.
 *   For a symbolic link, and for a file that cannot be written, too.
 */
export async function writeKubeconfig(
  path: string,
  server: string,
  credentials: Credentials = {},
): Promise<void> {
  const file = { path, mark, mode: 0o600, writer: 'kube-rx apiserver', advice: 'name another file' };
  const text = mark + printYaml(kubeconfig(server, credentials));
  await fileAccess(path, 'written', replaceOwnFile(file, text));
}

function kubeconfig(server: string, { certificateAuthority, token }: Credentials): object {
  const name = 'kube-rx';
  const trust = certificateAuthority && Buffer.from(certificateAuthority).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'certificate-authority-data': trust } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token } }],
  };
}
