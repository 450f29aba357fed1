// What the fields of a definition may be given outside of its schemas.

import type { Json } from '../../../../src/json/json.ts';

const texts: readonly Json[] = [
  '',
  'a',
  'A',
  'a.b',
  'a_b',
  '-a',
  'a/b',
  '9',
  'a b',
  'x'.repeat(64),
  1,
  null,
  'widgets',
  'é',
  [],
];

/** By their paths. */
export const definitionValues: Readonly<Record<string, readonly Json[]>> = {
  'spec.group': [...texts, 'k8s.io', 'a.k8s.io', 'A.b', 'apps'],
  'spec.scope': ['', 'Cluster', 'odd', null, 1],
  'spec.names.plural': texts,
  'spec.names.singular': texts,
  'spec.names.kind': texts,
  'spec.names.listKind': [...texts, 'Widget'],
  'spec.names.shortNames': [[], ['a', 'a'], ['A'], [''], 'a', null, ['a.b']],
  'spec.names.categories': [[], ['all'], ['A'], [''], null],
  'spec.names.unknown': [1],
  'spec.preserveUnknownFields': [true, false, null, 'a'],
  'spec.conversion': [
    null,
    {},
    { strategy: 'None' },
    { strategy: 'odd' },
    { strategy: 'Webhook' },
    { strategy: 'None', webhook: { conversionReviewVersions: ['v1'] } },
    { strategy: 'None', webhook: { conversionReviewVersions: ['v1'], clientConfig: {} } },
    { strategy: 'Webhook', webhook: { conversionReviewVersions: [], clientConfig: { url: 'https://a' } } },
    {
      strategy: 'Webhook',
      webhook: { conversionReviewVersions: ['v1', 'v1'], clientConfig: { url: 'http://a' } },
    },
    {
      strategy: 'Webhook',
      webhook: { conversionReviewVersions: ['v2'], clientConfig: { url: 'https://u@a?b#c' } },
    },
    {
      strategy: 'Webhook',
      webhook: {
        conversionReviewVersions: ['v1', 'A'],
        clientConfig: { service: { name: '', namespace: '' } },
      },
    },
    {
      strategy: 'Webhook',
      webhook: {
        conversionReviewVersions: ['v1'],
        clientConfig: {
          service: { name: 'a', namespace: 'b', path: 'x/../y//z', port: 0 },
          caBundle: 'YQ==',
        },
      },
    },
    {
      strategy: 'Webhook',
      webhook: {
        conversionReviewVersions: ['v1'],
        clientConfig: { service: { name: 'A b', namespace: 'b', path: '/é' } },
      },
    },
  ],
  'spec.versions': [[], null, {}],
  'metadata.name': texts,
  'metadata.labels': [{ a: 'b c' }, { 'a b': '' }],
  'metadata.annotations': [{ 'api-approved.kubernetes.io': 'unapproved' }, { 'a b': '' }],
  'status.storedVersions': [[], ['v1'], ['v2'], ['v1', 'v1'], ['v3', 'v1'], [''], null, ['v2', 'v1']],
  'status.conditions': [[{ type: 'Established', status: 'False' }], [], [{}]],
  'status.acceptedNames': [{ plural: 'A', kind: 'b c' }, {}, null],
};

/** Of one of its versions. */
export const versionValues: Readonly<Record<string, readonly Json[]>> = {
  name: [...texts, 'v1', 'v2', 'v1alpha1'],
  served: [true, false, null],
  storage: [true, false, null],
  deprecated: [true, false],
  deprecationWarning: ['', 'a', 'a\nb', 'x'.repeat(257), 'é'],
  schema: [
    null,
    {},
    { openAPIV3Schema: {} },
    { openAPIV3Schema: { type: 'string' } },
    { openAPIV3Schema: null },
  ],
  subresources: [
    null,
    {},
    { status: {} },
    { status: { a: 1 } },
    { scale: {} },
    { scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
    {
      scale: {
        specReplicasPath: '.spec',
        statusReplicasPath: '.status.replicas',
        labelSelectorPath: '.status.selector',
      },
    },
    {
      scale: {
        specReplicasPath: '.spec.a[0]',
        statusReplicasPath: 'status.replicas',
        labelSelectorPath: '.metadata.a',
      },
    },
    { scale: { specReplicasPath: ".spec['a']", statusReplicasPath: '.status..a', labelSelectorPath: '' } },
  ],
  additionalPrinterColumns: [
    [],
    null,
    [{}],
    [{ name: 'A', type: 'string', jsonPath: '.spec.a' }],
    [{ name: 'A', type: 'odd', jsonPath: 'spec.a', format: 'odd', priority: -1 }],
    [{ name: 'A', type: 'date', jsonPath: '.spec["a"' }],
    [{ name: 'A', type: 'integer', jsonPath: '.spec.a[?(@.b' }],
    [
      { name: '', type: 'integer', jsonPath: '.spec.a[*]' },
      { name: 'A', type: 'number', jsonPath: '.x', format: 'int32' },
    ],
    [
      { name: 'A', type: 'string', jsonPath: '.spec.a' },
      { name: 'A', type: 'string', jsonPath: '.spec.a' },
    ],
  ],
  selectableFields: [
    [],
    null,
    [{}],
    [{ jsonPath: '.spec.a' }],
    [{ jsonPath: '.spec.a' }, { jsonPath: '.spec.a' }],
    [{ jsonPath: 'spec.a' }],
    [{ jsonPath: '.spec.none' }],
    [{ jsonPath: '.metadata.name' }],
    [{ jsonPath: '.spec.replicas' }],
    [{ jsonPath: '.spec.c[0]' }],
    [{ jsonPath: '.spec' }],
    [{ jsonPath: ".spec['d-e']" }],
    [{ jsonPath: '.status.selector' }, { jsonPath: '.spec.name' }, { jsonPath: '.kind' }],
  ],
  unknown: [1],
};
