// Whom the operating system trusts, for a server of which no authority is given: what Node has built in, and what an
// administrator has installed, as the authority of a company.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../config/config.ts';
import { readableCertificates } from './pem.ts';

// Where Go looks, in its order; the first that can be read counts.
// https://go.dev/src/crypto/x509/root_linux.go
const files = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const directories = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

// Node before 22.15 cannot tell.
interface Tls {
  readonly rootCertificates: readonly string[];
  readonly getCACertificates?: (type: 'default' | 'system') => string[];
}

let roots: Promise<readonly string[]> | undefined;

/** Read once a process, when the first server needs them. */
export function systemRoots(): Promise<readonly string[]> {
  roots ??= readRoots(process.env);
  return roots;
}

/** `SSL_CERT_FILE` and `SSL_CERT_DIR` (several with `:` between) replace the usual places, as they do for kubectl. */
async function readRoots(environment: Environment): Promise<readonly string[]> {
  const { getCACertificates, rootCertificates } = tls();
  const known = getCACertificates?.('default') ?? [
    ...rootCertificates,
    ...readableCertificates((await readOrNothing(environment['NODE_EXTRA_CA_CERTS'])) ?? ''),
  ];
  const installed =
    process.platform === 'darwin' || process.platform === 'win32'
      ? getCACertificates?.('system')
      : await readInstalled(environment);
  return [...new Set([...known, ...(installed ?? [])])];
}

export async function readInstalled({
  SSL_CERT_FILE: file,
  SSL_CERT_DIR: list,
}: Environment): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const path of file ? [file] : files) {
    const text = await readOrNothing(path);
    if (text !== undefined) texts.push(text);
    if (text !== undefined) break;
  }
  for (const directory of list ? list.split(':') : directories) texts.push(...(await readFolder(directory)));
  return [...new Set(texts.flatMap(readableCertificates))];
}

async function readFolder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const read = entries.map(async (entry) => {
    const path = join(directory, entry.name);
    // The names by hash, which OpenSSL wants, are links to files beside them.
    if (entry.isSymbolicLink() && !(await readlink(path)).includes('/')) return undefined;
    return readOrNothing(path);
  });
  return (await Promise.all(read)).filter((text) => text !== undefined);
}

async function readOrNothing(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : readFile(path, 'utf8').catch(() => undefined);
}

function tls(): Tls {
  return process.getBuiltinModule('node:tls');
}
