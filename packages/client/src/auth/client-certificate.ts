// A certificate that authenticates the client during the TLS handshake.

/**
 * A PEM certificate (with its chain) and key. The key is a private field, so that no log shows it.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 *
 * const [certificate, key] = [readFileSync('ann.crt', 'utf8'), readFileSync('ann.key', 'utf8')];
 * const clientCertificate = new ClientCertificate(certificate, key);
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', clientCertificate });
 */
export class ClientCertificate {
  readonly certificate: string;
  readonly #key: string;

  constructor(certificate: string, key: string) {
    this.certificate = certificate;
    this.#key = key;
  }

  /** For the transport: as `tls.createSecureContext` takes them. */
  pem(): { readonly cert: string; readonly key: string } {
    return { cert: this.certificate, key: this.#key };
  }
}
