// Webhooks and policies that judge writes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/v1/defaults.go

import type { Defaults } from './defaults.ts';
import type { Kind } from './kind.ts';

const alike = {
  group: 'admissionregistration.k8s.io',
  unconditionalUpdate: false,
  generation: true,
} as const;

const webhooks = (values: Defaults['values'] = {}): Defaults => ({
  items: {
    webhooks: {
      values: {
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        timeoutSeconds: 10,
        ...values,
      },
      fields: { clientConfig: { fields: { service: { values: { port: 443 } } } } },
      items: { rules: { values: { scope: '*' } } },
    },
  },
});

export const admissionKinds: readonly Kind[] = [
  { ...alike, kind: 'ValidatingWebhookConfiguration', defaults: webhooks() },
  { ...alike, kind: 'MutatingWebhookConfiguration', defaults: webhooks({ reinvocationPolicy: 'Never' }) },
  { ...alike, kind: 'MutatingAdmissionPolicy' },
  { ...alike, kind: 'MutatingAdmissionPolicyBinding' },
  { ...alike, kind: 'ValidatingAdmissionPolicy' },
  { ...alike, kind: 'ValidatingAdmissionPolicyBinding' },
];
