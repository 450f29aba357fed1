// X.509 certificates signed with node:crypto alone: Node reads certificates but does not write them, and a machine
// need not have openssl. Just enough of RFC 5280 for a control plane: an authority, serving certificates, and client
// certificates whose common name is the user and whose organizations are the groups
// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates).
// ECDSA P-256 with SHA-256 throughout. For servers in memory and for tests: the authority's key is never stored.

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { der, encodedTime, objectIdentifier, sequence, trueValue } from './der.ts';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateSubject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
  /** The uid of the user, where Kubernetes looks for it. Default: none. */
  readonly uid?: string;
}

/** Of Kubernetes' own: the uid of a user. */
export const uidIdentifier = '1.3.6.1.4.1.57683.2';

export interface IssueOptions {
  readonly subject: CertificateSubject;
  readonly usage: 'server' | 'client';
  /** Host names and IP addresses a serving certificate is good for. */
  readonly hosts?: readonly string[];
  /** Start of validity. Default: an hour ago, so that a skewed clock does not matter. */
  readonly notBefore?: Date;
  /** End of validity. Default: a day from now. */
  readonly notAfter?: Date;
}

/**
 * Signs certificates. Every authority has a key of its own, so two of them do not trust each other.
 *
 * @example
 * const { certificate, key } = new CertificateAuthority().issue({ subject: { commonName: 'ada' }, usage: 'client' });
 */
export class CertificateAuthority {
  /** The authority's own certificate, PEM: what `certificate-authority-data` and `--client-ca-file` want. */
  readonly certificate: string;
  readonly #name: Buffer;
  readonly #key: KeyObject;
  readonly #publicKey: KeyObject;

  /** The certificate is valid until `notAfter`; default: a day from now. */
  constructor(commonName = 'kube-rx-test-ca', notAfter?: Date) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#name = nameOf({ commonName });
    this.#key = privateKey;
    this.#publicKey = publicKey;
    this.certificate = this.#sign(publicKey, {
      subject: { commonName },
      ...(notAfter && { notAfter }),
      extensions: [
        extension('2.5.29.19', true, sequence(trueValue)),
        extension('2.5.29.15', true, der(0x03, Buffer.from([0x01, 0x06]))), // keyCertSign, cRLSign
        extension('2.5.29.14', false, der(0x04, keyIdentifier(publicKey))),
      ],
    });
  }

  issue(options: IssueOptions): KeyPair {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { usage, hosts = [] } = options;
    const purpose = usage === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
    const extensions = [
      extension('2.5.29.15', true, der(0x03, Buffer.from([0x07, 0x80]))), // digitalSignature
      extension('2.5.29.37', false, sequence(objectIdentifier(purpose))),
      extension('2.5.29.35', false, sequence(der(0x80, keyIdentifier(this.#publicKey)))),
    ];
    if (hosts.length > 0) extensions.push(extension('2.5.29.17', false, sequence(...hosts.map(generalName))));
    const certificate = this.#sign(publicKey, { ...options, extensions });
    return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  }

  #sign(subjectKey: KeyObject, { subject, extensions, ...validity }: CertificateParts): string {
    const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
    const serial = randomBytes(16);
    serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40; // positive, and no leading zero byte
    const toBeSigned = sequence(
      der(0xa0, der(0x02, Buffer.from([2]))), // version 3
      der(0x02, serial),
      algorithm,
      this.#name,
      validityOf(validity),
      nameOf(subject),
      subjectKey.export({ type: 'spki', format: 'der' }),
      der(0xa3, sequence(...extensions)),
    );
    const signature = sign('sha256', toBeSigned, this.#key);
    const encoded = sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
    const lines = encoded.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  }
}

interface CertificateParts extends Pick<IssueOptions, 'subject' | 'notBefore' | 'notAfter'> {
  readonly extensions: readonly Buffer[];
}

// Strict readers ask for the identifiers of keys; which ones is left to the issuer (RFC 5280, section 4.2.1.2).
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function nameOf(subject: CertificateSubject): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    der(0x31, sequence(objectIdentifier(type), der(0x0c, Buffer.from(value))));
  return sequence(
    ...(subject.organizations ?? []).map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', subject.commonName),
    ...(subject.uid === undefined ? [] : [attribute(uidIdentifier, subject.uid)]),
  );
}

function validityOf({ notBefore, notAfter }: Pick<IssueOptions, 'notBefore' | 'notAfter'>): Buffer {
  const hour = 3_600_000;
  const [start, end] = [new Date(Date.now() - hour), new Date(Date.now() + 24 * hour)];
  return sequence(encodedTime(notBefore ?? start), encodedTime(notAfter ?? end));
}

function generalName(host: string): Buffer {
  switch (isIP(host)) {
    case 4:
      return der(0x87, Buffer.from(host.split('.').map(Number)));
    case 6:
      return der(0x87, ipv6Bytes(host));
    default:
      return der(0x82, Buffer.from(host));
  }
}

// The platform's parser writes every form of an address in the one without IPv4 parts.
function ipv6Bytes(host: string): Buffer {
  const [address = ''] = host.split('%');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const hex = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}

function extension(type: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), ...(critical ? [trueValue] : []), der(0x04, value));
}
