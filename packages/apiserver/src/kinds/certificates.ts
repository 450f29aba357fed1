import type { Kind } from './kind.ts';

const group = 'certificates.k8s.io';

export const certificateKinds: readonly Kind[] = [
  { group, kind: 'CertificateSigningRequest', fields: { 'spec.signerName': '' } },
  {
    group,
    kind: 'ClusterTrustBundle',
    unconditionalUpdate: false,
    names: 'segment',
    fields: { 'spec.signerName': '' },
  },
  {
    group,
    kind: 'PodCertificateRequest',
    unconditionalUpdate: false,
    fields: { 'spec.signerName': '', 'spec.podName': '', 'spec.nodeName': '' },
  },
];
