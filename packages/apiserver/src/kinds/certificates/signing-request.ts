// Requests for certificates: what is asked for, and what became of it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/certificates/validation/validation.go

import type { User } from '../../access/user.ts';
import {
  arrayAt,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { timestamp } from '../../timestamp.ts';
import { isCertificate } from '../../tls/certificate.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import type { Kind, KindCreation, KindUpdate } from '../kind.ts';
import { parseCertificateRequest } from './certificate-request.ts';
import { DerError } from './der-reader.ts';
import { pemBlocks } from './pem.ts';
import { signerNameFaults } from './signer-name.ts';

const usages = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

/** Of a new request, and of a change of its metadata: all else stays. */
export function signingRequestFaults(request: JsonObject): FieldFault[] {
  const object = new Field(request);
  return [...specFaults(object.at('spec')), ...conditionFaults(object.at('status', 'conditions'))];
}

function specFaults(spec: Field): FieldFault[] {
  const [asked, signer, seconds] = [spec.at('usages'), spec.at('signerName'), spec.at('expirationSeconds')];
  const isLegacy = signer.text === 'kubernetes.io/legacy-unknown';
  return [
    ...requestFaults(spec.at('request')),
    ...(asked.size === 0 ? [asked.required()] : []),
    ...asked.items.flatMap((usage) => choiceFaults(usage, usages)),
    ...repeatedFaults(asked.items),
    ...(isLegacy
      ? [signer.invalid('the legacy signerName is not allowed via this API version')]
      : signerNameFaults(signer)),
    ...(seconds.isSet && seconds.number < 600
      ? seconds.invalidNumber(['may not specify a duration less than 600 seconds (10 minutes)'])
      : []),
  ];
}

function requestFaults(request: Field): FieldFault[] {
  try {
    parseCertificateRequest(Buffer.from(request.text, 'base64').toString('latin1'));
    return [];
  } catch (error) {
    if (error instanceof DerError) return [request.invalid(error.message)];
    throw error;
  }
}

function repeatedFaults(texts: readonly Field[]): FieldFault[] {
  const seen = new Set<string>();
  return texts.flatMap((each) => {
    if (seen.has(each.text)) return [each.duplicate(each.text)];
    seen.add(each.text);
    return [];
  });
}

const decisions = ['Approved', 'Denied'];
const outcomes = [...decisions, 'Failed'];

function conditionFaults(conditions: Field): FieldFault[] {
  const seen = new Set<string>();
  return conditions.items.flatMap((condition) => {
    const [type, status] = [condition.at('type'), condition.at('status')];
    const supported = outcomes.includes(type.text) ? ['True'] : ['False', 'True', 'Unknown'];
    const isDecision = decisions.includes(type.text);
    const isUndone = isDecision && decisions.some((other) => other !== type.text && seen.has(other));
    const isRepeated = seen.has(type.text);
    seen.add(type.text);
    return [
      ...(type.text === '' ? [type.required()] : []),
      ...(status.text === '' ? [status.required()] : choiceFaults(status, supported)),
      ...(isUndone
        ? [conditions.invalid('Approved and Denied conditions are mutually exclusive', type.text)]
        : []),
      ...(isRepeated ? [type.duplicate(type.text)] : []),
    ];
  });
}

function ofType(request: JsonObject, type: string): JsonObject[] {
  return objectsAt(request, 'status', 'conditions').filter((one) => textAt(one, 'type') === type);
}

/** Of a change of the status, which takes no decision. */
export function signingStatusFaults(request: JsonObject, old: JsonObject): FieldFault[] {
  const [object, conditions] = [new Field(request), new Field(request).at('status', 'conditions')];
  const certificate = object.at('status', 'certificate');
  const before = textAt(old, 'status', 'certificate');
  const isNew = certificate.text !== before;
  const added = decisions.filter((type) => ofType(request, type).length > ofType(old, type).length);
  return [
    ...signingRequestFaults(request),
    ...(isNew ? certificateFaults(certificate) : []),
    ...removedFaults(request, old),
    ...added.map((type) => conditions.forbidden(`updates may not add a condition of type "${type}"`)),
    ...(isNew && before !== ''
      ? [certificate.forbidden('updates may not modify existing certificate content')]
      : []),
  ];
}

/** Of a decision. */
function approvalFaults(request: JsonObject, old: JsonObject): FieldFault[] {
  return [...signingRequestFaults(request), ...removedFaults(request, old)];
}

function removedFaults(request: JsonObject, old: JsonObject): FieldFault[] {
  const conditions = new Field(request).at('status', 'conditions');
  const removed = outcomes.filter((type) => ofType(request, type).length < ofType(old, type).length);
  return removed.map((type) => conditions.forbidden(`updates may not remove a condition of type "${type}"`));
}

function certificateFaults(certificate: Field): FieldFault[] {
  if (certificate.text === '') return [];
  const blocks = pemBlocks(Buffer.from(certificate.text, 'base64').toString('latin1'));
  const refuse = (why: string): FieldFault[] => [certificate.invalid(why, '<certificate data>')];
  const other = blocks.find(({ type }) => type !== 'CERTIFICATE');
  if (other) return refuse(`only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(other.type)}`);
  if (blocks.some(({ hasHeaders }) => hasHeaders)) return refuse('no PEM block headers are permitted');
  if (blocks.length === 0) return refuse('must contain at least one CERTIFICATE PEM block');
  return blocks.every(({ bytes }) => isCertificate(bytes)) ? [] : refuse('x509: malformed certificate');
}

/** Takes decisions from the old object, where there are as many. */
export function withDecisions(next: JsonObject, old: JsonObject): JsonObject {
  const kept = decisions.filter((type) => ofType(next, type).length === ofType(old, type).length);
  const before = new Map(kept.map((type) => [type, ofType(old, type)]));
  const conditions = arrayAt(next, 'status', 'conditions').map(
    (one) => before.get(textAt(one, 'type'))?.shift() ?? one,
  );
  if (conditions.length === 0) return next;
  return { ...next, status: { ...objectAt(next, 'status'), conditions } };
}

/**
 * The groups that the certificate would give.
 *
 * @throws DerError for a request that cannot be read.
 */
export function organizationsAsked(object: JsonObject): readonly string[] {
  const pem = Buffer.from(textAt(object, 'spec', 'request'), 'base64').toString('latin1');
  return parseCertificateRequest(pem).organizations;
}

/** The request as it is stored: it says who made it, whatever that one says of himself. */
export function withRequester({ object, user }: KindCreation): JsonObject {
  if (!user) return object;
  const asked = without(objectAt(object, 'spec'), 'username', 'uid', 'groups', 'extra');
  return { ...object, spec: { ...asked, ...userFields(user) } };
}

function userFields({ name, uid, groups, extra = {} }: User): JsonObject {
  return {
    username: name,
    ...(uid !== undefined && { uid }),
    groups,
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

/** What sets a decision apart from other changes of the status. */
export const approvalRules: Pick<Kind, 'validateStatus' | 'keepOnStatusUpdate' | 'prepareForStatusUpdate'> = {
  validateStatus: approvalFaults,
  keepOnStatusUpdate: withDecisionsOf,
  prepareForStatusUpdate: withTimes,
};

// The certificate is for others to write.
function withDecisionsOf(next: JsonObject, old: JsonObject): JsonObject {
  const conditions = valueAt(next, 'status', 'conditions');
  return { ...next, status: withKey(objectAt(old, 'status'), 'conditions', conditions) };
}

/** Conditions that say no time are of now; one that stands as before has changed when it did. */
export function withTimes({ server, object, old }: KindUpdate): JsonObject {
  const now = timestamp(server);
  const before = objectsAt(old, 'status', 'conditions');
  const conditions = objectsAt(object, 'status', 'conditions').map((one) => {
    const same = before.find(
      (other) => other['type'] === one['type'] && other['status'] === one['status'] && other[transition],
    );
    return {
      ...one,
      lastUpdateTime: one['lastUpdateTime'] ?? now,
      [transition]: one[transition] ?? same?.[transition] ?? now,
    };
  });
  return conditions.length === 0
    ? object
    : { ...object, status: { ...objectAt(object, 'status'), conditions } };
}

const transition = 'lastTransitionTime';
