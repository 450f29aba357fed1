// The kubeconfig of an embedded server.

import { printYaml } from '@kube-rx/core/encoding';
import { fileAccess } from '../failure.ts';
import { replaceOwnFile } from '../own-file.ts';

const mark = '# Written by kube-rx apiserver; it will be written over.\n';

/**
 * Writes a kubeconfig atomically; only its owner can read it.
 *
 * @throws UsageError for a file that kube-rx did not write: it may hold the only credentials for another cluster.
 *   For a symbolic link, and for a file that cannot be written, too.
 */
export async function writeKubeconfig(
  path: string,
  server: string,
  certificateAuthority?: string,
): Promise<void> {
  const file = { path, mark, mode: 0o600, writer: 'kube-rx apiserver', advice: 'name another file' };
  const text = mark + printYaml(kubeconfig(server, certificateAuthority));
  await fileAccess(path, 'written', replaceOwnFile(file, text));
}

function kubeconfig(server: string, certificateAuthority: string | undefined): object {
  const name = 'kube-rx';
  const trust = certificateAuthority && Buffer.from(certificateAuthority).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'certificate-authority-data': trust } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: {} }],
  };
}
