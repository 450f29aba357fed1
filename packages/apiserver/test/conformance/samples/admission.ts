// Webhooks and admission policies.

import { expressions, type Sample, sample } from './sample.ts';

const admission = 'admissionregistration.k8s.io/v1';

const validating = sample(
  admission,
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
)('Cluster');

const mutating = sample(
  admission,
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
)('Cluster');

const admissionPolicy = sample(
  admission,
  'ValidatingAdmissionPolicy',
  'validatingadmissionpolicies',
)('Cluster');

const policyBinding = sample(
  admission,
  'ValidatingAdmissionPolicyBinding',
  'validatingadmissionpolicybindings',
)('Cluster');

const mutatingPolicy = sample(admission, 'MutatingAdmissionPolicy', 'mutatingadmissionpolicies')('Cluster');

const mutatingBinding = sample(
  admission,
  'MutatingAdmissionPolicyBinding',
  'mutatingadmissionpolicybindings',
)('Cluster');

const webhook = (name: string): object => ({
  name: `${name}.example.com`,
  clientConfig: { url: 'https://example.com' },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
});

const matchConstraints = {
  resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['secrets'] }],
};

const validations = [{ expression: 'true' }, { expression: '1 == 1' }];

const mutations = [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } }];

export const policies: readonly Sample[] = [
  validating('hooks', { webhooks: [webhook('a'), webhook('b')] }),
  mutating('hooks', { webhooks: [webhook('a')] }),
  admissionPolicy('policy', {
    spec: { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' }, matchConstraints, validations },
  }),
  admissionPolicy('free', { spec: { matchConstraints, validations } }),
  policyBinding('free', { spec: { policyName: 'p', validationActions: ['Deny'] } }),
  policyBinding('named', {
    spec: {
      policyName: 'p',
      validationActions: ['Deny'],
      paramRef: { name: 'x', parameterNotFoundAction: 'Deny' },
    },
  }),
  policyBinding('near', {
    spec: {
      policyName: 'p',
      validationActions: ['Deny'],
      paramRef: { name: 'x', namespace: 'shop', parameterNotFoundAction: 'Deny' },
    },
  }),
  policyBinding('chosen', {
    spec: {
      policyName: 'p',
      validationActions: ['Deny'],
      paramRef: {
        selector: { matchLabels: { b: '1', a: '2' }, matchExpressions: expressions },
        parameterNotFoundAction: 'Deny',
      },
    },
  }),
  mutatingPolicy('policy', {
    spec: { matchConstraints, mutations, failurePolicy: 'Fail', reinvocationPolicy: 'Never' },
  }),
  mutatingBinding('binding', { spec: { policyName: 'p' } }),
];
