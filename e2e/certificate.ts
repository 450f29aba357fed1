/**
 * X.509 certificates for tests, signed with node:crypto alone: Node reads certificates but does not write them, and
 * a test machine need not have openssl. Just enough of RFC 5280 for a control plane: an authority, serving
 * certificates for loopback, and client certificates whose common name is the user and whose organizations are the
 * groups (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates).
 * ECDSA P-256 with SHA-256 throughout. Never use these outside tests: the keys lie in temporary folders.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

interface CertificateSubject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

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

/** Signs certificates. Every authority has a key of its own, so two of them do not trust each other. */
export class CertificateAuthority {
  /** The authority's own certificate, PEM: what `certificate-authority-data` and `--client-ca-file` want. */
  readonly certificate: string;
  readonly #name: Buffer;
  readonly #key: KeyObject;

  constructor(commonName = 'kube-rx-test-ca') {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#name = nameOf({ commonName });
    this.#key = privateKey;
    this.certificate = signCertificate({
      issuer: this.#name,
      issuerKey: privateKey,
      subject: this.#name,
      subjectKey: publicKey,
      validity: validityOf({}),
      extensions: [
        extension('2.5.29.19', true, sequence(BOOLEAN_TRUE)),
        extension('2.5.29.15', true, der(0x03, Buffer.from([0x01, 0x06]))), // keyCertSign, cRLSign
      ],
    });
  }

  issue(options: IssueOptions): KeyPair {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const purpose = options.usage === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
    const extensions = [
      extension('2.5.29.15', true, der(0x03, Buffer.from([0x07, 0x80]))), // digitalSignature
      extension('2.5.29.37', false, sequence(objectIdentifier(purpose))),
    ];
    if (options.hosts !== undefined && options.hosts.length > 0) {
      extensions.push(extension('2.5.29.17', false, sequence(...options.hosts.map(generalName))));
    }
    const certificate = signCertificate({
      issuer: this.#name,
      issuerKey: this.#key,
      subject: nameOf(options.subject),
      subjectKey: publicKey,
      validity: validityOf(options),
      extensions,
    });
    return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  }
}

interface CertificateParts {
  readonly issuer: Buffer;
  readonly issuerKey: KeyObject;
  readonly subject: Buffer;
  readonly subjectKey: KeyObject;
  readonly validity: Buffer;
  readonly extensions: readonly Buffer[];
}

function signCertificate(parts: CertificateParts): string {
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40; // positive, and no leading zero byte
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, serial),
    algorithm,
    parts.issuer,
    parts.validity,
    parts.subject,
    parts.subjectKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...parts.extensions)),
  );
  const signature = sign('sha256', toBeSigned, parts.issuerKey);
  const encoded = sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = encoded.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(subject: CertificateSubject): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    der(0x31, sequence(objectIdentifier(type), der(0x0c, Buffer.from(value))));
  return sequence(
    ...(subject.organizations ?? []).map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', subject.commonName),
  );
}

function validityOf(options: Pick<IssueOptions, 'notBefore' | 'notAfter'>): Buffer {
  const hour = 3_600_000;
  const notBefore = options.notBefore ?? new Date(Date.now() - hour);
  const notAfter = options.notAfter ?? new Date(Date.now() + 24 * hour);
  return sequence(generalizedTime(notBefore), generalizedTime(notAfter));
}

/** UTCTime up to 2049, as RFC 5280 section 4.1.2.5 demands. */
function generalizedTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/[-:T]|\.\d+/g, '');
  return time.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

function generalName(host: string): Buffer {
  switch (isIP(host)) {
    case 4:
      return der(0x87, Buffer.from(host.split('.').map(Number)));
    case 6:
      if (host !== '::1') throw new Error(`only ::1 is supported among IPv6 addresses, not ${host}`);
      return der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]));
    default:
      return der(0x82, Buffer.from(host));
  }
}

function extension(type: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), ...(critical ? [BOOLEAN_TRUE] : []), der(0x04, value));
}

const BOOLEAN_TRUE = Buffer.from([0x01, 0x01, 0xff]);

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(content));
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
