// PKCS #10: what asks for a certificate, signed with the key that it is for.

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  DerError,
  type DerHeader,
  type DerValue,
  identifierOf,
  readHeader,
  readOne,
  tags,
  within,
} from './der-reader.ts';
import { pemBlocks } from './pem.ts';

export interface CertificateRequest {
  /** The organizations of the subject, which become groups of a user. */
  readonly organizations: readonly string[];
}

interface Algorithm {
  /** None where the algorithm has its own. */
  readonly hash: string | undefined;
  /** What Go says where the signature is another's. */
  readonly failure: string;
}

const rsa = (hash: string): Algorithm => ({ hash, failure: 'crypto/rsa: verification error' });
const elliptic = (hash: string): Algorithm => ({ hash, failure: 'x509: ECDSA verification failure' });

const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ['1.2.840.113549.1.1.11', rsa('sha256')],
  ['1.2.840.113549.1.1.12', rsa('sha384')],
  ['1.2.840.113549.1.1.13', rsa('sha512')],
  ['1.2.840.10045.4.3.2', elliptic('sha256')],
  ['1.2.840.10045.4.3.3', elliptic('sha384')],
  ['1.2.840.10045.4.3.4', elliptic('sha512')],
  ['1.3.101.112', { hash: undefined, failure: 'x509: Ed25519 verification failure' }],
]);

/** @throws DerError where it is none, or signed with another key. */
export function parseCertificateRequest(pem: string): CertificateRequest {
  const [block] = pemBlocks(pem);
  if (block?.type !== 'CERTIFICATE REQUEST') throw new DerError('PEM block type must be CERTIFICATE REQUEST');
  const header = readHeader(block.bytes);
  if (header.tag !== tags.sequence) throw new DerError(mismatch(header));
  const outer = readOne(block.bytes);
  if (outer.whole.length < block.bytes.length) throw new DerError('asn1: syntax error: trailing data');
  const [info, algorithm, signature] = within(outer, tags.sequence);
  const [, subject, key] = within(info, tags.sequence);
  if (!info || !key || signature?.tag !== tags.bits)
    throw new DerError('asn1: structure error: sequence truncated');
  const organizations = organizationsOf(subject);
  const [identifier] = within(algorithm, tags.sequence);
  requireSignature(algorithms.get(identifierOf(identifier)), {
    key: publicKey(key),
    data: info.whole,
    signature: signature.content.subarray(1),
  });
  return { organizations };
}

// As Go tells of a value that is no sequence.
function mismatch({ tag, length }: DerHeader): string {
  const compound = (tag & 0x20) !== 0;
  const found = `{class:${tag >> 6} tag:${tag & 0x1f} length:${length} isCompound:${compound}}`;
  const wanted =
    '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';
  return `asn1: structure error: tags don't match (16 vs ${found}) ${wanted} certificateRequest @2`;
}

function publicKey(key: DerValue): KeyObject {
  try {
    return createPublicKey({ key: key.whole, format: 'der', type: 'spki' });
  } catch {
    throw new DerError('x509: unsupported public key');
  }
}

const organization = '2.5.4.10';

function organizationsOf(subject: DerValue | undefined): string[] {
  return within(subject, tags.sequence).flatMap((set) =>
    within(set, tags.set).flatMap((attribute) => {
      const [identifier, value] = within(attribute, tags.sequence);
      return identifierOf(identifier) === organization && value ? [value.content.toString()] : [];
    }),
  );
}

function requireSignature(
  algorithm: Algorithm | undefined,
  { key, data, signature }: { readonly key: KeyObject; readonly data: Buffer; readonly signature: Buffer },
): void {
  if (!algorithm) throw new DerError('x509: cannot verify signature: algorithm unimplemented');
  if (!isVerified(algorithm, { key, data, signature })) throw new DerError(algorithm.failure);
}

// Keys of some sorts sign nothing, or not with this algorithm.
function isVerified(
  { hash }: Algorithm,
  { key, data, signature }: { readonly key: KeyObject; readonly data: Buffer; readonly signature: Buffer },
): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}
