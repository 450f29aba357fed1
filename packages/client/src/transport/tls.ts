// What both sides of a connection need to trust each other. Only here do PEM texts become a context.

import type { SecureContext } from 'node:tls';
import type { ClientCertificate } from '../auth/credentials.ts';
import { ConfigError } from '../errors.ts';

/** How the server is recognised. */
export interface TlsOptions {
  /** PEM certificates of the authorities that may have signed the server's. Absent: those of Node. */
  readonly certificateAuthority?: string | Uint8Array | undefined;
  /** The name to ask for and to find in the server's certificate. Absent: the URL's host. */
  readonly serverName?: string | undefined;
  /** False: take any certificate, which leaves the connection open to anyone between. Default true. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/**
 * Parses the certificates once, rather than for each connection, and before anything is sent. `source` says
 * where they come from.
 *
 * @throws ConfigError where a certificate or key is not PEM, or the two do not belong together.
 */
export function createContext(
  tls: TlsOptions,
  clientCertificate: ClientCertificate | undefined,
  source: string | undefined,
): SecureContext {
  // Not imported: node:tls takes long to load, and plain HTTP does without.
  const { createSecureContext } = process.getBuiltinModule('node:tls');
  const where = (key: string): string => (source === undefined ? key : `${source}: ${key}`);
  const { certificateAuthority } = tls;
  const authority = certificateAuthority && { ca: toText(certificateAuthority) };
  if (authority)
    createOrExplain(where('certificate-authority'), 'is no PEM certificate', () => {
      if (!authority.ca.includes('-----BEGIN')) throw new Error('no PEM block');
      return createSecureContext(authority);
    });
  if (!clientCertificate) return createSecureContext({ ...authority });
  const what = 'are no PEM certificate and key that belong together';
  return createOrExplain(where('client-certificate and client-key'), what, () =>
    createSecureContext({ ...authority, ...clientCertificate.pem() }),
  );
}

function createOrExplain(where: string, problem: string, create: () => SecureContext): SecureContext {
  try {
    return create();
  } catch (cause) {
    throw new ConfigError(problem, { where, cause });
  }
}

function toText(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : new TextDecoder().decode(pem);
}
