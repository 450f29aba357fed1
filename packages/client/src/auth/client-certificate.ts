// A certificate that tells who we are during the TLS handshake.

/** A PEM certificate (with its chain) and key. The key is private, so it shows up in no log. */
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
