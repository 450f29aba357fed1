// What both sides of a connection need to trust each other. Only here do PEM texts become a context.

import type { SecureContext } from 'node:tls';
import type { CertificateAuthorityFile } from '../auth/certificate-authority-file.ts';
import type { ClientCertificate } from '../auth/credentials.ts';
import { ConfigError } from '../errors.ts';
import {
  belongTogether,
  certificateProblem,
  describeRefusal,
  keyProblem,
  readableCertificates,
  readablePair,
  subjectOf,
} from './pem.ts';

/** How the server is recognised. */
export interface TlsOptions {
  /**
   * PEM certificates that are trusted: authorities that may have signed the server's, be they roots or not, or the
   * server's own; or the file they are in, which is read again when it changes. Absent: those of Node and of the
   * operating system.
   */
  readonly certificateAuthority?: string | Uint8Array | CertificateAuthorityFile | undefined;
  /** The name to ask for and to find in the server's certificate. Absent: the URL's host. */
  readonly serverName?: string | undefined;
  /** False: take any certificate, which leaves the connection open to anyone between. Default true. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** Whether the operating system decides who is trusted. */
export function usesSystemRoots({ certificateAuthority, rejectUnauthorized = true }: TlsOptions): boolean {
  return certificateAuthority === undefined && rejectUnauthorized;
}

/** What a connection is made with. */
export interface TlsMaterial {
  /** PEM. Undefined: the operating system decides. */
  readonly authority: string | Uint8Array | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
}

export interface ContextOptions extends TlsMaterial {
  /** Where the certificates come from, for messages. */
  readonly source?: string | undefined;
}

/**
 * Parses the certificates once, rather than for each connection. `roots` are trusted where no authority is given.
 *
 * @throws ConfigError where a certificate or key cannot be used, or the two do not belong together.
 */
export function createContext(options: ContextOptions, roots?: readonly string[]): SecureContext {
  const { authority, clientCertificate } = options;
  // Not imported: node:tls takes long to load, and plain HTTP does without.
  const { createSecureContext } = process.getBuiltinModule('node:tls');
  const problem = problemOf(options);
  const pair = clientCertificate && readPair(clientCertificate, problem);
  const ca = readAuthorities(authority, problem) ?? roots;
  try {
    return createSecureContext({ ...(ca && { ca: [...ca] }), ...pair, allowPartialTrustChain: true });
  } catch (cause) {
    throw problem(pair ? pairKey : 'certificate-authority', describeRefusal(cause), cause);
  }
}

/**
 * For an `https` proxy: it is trusted as any server on the network is, and where the cluster's own authority has signed
 * its certificate, as client-go wants it. It is not shown our client certificate.
 */
export function createProxyContext(
  { authority }: Pick<TlsMaterial, 'authority'>,
  roots: readonly string[],
): SecureContext {
  const { createSecureContext } = process.getBuiltinModule('node:tls');
  // It was checked for the server, where it matters there.
  const authorities = authority === undefined ? [] : readableCertificates(textOf(authority));
  return createSecureContext({ ca: [...roots, ...authorities], allowPartialTrustChain: true });
}

const pairKey = 'client-certificate and client-key';

type Problem = (key: string, words: string, cause?: unknown) => ConfigError;

function problemOf({ source }: Pick<ContextOptions, 'source'>): Problem {
  return (key, words, cause) =>
    new ConfigError(words, { where: source === undefined ? key : `${source}: ${key}`, cause });
}

// OpenSSL stops at the first block that it cannot read, and says nothing where there is no certificate at all. So it
// gets what can be read, here and for the pair.
function readAuthorities(authority: TlsMaterial['authority'], problem: Problem): string[] | undefined {
  if (authority === undefined) return undefined;
  const text = textOf(authority);
  const words = certificateProblem(text);
  if (words !== undefined) throw problem('certificate-authority', words);
  return readableCertificates(text);
}

function textOf(authority: string | Uint8Array): string {
  return typeof authority === 'string' ? authority : new TextDecoder().decode(authority);
}

function readPair(clientCertificate: ClientCertificate, problem: Problem) {
  const { cert, key } = clientCertificate.pem();
  const ofCertificate = certificateProblem(cert);
  if (ofCertificate !== undefined) throw problem('client-certificate', ofCertificate);
  const ofKey = keyProblem(key);
  if (ofKey !== undefined) throw problem('client-key', ofKey);
  if (!belongTogether(cert, key))
    throw problem(pairKey, `do not belong together: the certificate of ${subjectOf(cert)} has another key`);
  return readablePair(cert, key);
}
