import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const affinity = (fields: object): object => spec({ affinity: fields });
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const nodes = (...nodeSelectorTerms: object[]): object =>
  affinity({ nodeAffinity: { [required]: { nodeSelectorTerms } } });
const near = (term: object): object =>
  affinity({ podAffinity: { [required]: [{ topologyKey: 'zone', ...term }] } });
const tolerations = (...all: object[]): object => spec({ tolerations: all });
const spread = (...all: object[]): object =>
  spec({
    topologySpreadConstraints: all.map((one) => ({
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      ...one,
    })),
  });
const labelSelector = { matchLabels: { app: 'a' } };
const long = 'x'.repeat(64);

export const group = refusals({
  resource: 'v1 pods',
  valid: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', labels: { app: 'a' } },
    spec: { containers: [{ name: 'a', image: 'a' }] },
  },
  refused: {
    'a node selector of no labels': spec({ nodeSelector: { d: 'e f' } }),
    'no terms': nodes(),
    'terms of nodes': nodes({
      matchExpressions: [
        { key: 'a', operator: 'In' },
        { key: 'a', operator: 'Exists', values: ['v'] },
        { key: 'a', operator: 'Gt', values: ['1', '2'] },
        { key: 'a b', operator: 'Near', values: ['v w'] },
      ],
      matchFields: [
        { key: 'metadata.name', operator: 'In', values: ['a', 'b'] },
        { key: 'metadata.uid', operator: 'Exists' },
        { key: 'metadata.name', operator: 'NotIn', values: ['A_B'] },
      ],
    }),
    'preferred nodes': affinity({
      nodeAffinity: {
        [preferred]: [
          { weight: 0, preference: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
          { weight: 101, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['v w'] }] } },
        ],
      },
    }),
    'a pod nearby of no key': near({ topologyKey: '' }),
    'a pod nearby of a wrong key': near({ topologyKey: 'a b' }),
    'pods nearby in no namespace': near({
      namespaces: ['A'],
      labelSelector: { matchLabels: { 'a b': 'c' } },
    }),
    'pods nearby in selected namespaces': near({
      namespaceSelector: {
        matchExpressions: [
          { key: 'a', operator: 'In' },
          { key: 'b', operator: 'Near' },
        ],
      },
    }),
    'keys without a selector': near({ matchLabelKeys: ['app'], mismatchLabelKeys: ['b'] }),
    'keys that are none': near({ labelSelector, matchLabelKeys: ['a b'], mismatchLabelKeys: [''] }),
    'a key on both sides': near({ labelSelector: {}, matchLabelKeys: ['x'], mismatchLabelKeys: ['x'] }),
    'a key that is selected': near({ labelSelector, matchLabelKeys: ['app'] }),
    'a far pod of no weight': affinity({
      podAntiAffinity: { [preferred]: [{ weight: 0, podAffinityTerm: { topologyKey: '' } }] },
    }),
    'a toleration of nothing': tolerations({}),
    'a toleration of a wrong key': tolerations({ key: 'a b', operator: 'Exists' }),
    'a toleration of a value': tolerations({ key: 'a', operator: 'Exists', value: 'v' }),
    'a toleration of a wrong value': tolerations({ key: 'a', value: `${long} ` }),
    'a toleration of another operator': tolerations({ key: 'a', operator: 'In' }),
    'a toleration that compares': tolerations({ key: 'a', operator: 'Lt', value: '1' }),
    'a toleration of no effect': tolerations({ key: 'a', operator: 'Exists', effect: 'Sometimes' }),
    'a toleration of a while': tolerations({ key: 'a', effect: 'NoSchedule', tolerationSeconds: 1 }),
    'a spread of nothing': spread({ maxSkew: 0, topologyKey: '', whenUnsatisfiable: '' }),
    'a spread of few domains': spread(
      { minDomains: 0 },
      { minDomains: 1, whenUnsatisfiable: 'ScheduleAnyway' },
    ),
    'one spread twice': spread({}, {}, {}),
    'a spread of policies': spread({ nodeAffinityPolicy: 'No', nodeTaintsPolicy: '' }),
    'a spread of keys': spread({ matchLabelKeys: ['app'] }),
    'a spread of selected keys': spread({ labelSelector, matchLabelKeys: ['app', 'a b'] }),
    'a spread of a wrong selector': spread({ labelSelector: { matchLabels: { a: 'b c' } } }),
    gates: spec({ schedulingGates: [{ name: 'a b' }, { name: 'c' }, { name: 'c' }, { name: '' }] }),
    'gates and a node': spec({ schedulingGates: [{ name: 'c' }], nodeName: 'n' }),
    'readiness gates': spec({ readinessGates: [{ conditionType: 'a b' }, { conditionType: '' }] }),
    'no name server': spec({ dnsPolicy: 'None' }),
    'an empty list of name servers': spec({ dnsPolicy: 'None', dnsConfig: {} }),
    'many name servers': spec({ dnsConfig: { nameservers: ['1.1.1.1', '2.2.2.02', 'a', '::ffff:1.2.3.4'] } }),
    searches: spec({
      dnsConfig: {
        searches: [
          '.',
          'a.',
          'A.',
          '_a',
          '',
          ...Array.from({ length: 32 }, (_, at) => `${'a'.repeat(63)}.${at}`),
        ],
      },
    }),
    'an option without a name': spec({ dnsConfig: { options: [{ name: 'a' }, { value: 'b' }] } }),
    'aliases of no address': spec({
      hostAliases: [{ ip: '' }, { ip: '1.2.3', hostnames: ['A', 'b'] }, { ip: '1.2.3.4', hostnames: [''] }],
    }),
    'a port of the host': spec({
      hostNetwork: true,
      containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 80, hostPort: 81 }] }],
    }),
    claims: spec({
      resourceClaims: [
        { name: '' },
        { name: 'A', resourceClaimName: 'B' },
        { name: 'c', resourceClaimName: 'd', resourceClaimTemplateName: 'E' },
        { name: 'c', resourceClaimName: 'd' },
      ],
    }),
    'claims of a static pod': {
      metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      spec: { nodeName: 'n', resourceClaims: [{ name: 'c', resourceClaimName: 'd' }] },
    },
    'a priority that is none': spec({ priorityClassName: 'nothing' }),
    'another priority': spec({ priority: 5 }),
    'another preemption': spec({ priorityClassName: 'system-node-critical', preemptionPolicy: 'Never' }),
    'ephemeral containers': spec({ ephemeralContainers: [{ name: 'e', image: 'e' }] }),
  },
  taken: {
    'nodes that are there': nodes({
      matchExpressions: [{ key: 'a/b', operator: 'In', values: ['v', ''] }],
      matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }],
    }),
    'an empty term': nodes({}),
    'pods nearby': near({
      labelSelector: {},
      matchLabelKeys: ['app'],
      mismatchLabelKeys: ['b'],
      namespaces: ['n'],
    }),
    'a key that is selected without a label': near({
      labelSelector: { matchExpressions: [{ key: 'other', operator: 'Exists' }] },
      matchLabelKeys: ['other'],
    }),
    tolerations: tolerations(
      { operator: 'Exists' },
      { key: 'a', value: 'v', effect: 'NoExecute', tolerationSeconds: -1 },
      { key: 'a', value: 'v', effect: 'NoExecute', tolerationSeconds: -1 },
    ),
    spread: spread(
      { labelSelector: {}, matchLabelKeys: ['app'], minDomains: 2, nodeTaintsPolicy: 'Honor' },
      { labelSelector: {}, whenUnsatisfiable: 'ScheduleAnyway' },
    ),
    gates: spec({ schedulingGates: [{ name: 'a.b/c' }], readinessGates: [{ conditionType: 'a.b/c' }] }),
    'names by no policy': spec({
      dnsPolicy: 'None',
      dnsConfig: { nameservers: ['::1'], searches: ['.', '_a.b.'] },
    }),
    aliases: spec({ hostAliases: [{ ip: '::1', hostnames: ['a.b'] }, { ip: '10.0.0.1' }] }),
    'a host network': spec({
      hostNetwork: true,
      containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 80 }] }],
    }),
    'a claim by template': spec({ resourceClaims: [{ name: 'c', resourceClaimTemplateName: 'd.e' }] }),
  },
});
