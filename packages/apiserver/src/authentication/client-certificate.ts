// Who a client certificate names: its common name is the user, its organizations are the groups.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/authentication/request/x509/x509.go

import type { CallOptions } from '@kube-rx/core';
import type { User } from '../access/user.ts';

/** What a client has shown in its handshake, as far as it matters here. */
export interface ClientCertificate {
  /** Whether an authority of the listener has signed it, for clients, and it is valid now. */
  readonly trusted: boolean;
  readonly commonNames: readonly string[];
  readonly organizations: readonly string[];
  /** Under the identifier that Kubernetes has for the uids of users. */
  readonly uids: readonly string[];
  /** SHA-256 of the whole, in hexadecimal. */
  readonly fingerprint: string;
}

/** A call of the server's own service, which listeners make. */
export interface ServerCall extends CallOptions {
  readonly certificate?: ClientCertificate;
}

/** `refused`: it is not to be passed over, unless something else says who the client is. */
export type CertifiedUser =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused' };

export function userOfCertificate(certificate: ClientCertificate): CertifiedUser {
  const { trusted, commonNames, organizations, uids, fingerprint } = certificate;
  if (!trusted) return { kind: 'refused' };
  const name = commonNames.at(-1) ?? '';
  if (name === '') return { kind: 'nobody' };
  if (uids.length > 1 || uids.includes('')) return { kind: 'refused' };
  const [uid] = uids;
  const user = {
    name,
    ...(uid !== undefined && { uid }),
    groups: organizations,
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
  };
  return { kind: 'user', user };
}
