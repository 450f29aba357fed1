// The authorities that are trusted, in a file that another program replaces.

import type { Clock } from '@kube-rx/core';
import { ConfigError } from '../errors.ts';
import { certificateProblem } from '../transport/pem.ts';
import { RotatingFiles } from './rotating-files.ts';

export interface CertificateAuthorityFileOptions {
  /** What the file held a moment ago: PEM. */
  readonly initial?: string | undefined;
}

/**
 * A file of PEM certificates that are trusted, as the `ca.crt` of a service account. It is read again once a
 * minute while there are requests, and when the server's certificate is not trusted; then the request is sent once
 * more.
 *
 * Guarantees: a file that cannot be read, or holds no certificate, leaves the last authorities in use. New ones make
 * new connections; what runs on the old ones goes on.
 *
 * @example
 * const certificateAuthority = new CertificateAuthorityFile('/etc/kubernetes/pki/ca.crt');
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', tls: { certificateAuthority } });
 */
export class CertificateAuthorityFile {
  readonly path: string;
  readonly #files: RotatingFiles<string>;

  constructor(path: string, { initial }: CertificateAuthorityFileOptions = {}) {
    this.path = path;
    this.#files = new RotatingFiles({
      paths: [path],
      read: (text = '') => requireCertificate(path, text),
      initial: initial === undefined ? undefined : [initial],
    });
  }

  /** What the file held last, PEM; undefined where it was not read. */
  get last(): string | undefined {
    return this.#files.last;
  }

  /** The certificates for the next connection, PEM. @throws ConfigError where there never were any. */
  current(clock: Clock): Promise<string> {
    return this.#files.current(clock);
  }

  /** As `current`, after the file was read in any case. */
  refresh(clock: Clock): Promise<string> {
    return this.#files.refresh(clock);
  }
}

function requireCertificate(path: string, text: string): string {
  const problem = certificateProblem(text);
  if (problem !== undefined) throw new ConfigError(problem, { where: path });
  return text;
}
