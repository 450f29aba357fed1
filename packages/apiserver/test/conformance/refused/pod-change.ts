import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const container = (fields: object): object => ({ name: 'a', image: 'a', ...fields });
const own = { key: 'own', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 };
const annotations = (of: object): object => ({ metadata: { annotations: of } });

// A pod that may be scheduled.
export const group = refusals({
  resource: 'v1 pods',
  valid: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'a',
      annotations: {
        'kubernetes.io/config.mirror': 'm',
      },
    },
    spec: {
      nodeName: 'n',
      activeDeadlineSeconds: 100,
      nodeSelector: { a: 'b' },
      tolerations: [own],
      terminationGracePeriodSeconds: -1,
      initContainers: [{ name: 'i', image: 'i' }],
      containers: [container({})],
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} },
      ],
    },
  },
  refusedChanges: {
    'one more container': spec({ containers: [container({}), { name: 'b', image: 'b' }] }),
    'no container less': spec({ initContainers: null }),
    'an image that is none': spec({ containers: [container({ image: '' })] }),
    'an image in spaces': spec({ containers: [container({ image: ' a ' })] }),
    'another name': spec({ containers: [container({ name: 'b' })] }),
    'another command': spec({ containers: [container({ command: ['c'] })] }),
    'a longer deadline': spec({ activeDeadlineSeconds: 101 }),
    'no deadline': spec({ activeDeadlineSeconds: null }),
    'a negative deadline': spec({ activeDeadlineSeconds: -1 }),
    'a toleration less': spec({ tolerations: [] }),
    'another toleration': spec({ tolerations: [{ ...own, effect: 'NoSchedule', tolerationSeconds: null }] }),
    'a wrong toleration more': spec({ tolerations: [own, { key: 'a b', operator: 'Exists' }] }),
    'a gate': spec({ schedulingGates: [{ name: 'g' }] }),
    'another node': spec({ nodeName: 'm' }),
    'another node selector': spec({ nodeSelector: { a: 'b', c: 'd' } }),
    'another affinity': spec({
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    }),
    'another account': spec({ serviceAccountName: 'other' }),
    'another spread': spec({ topologySpreadConstraints: null }),
    'a volume more': spec({ volumes: [{ name: 'v', emptyDir: {} }] }),
    'a wrong volume more': spec({ volumes: [{ name: 'V', emptyDir: {} }] }),
    'more time to end': spec({ terminationGracePeriodSeconds: 30 }),
    'another priority': spec({ priority: 7 }),
    'another mirror': annotations({ 'kubernetes.io/config.mirror': 'other' }),
    'no mirror': annotations({ 'kubernetes.io/config.mirror': null }),
    'a profile more': annotations({ 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' }),
  },
  takenChanges: {
    'another image': spec({
      containers: [container({ image: 'b' })],
      initContainers: [{ name: 'i', image: 'j' }],
    }),
    'a shorter deadline': spec({ activeDeadlineSeconds: 1 }),
    'a toleration more': spec({ tolerations: [own, { key: 'b', operator: 'Exists' }] }),
    'another time of a toleration': spec({ tolerations: [{ ...own, tolerationSeconds: 1 }] }),
    'one second to end': spec({ terminationGracePeriodSeconds: 1 }),
    'no priority': spec({ priority: null, preemptionPolicy: null }),
    labels: { metadata: { labels: { a: 'b' } } },
  },
});
