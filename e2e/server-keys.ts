/** The keys of a kube-apiserver, as the files that its flags name. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateAuthority } from '@kube-rx/apiserver';

export async function writeServerKeys(folder: string, authority: CertificateAuthority): Promise<void> {
  const server = authority.issue({
    usage: 'server',
    subject: { commonName: 'kube-apiserver' },
    hosts: ['127.0.0.1', '::1', 'localhost', 'kubernetes.default.svc'],
  });
  const serviceAccounts = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const files = {
    'ca.crt': authority.certificate,
    'server.crt': server.certificate,
    'server.key': server.key,
    'service-account.pub': serviceAccounts.publicKey.export({ type: 'spki', format: 'pem' }),
    'service-account.key': serviceAccounts.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
}
