// Requests for certificates, and bundles of them.

import type { Kind } from './kind.ts';

const group = 'certificates.k8s.io';

export const certificateKinds: readonly Kind[] = [
  { group, kind: 'CertificateSigningRequest', fields: { 'spec.signerName': '' } },
  {
    group,
    kind: 'ClusterTrustBundle',
    requiresVersion: true,
    names: 'segment',
    fields: { 'spec.signerName': '' },
  },
  {
    group,
    kind: 'PodCertificateRequest',
    requiresVersion: true,
    fields: { 'spec.signerName': '', 'spec.podName': '', 'spec.nodeName': '' },
  },
];
