// The certificate of a listener. Each listener makes its own, so that no key is stored.

import { CertificateAuthority, type KeyPair } from './certificate-authority.ts';

export interface ServingIdentity extends KeyPair {
  /** The authority's certificate, PEM. */
  readonly authority: string;
}

const dayMs = 86_400_000;
// Some clients refuse a server certificate that is valid for more than 398 days. Validity is in the machine's time, not
// in that of the server's clock, because clients check it against their own.
const validDays = 365;

const loopback = ['localhost', '127.0.0.1', '::1'];

/** `names`: the names and addresses of the listener. */
export function servingIdentity(names: readonly string[]): ServingIdentity {
  const notAfter = new Date(Date.now() + validDays * dayMs);
  const authority = new CertificateAuthority('kube-rx-apiserver-ca', notAfter);
  const subject = { commonName: 'kube-rx-apiserver' };
  const hosts = [...new Set([...loopback, ...names])];
  const identity = authority.issue({ subject, usage: 'server', hosts, notAfter });
  return { ...identity, authority: authority.certificate };
}
