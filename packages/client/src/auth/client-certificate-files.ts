// A client certificate in files that another program renews.

import type { Clock } from '@kube-rx/core';
import { ConfigError } from '../errors.ts';
import { belongTogether, certificateProblem, keyProblem, pairProblem } from '../transport/pem.ts';
import { ClientCertificate } from './credentials.ts';
import { RotatingFiles } from './rotating-files.ts';

export interface ClientCertificatePaths {
  /** Of the PEM certificate, with its chain. */
  readonly certificate: string;
  /** Of its PEM key. */
  readonly key: string;
}

export interface ClientCertificateFilesOptions {
  /** What the files held a moment ago. */
  readonly initial?: ClientCertificate | undefined;
}

/**
 * A client certificate and its key in files, as cert-manager or the kubelet renew them. They are read again once a
 * minute while there are requests, and when the server refuses the certificate; then the request is sent once more.
 *
 * Guarantees: a pair that cannot be read or used, or does not belong together, as while it is written, leaves the last
 * one in use. A new one makes new connections; what runs on the old ones goes on.
 *
 * @example
 * const clientCertificate = new ClientCertificateFiles({ certificate: '/pki/tls.crt', key: '/pki/tls.key' });
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', clientCertificate });
 */
export class ClientCertificateFiles {
  readonly paths: ClientCertificatePaths;
  readonly #files: RotatingFiles<ClientCertificate>;

  constructor(paths: ClientCertificatePaths, { initial }: ClientCertificateFilesOptions = {}) {
    this.paths = paths;
    const { cert, key } = initial?.pem() ?? {};
    this.#files = new RotatingFiles({
      paths: [paths.certificate, paths.key],
      read: (certificate = '', ownKey = '') => readPair(paths, certificate, ownKey),
      initial: cert === undefined || key === undefined ? undefined : [cert, key],
    });
  }

  /** The last pair; undefined where none was read. */
  get last(): ClientCertificate | undefined {
    return this.#files.last;
  }

  /** The pair for the next connection: the same object for as long as it is the same. @throws ConfigError for none. */
  current(clock: Clock): Promise<ClientCertificate> {
    return this.#files.current(clock);
  }

  /** As `current`, after the files were read in any case. */
  refresh(clock: Clock): Promise<ClientCertificate> {
    return this.#files.refresh(clock);
  }
}

function readPair(paths: ClientCertificatePaths, certificate: string, key: string): ClientCertificate {
  const ofCertificate = certificateProblem(certificate);
  if (ofCertificate !== undefined) throw new ConfigError(ofCertificate, { where: paths.certificate });
  const ofKey = keyProblem(key);
  if (ofKey !== undefined) throw new ConfigError(ofKey, { where: paths.key });
  if (!belongTogether(certificate, key))
    throw new ConfigError(`is not the key of ${paths.certificate}`, { where: paths.key });
  const ofPair = pairProblem(certificate, key);
  if (ofPair !== undefined) throw new ConfigError(ofPair, { where: paths.certificate });
  return new ClientCertificate(certificate, key);
}
