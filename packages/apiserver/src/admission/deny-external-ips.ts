// Admission plugin DenyServiceExternalIPs: Services take no addresses of others, and keep those that they have.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/network/denyserviceexternalips/admission.go

import { stringsAt } from '../json/json.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';
import { writtenKind } from './written-kind.ts';

export const denyExternalIps: AdmissionPlugin = {
  name: 'DenyServiceExternalIPs',
  validate(attributes) {
    if (writtenKind(attributes) !== 'services') return;
    const before = new Set(stringsAt(attributes.old, 'spec', 'externalIPs'));
    if (stringsAt(attributes.object, 'spec', 'externalIPs').every((address) => before.has(address))) return;
    throw refusalOf(attributes, 'Use of external IPs is denied by admission control');
  },
};
