// Certificates as somebody hands them in.

import { X509Certificate } from 'node:crypto';

/** Whether PEM begins with a certificate, or the bytes of DER are one. */
export function isCertificate(encoded: string | Buffer): boolean {
  try {
    return new X509Certificate(encoded).raw.length > 0;
  } catch {
    return false;
  }
}

/**
 * What is wrong with certificates, PEM, as the rest of a sentence that begins with the name of a file; undefined where
 * nothing is. Nothing of the text is in it.
 *
 * @example
 * certificateBundleFault(''); // 'holds no certificate; give certificates as PEM'
 */
export function certificateBundleFault(pem: string): string | undefined {
  // Nobody's key belongs in what everybody may read.
  if (pem.includes('PRIVATE KEY-----')) return 'holds a private key; give certificates alone';
  const blocks = certificatesIn(pem);
  if (blocks.length === 0) return 'holds no certificate; give certificates as PEM';
  const bad = blocks.findIndex((block) => !isCertificate(block));
  return bad === -1 ? undefined : `is damaged: certificate ${bad + 1} of ${blocks.length} is none`;
}

/** The certificates of PEM, each with what stands behind it. */
export function certificatesIn(pem: string): string[] {
  const begin = '-----BEGIN CERTIFICATE-----';
  return pem
    .split(begin)
    .slice(1)
    .map((block) => begin + block);
}
