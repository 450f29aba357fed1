// What the next connection is made with: whom to trust, and the certificate to show. Both may be in files, and both may
// be others a minute later.

import type { Clock } from '@kube-rx/core';
import { CertificateAuthorityFile } from '../auth/certificate-authority-file.ts';
import { ClientCertificateFiles } from '../auth/client-certificate-files.ts';
import type { ClientCertificate } from '../auth/credentials.ts';
import type { Config } from '../config/config.ts';
import type { TlsMaterial } from './tls.ts';

export interface TlsMaterialOptions extends Pick<Config, 'tls' | 'clientCertificate'> {
  /**
   * The certificate for the next connection, where it changes. Called for every request, so it must be fast while the
   * last one is valid. Absent, or undefined: `clientCertificate`.
   */
  readonly currentCertificate?: (() => Promise<ClientCertificate | undefined>) | undefined;
}

/** What is known without asking anybody. */
export function knownMaterial({ tls, clientCertificate }: TlsMaterialOptions): TlsMaterial {
  const authority = tls?.certificateAuthority;
  return {
    authority: isText(authority) ? authority : authority.last,
    clientCertificate: isFiles(clientCertificate) ? clientCertificate.last : clientCertificate,
  };
}

/** Undefined where it never changes. */
export function changingMaterial(
  options: TlsMaterialOptions,
  clock: Clock,
): (() => Promise<TlsMaterial>) | undefined {
  const { tls, clientCertificate, currentCertificate } = options;
  const authority = tls?.certificateAuthority;
  if (isText(authority) && !isFiles(clientCertificate) && !currentCertificate) return undefined;
  return async () => ({
    authority: isText(authority) ? authority : await authority.current(clock),
    clientCertificate:
      (await currentCertificate?.()) ??
      (isFiles(clientCertificate) ? await clientCertificate.current(clock) : clientCertificate),
  });
}

export function sameMaterial(one: TlsMaterial, other: TlsMaterial): boolean {
  return one.authority === other.authority && one.clientCertificate === other.clientCertificate;
}

function isText(
  authority: string | Uint8Array | CertificateAuthorityFile | undefined,
): authority is string | Uint8Array | undefined {
  return !(authority instanceof CertificateAuthorityFile);
}

function isFiles(
  certificate: ClientCertificate | ClientCertificateFiles | undefined,
): certificate is ClientCertificateFiles {
  return certificate instanceof ClientCertificateFiles;
}
