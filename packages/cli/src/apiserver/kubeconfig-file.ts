// The kubeconfig of an embedded server.

import { readFile, rename, writeFile } from 'node:fs/promises';
import { fileAccess, systemErrorCode, UsageError } from '../failure.ts';

const mark = '# Written by kube-rx apiserver; it will be written over.\n';

/**
 * Writes a kubeconfig atomically; only its owner can read it.
 *
 * @throws UsageError for a file that kube-rx did not write: it may hold the only credentials for another cluster.
 *   For a file that cannot be written, too.
 */
export async function writeKubeconfig(
  file: string,
  server: string,
  certificateAuthority?: string,
): Promise<void> {
  await fileAccess(file, 'written', replaceOwn(file, formatKubeconfig(server, certificateAuthority)));
}

async function replaceOwn(file: string, text: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return mark;
    throw error;
  });
  if (!present.startsWith(mark))
    throw new UsageError(`${file} was not written by kube-rx apiserver: remove it, or name another file`);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
}

function formatKubeconfig(server: string, certificateAuthority: string | undefined): string {
  const trust =
    certificateAuthority === undefined
      ? ''
      : `\n    certificate-authority-data: ${Buffer.from(certificateAuthority).toString('base64')}`;
  return `${mark}apiVersion: v1
kind: Config
current-context: kube-rx
clusters:
- name: kube-rx
  cluster:
    server: ${server}${trust}
contexts:
- name: kube-rx
  context:
    cluster: kube-rx
    user: kube-rx
users:
- name: kube-rx
  user: {}
`;
}
