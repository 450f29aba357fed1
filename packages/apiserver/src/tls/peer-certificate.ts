// The certificate that a client has shown, read from its socket.

import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { ClientCertificate } from '../authentication/client-certificate.ts';
import { tlsModule } from '../http/network-modules.ts';
import { uidIdentifier } from './certificate-authority.ts';

/** Undefined where it has shown none. */
export function peerCertificate(socket: Duplex): ClientCertificate | undefined {
  // The question alone would load the module for a listener without TLS.
  if (!('encrypted' in socket && socket instanceof tlsModule().TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  // Node's own texts of a subject are made to be shown; this form tells each value.
  const subject: object = certificate.toLegacyObject().subject;
  const names = new Map<string, unknown>(Object.entries(subject));
  const all = (type: string): string[] =>
    [names.get(type) ?? []].flat().filter((one) => typeof one === 'string');
  // A connection may outlive the certificate that it began with; its dates are in the machine's time.
  const expired = Date.parse(certificate.validTo) < Date.now();
  return {
    trusted: socket.authorized && !expired,
    commonNames: all('CN'),
    organizations: all('O'),
    uids: all(uidIdentifier),
    fingerprint: createHash('sha256').update(certificate.raw).digest('hex'),
  };
}
