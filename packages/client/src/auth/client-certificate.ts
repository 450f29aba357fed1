// A certificate that authenticates the client during the TLS handshake.

/** A PEM certificate (with its chain) and key. The key is a private field, so that no log shows it. */
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
