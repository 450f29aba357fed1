// Certificates that are trusted.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/certificates/validation/validation.go

import { X509Certificate } from 'node:crypto';
import { type JsonObject, textAt, valueAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { subdomainComplaints } from '../../validation/names.ts';
import { type PemBlock, pemBlocks } from './pem.ts';
import { signerNameFaults } from './signer-name.ts';

const largest = 1024 * 1024;

export function trustBundleFaults(bundle: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const object = new Field(bundle);
  const [name, signer] = [object.at('metadata', 'name'), object.at('spec', 'signerName')];
  const certificates = object.at('spec', 'trustBundle');
  const isNew = old === undefined || textAt(old, 'spec', 'trustBundle') !== certificates.text;
  return [
    ...name.invalidText(nameComplaints(name.text, signer.text)),
    ...(signer.text === '' ? [] : signerNameFaults(signer)),
    ...(isNew ? certificateFaults(certificates) : []),
    ...(old ? immutableFaults(signer, valueAt(old, 'spec', 'signerName')) : []),
  ];
}

function nameComplaints(name: string, signer: string): string[] {
  if (signer === '')
    return name.includes(':')
      ? ['ClusterTrustBundle without signer name must not have ":" in its name']
      : subdomainComplaints(name);
  const prefix = `${signer.replaceAll('/', ':')}:`;
  if (name.startsWith(prefix)) return subdomainComplaints(name.slice(prefix.length));
  return [`ClusterTrustBundle for signerName ${signer} must be named with prefix ${prefix}`];
}

function certificateFaults(bundle: Field): FieldFault[] {
  if (Buffer.byteLength(bundle.text) > largest) return [bundle.tooLong(largest)];
  const blocks = pemBlocks(bundle.text);
  const refuse = (why: string): FieldFault => bundle.invalid(why, '<value omitted>');
  const faults = blocks.flatMap((block, at) =>
    blockComplaints(block).map((complaint) => refuse(`entry ${at} ${complaint}`)),
  );
  if (faults.length > 0) return faults;
  if (blocks.length === 0) return [refuse('at least one trust anchor must be provided')];
  const places = Map.groupBy(blocks.keys(), (at) => blocks[at]?.bytes.toString('base64'));
  return [...places.values()]
    .filter((all) => all.length > 1)
    .map((all) => refuse(`duplicate trust anchor (indices [${all.join(' ')}])`));
}

function blockComplaints({ type, hasHeaders, bytes }: PemBlock): string[] {
  if (type !== 'CERTIFICATE') return [`has bad block type: ${type}`];
  if (hasHeaders) return ['has PEM block headers'];
  try {
    return new X509Certificate(bytes).ca ? [] : ['does not have the CA bit set'];
  } catch {
    return ['does not parse as X.509'];
  }
}
