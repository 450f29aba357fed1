import { X509Certificate } from 'node:crypto';

/** Whether PEM begins with a certificate, or the bytes of DER are one. */
export function isCertificate(encoded: string | Buffer): boolean {
  try {
    return new X509Certificate(encoded).raw.length > 0;
  } catch {
    return false;
  }
}
