// How a listener asks its clients for certificates.

import type { TlsOptions } from 'node:tls';
import { InvalidOptionError } from '../option-error.ts';
import { certificateBundleFault } from './certificate.ts';

/** @throws InvalidOptionError for what are no certificates, PEM, and where there is no TLS. */
export function checkClientAuthority(pem: string, tls: boolean): void {
  if (!tls) throw new InvalidOptionError('clientAuthority', 'it works with TLS alone; set tls as well');
  const fault = certificateBundleFault(pem);
  if (fault !== undefined) throw new InvalidOptionError('clientAuthority', `it ${fault}`);
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
