// Admission plugins of certificates: who may approve, sign and attest for a signer, and for whom nobody may ask.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/plugin/pkg/admission/certificates

import { resourceName } from '@kube-rx/core';
import { jsonEquals, textAt, valueAt } from '../json/json.ts';
import { DerError } from '../kinds/certificates/der-reader.ts';
import { organizationsAsked } from '../kinds/certificates/signing-request.ts';
import { refusing } from '../status-error.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';
import { writtenKind } from './written-kind.ts';

const requests = 'certificatesigningrequests.certificates.k8s.io';

function isUpdateOf({ served, operation, subresource }: AdmissionAttributes, part: string): boolean {
  return operation === 'UPDATE' && subresource === part && resourceName(served.resource) === requests;
}

export const certificateApproval: AdmissionPlugin = {
  name: 'CertificateApproval',
  validate(attributes) {
    if (!isUpdateOf(attributes, 'approval')) return;
    const signer = textAt(attributes.old, 'spec', 'signerName');
    requireSigner(attributes, { verb: 'approve', signer, may: 'approve requests with' });
  },
};

export const certificateSigning: AdmissionPlugin = {
  name: 'CertificateSigning',
  validate(attributes) {
    if (!isUpdateOf(attributes, 'status')) return;
    const { object, old } = attributes;
    const isSame = (key: string): boolean =>
      jsonEquals(valueAt(object, 'status', key), valueAt(old, 'status', key));
    if (isSame('certificate') && isSame('conditions')) return;
    const signer = textAt(old, 'spec', 'signerName');
    requireSigner(attributes, { verb: 'sign', signer, may: 'sign requests with' });
  },
};

export const trustBundleAttest: AdmissionPlugin = {
  name: 'ClusterTrustBundleAttest',
  validate(attributes) {
    if (writtenKind(attributes) !== 'clustertrustbundles.certificates.k8s.io') return;
    const { object, old } = attributes;
    const signer = textAt(object, 'spec', 'signerName');
    if (signer === '' || (old && jsonEquals(valueAt(object, 'spec'), valueAt(old, 'spec')))) return;
    requireSigner(attributes, { verb: 'attest', signer, may: 'attest for' });
  },
};

interface SignerRight {
  readonly verb: string;
  readonly signer: string;
  readonly may: string;
}

// For the signer alone, or for all of its domain.
function requireSigner(attributes: AdmissionAttributes, { verb, signer, may }: SignerRight): void {
  const { authorizer, user } = attributes.requester;
  const right = { verb, group: 'certificates.k8s.io', resource: 'signers', subresource: '', namespace: '' };
  const [domain = ''] = signer.split('/');
  const allows = (name: string): boolean => authorizer.judge(user, { ...right, name }).allowed;
  if (allows(signer) || allows(`${domain}/*`)) return;
  throw refusalOf(attributes, `user not permitted to ${may} signerName ${JSON.stringify(signer)}`);
}

const clientSigner = 'kubernetes.io/kube-apiserver-client';

export const certificateSubject: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  validate(attributes) {
    const { object, old } = attributes;
    if (!object || old || writtenKind(attributes) !== requests) return;
    if (textAt(object, 'spec', 'signerName') !== clientSigner) return;
    const organizations = refusing(
      DerError,
      () => organizationsAsked(object),
      (why) => refusalOf(attributes, `failed to parse CSR: ${why}`),
    );
    if (organizations.includes('system:masters'))
      throw refusalOf(attributes, `use of ${clientSigner} signer with system:masters group is not allowed`);
  },
};
