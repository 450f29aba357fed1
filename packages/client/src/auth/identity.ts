// How a client proves who it is to the server of its configuration.

import type { Clock } from '@kube-rx/core';
import type { Config } from '../config/config.ts';
import { isPlaintext, serverUrlOf } from '../config/server-url.ts';
import { authenticationLayer } from '../service/layers/authentication.ts';
import { rotationLayer } from '../service/layers/rotation.ts';
import { withheldLayer } from '../service/layers/withheld.ts';
import type { Layer } from '../service/service.ts';
import { describeInvalidity } from '../transport/pem.ts';
import { CertificateAuthorityFile } from './certificate-authority-file.ts';
import { ClientCertificateFiles } from './client-certificate-files.ts';
import type { ClientCertificate } from './credentials.ts';

/**
 * The layers that send the credentials, or tell that they are withheld from a server without TLS; and the one that
 * looks at the files of certificates where they are refused.
 */
export function identityLayers(config: Config, clock: Clock): Layer[] {
  const { tls, clientCertificate } = config;
  const files = [tls?.certificateAuthority, clientCertificate].filter((holder) => isFiles(holder));
  return [...credentialLayers(config, clock), ...(files.length > 0 ? [rotationLayer(files, clock)] : [])];
}

function isFiles(holder: unknown): holder is CertificateAuthorityFile | ClientCertificateFiles {
  return holder instanceof CertificateAuthorityFile || holder instanceof ClientCertificateFiles;
}

function credentialLayers(config: Config, clock: Clock): Layer[] {
  const { credentials, source } = config;
  if (!credentials) return [];
  if (!withholdsCredentials(config)) return [authenticationLayer(credentials, clock)];
  const server = serverUrlOf(config).origin;
  return [withheldLayer({ type: 'withheld', server, ...(source !== undefined && { source }) })];
}

/** Where the credentials give a client certificate that changes: what tells the current one. */
export function certificateSource(
  config: Config,
  clock: Clock,
): (() => Promise<ClientCertificate | undefined>) | undefined {
  const { credentials } = config;
  if (!credentials?.clientCertificate || isPlaintext(serverUrlOf(config))) return undefined;
  return async () => credentials.clientCertificate?.(clock);
}

/** Why the server may have answered 401; undefined where nothing is known of it here. */
export function adviseUnauthorized(config: Config, now: number): string | undefined {
  if (withholdsCredentials(config))
    return 'credentials are withheld, as the server URL begins with http://: write https://';
  const { clientCertificate } = config;
  const pair =
    clientCertificate instanceof ClientCertificateFiles ? clientCertificate.last : clientCertificate;
  return pair && describeInvalidity(pair.certificate, now);
}

function withholdsCredentials(config: Config): boolean {
  return !!config.credentials && !config.credentialsWithoutTls && isPlaintext(serverUrlOf(config));
}
