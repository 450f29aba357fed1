// Says what is wrong with a PEM text, in words that hold nothing of it.

import type { X509Certificate } from 'node:crypto';
import { toError } from '@kube-rx/core';

interface PemBlock {
  readonly label: string;
  /** Undefined where its end is missing. */
  readonly text: string | undefined;
}

/** The certificates of a text that can be read, each a PEM text of its own; others are left out, as Go does. */
export function readableCertificates(pem: string): string[] {
  return blocksOf(pem)
    .filter(({ label }) => label === 'CERTIFICATE')
    .flatMap(({ text }) => (text !== undefined && parseCertificate(text) ? [text] : []));
}

/** What keeps a text from being one certificate or more; undefined where nothing does. */
export function certificateProblem(pem: string): string | undefined {
  const blocks = blocksOf(pem);
  if (blocks.length === 0) return noPem(pem, 'x509');
  if (readableCertificates(pem).length > 0) return undefined;
  const certificate = blocks.find(({ label }) => label === 'CERTIFICATE');
  if (!certificate) return `holds no certificate, but ${listLabels(blocks)}`;
  return `holds a certificate that ${certificate.text === undefined ? cutOff('CERTIFICATE') : 'cannot be read: it is damaged'}`;
}

/** What keeps a text from being a private key; undefined where nothing does. */
export function keyProblem(pem: string): string | undefined {
  const blocks = blocksOf(pem);
  if (blocks.length === 0) return noPem(pem, 'pkey');
  const key = findKey(blocks);
  if (!key) return `holds no private key, but ${listLabels(blocks)}`;
  if (key.text === undefined) return `holds a private key that ${cutOff('PRIVATE KEY')}`;
  if (key.label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(key.text))
    return 'is encrypted, and there is no way to give its passphrase; decrypt it into another file: openssl pkey -in KEY -out DECRYPTED';
  try {
    crypto().createPrivateKey(key.text);
    return undefined;
  } catch {
    return 'holds a private key that cannot be read: it is damaged, or of a kind that OpenSSL does not know';
  }
}

/** What can be read of a certificate with its chain, and of its key: OpenSSL stops at the first block that it cannot. */
export function readablePair(certificate: string, key: string): { cert: string; key: string | undefined } {
  return { cert: readableCertificates(certificate).join(''), key: readableKey(key) };
}

/** Whether a key, each of which can be read, is that of the first certificate. */
export function belongTogether(certificate: string, key: string): boolean {
  const first = leafOf(certificate);
  const own = readableKey(key);
  return first !== undefined && own !== undefined && first.checkPrivateKey(crypto().createPrivateKey(own));
}

/** What keeps OpenSSL from using a pair, as a key that it takes for too small; undefined where nothing does. */
export function pairProblem(certificate: string, key: string): string | undefined {
  const { createSecureContext } = process.getBuiltinModule('node:tls');
  try {
    createSecureContext(readablePair(certificate, key));
    return undefined;
  } catch (error) {
    return describeRefusal(error);
  }
}

/** Why OpenSSL makes no context. What it says names a rule, as a key that is too small, and quotes nothing. */
export function describeRefusal(error: unknown): string {
  return `cannot be used for TLS: ${toError(error).message}`;
}

/** As `our client certificate ("CN=admin") expired on …; renew it`; undefined where it is valid. */
export function describeInvalidity(certificate: string, now: number): string | undefined {
  const problem = validityProblem(certificate, now);
  if (problem === undefined) return undefined;
  const advice = problem.startsWith('expired') ? 'renew it' : 'check the clock here';
  return `our client certificate (${subjectOf(certificate)}) ${problem}: ${advice}`;
}

/** As `"O=system:masters, CN=admin"`. */
export function subjectOf(certificate: string): string {
  const subject = leafOf(certificate)?.subject ?? '';
  return JSON.stringify(subject.replaceAll('\n', ', ').slice(0, 200));
}

/** When a certificate expires, in ms since 1970; undefined where it cannot be read. */
export function expiryOf(certificate: string): number | undefined {
  return leafOf(certificate)?.validToDate.getTime();
}

function validityProblem(certificate: string, now: number): string | undefined {
  const leaf = leafOf(certificate);
  if (!leaf) return undefined;
  if (now > leaf.validToDate.getTime()) return `expired on ${leaf.validToDate.toISOString()}`;
  if (now < leaf.validFromDate.getTime()) return `is not valid before ${leaf.validFromDate.toISOString()}`;
  return undefined;
}

function leafOf(pem: string): X509Certificate | undefined {
  const [first] = readableCertificates(pem);
  return first === undefined ? undefined : parseCertificate(first);
}

function parseCertificate(pem: string): X509Certificate | undefined {
  const { X509Certificate } = crypto();
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

// Not imported: plain HTTP does without.
function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}

// No regular expression: one that looks for the end takes quadratic time for many beginnings.
function blocksOf(pem: string): PemBlock[] {
  const [, ...pieces] = pem.split('-----BEGIN ');
  return pieces.map((piece) => {
    const label = piece.slice(0, Math.max(0, piece.indexOf('-----')));
    const end = `-----END ${label}-----`;
    const at = piece.indexOf(end);
    return { label, text: at === -1 ? undefined : `-----BEGIN ${piece.slice(0, at)}${end}\n` };
  });
}

/** The key of a text that holds one, a PEM text of its own. */
function readableKey(pem: string): string | undefined {
  return findKey(blocksOf(pem))?.text;
}

// There may be other blocks before it, as the parameters of its curve, or its certificate.
function findKey(blocks: readonly PemBlock[]): PemBlock | undefined {
  return blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
}

function noPem(text: string, command: string): string {
  if (text.trim() === '') return 'is empty';
  // DER begins with a sequence, whose length takes two bytes.
  const isDer = /^0[\x80-\uffff]/.test(text);
  const advice = isDer ? `; it looks like DER: convert it by openssl ${command} -inform DER` : '';
  return `is not PEM (no -----BEGIN line)${advice}`;
}

function listLabels(blocks: readonly PemBlock[]): string {
  const labels = blocks.map(({ label }) => (/^[A-Z0-9 ]{1,40}$/.test(label) ? label : 'something else'));
  return [...new Set(labels)].slice(0, 5).join(', ');
}

function cutOff(label: string): string {
  return `is cut off (no -----END ${label}----- line)`;
}
