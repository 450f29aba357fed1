// Valid objects of kinds that the script has no sample of, reviews among them.

interface Type {
  readonly apiVersion: string;
  readonly kind: string;
}

const at = (path: string, type: Type, more: object): { readonly path: string; readonly object: object } => ({
  path,
  object: { ...type, metadata: { name: 'a' }, ...more },
});

const resource = '/apis/resource.k8s.io/v1';
const authorization = '/apis/authorization.k8s.io/v1';
const review = {
  user: 'a',
  groups: ['b'],
  resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'c' },
};

export const moreBases = [
  at(
    `${resource}/namespaces/NAMESPACE/resourceclaimtemplates`,
    { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate' },
    {
      spec: {
        spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu', count: 2 } }] } },
      },
    },
  ),
  at(
    `${resource}/namespaces/NAMESPACE/resourceclaims`,
    { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim' },
    {
      spec: {
        devices: {
          requests: [
            {
              name: 'a',
              firstAvailable: [
                { name: 'b', deviceClassName: 'gpu', selectors: [{ cel: { expression: 'true' } }] },
              ],
            },
            { name: 'c', exactly: { deviceClassName: 'gpu', allocationMode: 'All' } },
          ],
          constraints: [{ requests: ['a'], matchAttribute: 'example.com/kind' }],
          config: [{ requests: ['c'], opaque: { driver: 'gpu.example.com', parameters: { a: 1 } } }],
        },
      },
    },
  ),
  at(
    `${resource}/deviceclasses`,
    { apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass' },
    {
      spec: {
        selectors: [{ cel: { expression: 'device.driver == "gpu.example.com"' } }],
        config: [{ opaque: { driver: 'gpu.example.com', parameters: { a: 1 } } }],
        extendedResourceName: 'example.com/gpu',
      },
    },
  ),
  at(
    `${resource}/resourceslices`,
    { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceSlice' },
    {
      spec: {
        driver: 'gpu.example.com',
        nodeName: 'n',
        pool: { name: 'pool', generation: 1, resourceSliceCount: 1 },
        devices: [
          { name: 'a', attributes: { kind: { string: 'x' } }, capacity: { memory: { value: '1Gi' } } },
          { name: 'b', attributes: { 'example.com/kind': { version: '1.0.0' } } },
        ],
      },
    },
  ),
  at(
    '/api/v1/namespaces/NAMESPACE/events',
    { apiVersion: 'v1', kind: 'Event' },
    {
      involvedObject: { kind: 'Pod', name: 'a', namespace: 'default' },
      reason: 'Started',
      message: 'a',
      type: 'Normal',
      metadata: { name: 'a' },
    },
  ),
  at(
    '/api/v1/namespaces/NAMESPACE/bindings',
    { apiVersion: 'v1', kind: 'Binding' },
    { target: { kind: 'Node', name: 'n' } },
  ),
  at(
    `${authorization}/subjectaccessreviews`,
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' },
    {
      spec: review,
    },
  ),
  at(
    `${authorization}/selfsubjectaccessreviews`,
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' },
    {
      spec: { resourceAttributes: review.resourceAttributes },
    },
  ),
  at(
    `${authorization}/selfsubjectrulesreviews`,
    { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview' },
    {
      spec: { namespace: 'a' },
    },
  ),
  at(
    `${authorization}/namespaces/NAMESPACE/localsubjectaccessreviews`,
    { apiVersion: 'authorization.k8s.io/v1', kind: 'LocalSubjectAccessReview' },
    { spec: { ...review, resourceAttributes: { ...review.resourceAttributes, namespace: 'NAMESPACE' } } },
  ),
  at(
    '/apis/authentication.k8s.io/v1/tokenreviews',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview' },
    {
      spec: { token: 'a', audiences: ['b'] },
    },
  ),
  at(
    '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    {},
  ),
  at(
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
    {
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { service: { name: 's', namespace: 'n', path: '/p', port: 443 } },
          rules: [
            { operations: ['CREATE'], apiGroups: ['example.com'], apiVersions: ['v1'], resources: ['as'] },
          ],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          timeoutSeconds: 1,
          matchConditions: [{ name: 'a', expression: 'true' }],
        },
      ],
    },
  ),
];
