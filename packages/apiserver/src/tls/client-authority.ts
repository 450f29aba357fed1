// How a listener asks its clients for certificates.

import type { TlsOptions } from 'node:tls';
import { InvalidRequestError } from '@kube-rx/core';
import { isCertificate } from './certificate.ts';

/** @throws InvalidRequestError for what is no certificate, PEM, and where there is no TLS. */
export function checkClientAuthority(pem: string, tls: boolean): void {
  if (!tls) throw new InvalidRequestError('clientAuthority works with TLS alone; set tls as well');
  if (!isCertificate(pem))
    throw new InvalidRequestError('clientAuthority holds no certificate; give certificates as PEM');
}

/** For the TLS of a server; nothing where no certificate is asked for. */
export function askingFor(clientAuthority: string | undefined): TlsOptions {
  if (clientAuthority === undefined) return {};
  return {
    ca: clientAuthority,
    requestCert: true,
    // An unknown certificate is answered, with a 401.
    rejectUnauthorized: false,
    // Whoever is named is believed, an authority that another one has signed too.
    allowPartialTrustChain: true,
  };
}
