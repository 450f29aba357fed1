// What a listener shows to its clients, made anew for each: nothing to store, nothing to lose.

import { CertificateAuthority, type KeyPair } from './certificate-authority.ts';

export interface ServingIdentity extends KeyPair {
  /** The authority's certificate, PEM. */
  readonly authority: string;
}

const dayMs = 86_400_000;
// Some clients take no certificate of a server that is good for more than 398 days. The machine's time counts, not
// the server's clock: clients judge by theirs.
const validDays = 365;

const loopback = ['localhost', '127.0.0.1', '::1'];

/** `host`: the name or address that the listener is bound to. */
export function servingIdentity(host: string): ServingIdentity {
  const notAfter = new Date(Date.now() + validDays * dayMs);
  const authority = new CertificateAuthority('kube-rx-apiserver-ca', notAfter);
  const subject = { commonName: 'kube-rx-apiserver' };
  const hosts = [...new Set([...loopback, host])];
  const identity = authority.issue({ subject, usage: 'server', hosts, notAfter });
  return { ...identity, authority: authority.certificate };
}
