// Webhooks and admission policies.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis/admissionregistration

import type { JsonObject } from '../json/json.ts';
import { type Defaults, each, within } from './defaults.ts';
import type { Kind } from './kind.ts';

const alike = {
  group: 'admissionregistration.k8s.io',
  requiresVersion: true,
  generation: true,
} as const;

const webhooks = (own: JsonObject = {}): Defaults => ({
  webhooks: each({
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    ...own,
    clientConfig: within({ service: within({ port: 443 }) }),
    rules: each({ scope: '*' }),
  }),
});

export const admissionRegistrationKinds: readonly Kind[] = [
  { ...alike, kind: 'ValidatingWebhookConfiguration', defaults: webhooks() },
  { ...alike, kind: 'MutatingWebhookConfiguration', defaults: webhooks({ reinvocationPolicy: 'Never' }) },
  { ...alike, kind: 'MutatingAdmissionPolicy' },
  { ...alike, kind: 'MutatingAdmissionPolicyBinding' },
  { ...alike, kind: 'ValidatingAdmissionPolicy' },
  { ...alike, kind: 'ValidatingAdmissionPolicyBinding' },
];
