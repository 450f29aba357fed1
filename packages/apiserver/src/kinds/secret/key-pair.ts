// Whether a certificate and a private key belong together.
// https://pkg.go.dev/crypto/tls#X509KeyPair

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** What is wrong with the two texts, in Go's words; undefined where nothing is. */
export function keyPairComplaint(certificates: string, keys: string): string | undefined {
  const [first, ...others] = blockTypes(certificates);
  const ofKeys = blockTypes(keys);
  if (first === undefined) return 'tls: failed to find any PEM data in certificate input';
  if (![first, ...others].includes('CERTIFICATE'))
    return others.length === 0 && first.endsWith('PRIVATE KEY')
      ? 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
      : `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${[first, ...others].join(' ')}]`;
  if (ofKeys.length === 0) return 'tls: failed to find any PEM data in key input';
  if (!ofKeys.some((type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY')))
    return ofKeys.join() === 'CERTIFICATE'
      ? 'tls: found a certificate rather than a key in the PEM for the private key'
      : `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${ofKeys.join(' ')}]`;
  return mismatchComplaint(certificates, keys);
}

function blockTypes(text: string): string[] {
  const begins = text.split('\n').filter((line) => /^-----BEGIN [^-]+-----\s?$/.test(line));
  const types = begins.map((line) => line.trim().slice('-----BEGIN '.length, -'-----'.length));
  const ends = new Set(text.match(/-----END [^-\n]+-----/g));
  return types.filter((type) => ends.has(`-----END ${type}-----`));
}

function mismatchComplaint(certificates: string, keys: string): string | undefined {
  const certificate = attempt(() => new X509Certificate(certificates));
  if (!certificate) return 'x509: malformed certificate';
  const key = attempt(() => createPrivateKey(keys));
  if (!key) return 'tls: failed to parse private key';
  // Of a sort that nobody knows.
  const publicKey = attempt(() => certificate.publicKey);
  if (!publicKey) return 'x509: malformed certificate';
  if (typeOf(publicKey) !== typeOf(key)) return 'tls: private key type does not match public key type';
  return attempt(() => certificate.checkPrivateKey(key)) === true
    ? undefined
    : 'tls: private key does not match public key';
}

function typeOf({ asymmetricKeyType }: KeyObject): string | undefined {
  return asymmetricKeyType;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
