import { refusals } from '../refusals.ts';

const template = (spec: object): object => ({ template: { spec } });

export const group = refusals({
  resource: 'v1 podtemplates',
  valid: {
    apiVersion: 'v1',
    kind: 'PodTemplate',
    metadata: { name: 'a' },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'a' }] } },
  },
  refused: {
    'no template': { template: null },
    'labels that are none': { template: { metadata: { labels: { 'a b': 'c' } } } },
    'annotations that are none': { template: { metadata: { annotations: { 'a b': 'c' } } } },
    'no containers': template({ containers: null }),
    'a container without a name': template({ containers: [{ image: 'a' }] }),
    'a container without an image': template({ containers: [{ name: 'a' }] }),
    'ephemeral containers': template({ ephemeralContainers: [{ name: 'e', image: 'e' }] }),
    'a port of the host': template({
      hostNetwork: true,
      containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 80, hostPort: 81 }] }],
    }),
    'a restart that is none': template({ restartPolicy: 'Sometimes' }),
    'a volume of nothing': template({ volumes: [{ name: 'V', secret: {} }] }),
    'an image of no policy': template({ volumes: [{ name: 'v', image: { pullPolicy: 'Sometimes' } }] }),
    'a negative deadline': template({ activeDeadlineSeconds: -1 }),
    'a toleration of nothing': template({ tolerations: [{}] }),
    gates: template({ schedulingGates: [{ name: 'a b' }] }),
  },
  taken: {
    'a host network': template({
      hostNetwork: true,
      containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 80 }] }],
    }),
    'an image without a reference': template({ volumes: [{ name: 'v', image: {} }] }),
    'gates and a node': template({ schedulingGates: [{ name: 'g' }], nodeName: 'n' }),
  },
  refusedChanges: { 'no containers': template({ containers: null }) },
  takenChanges: { 'another container': template({ containers: [{ name: 'b', image: 'b' }] }) },
});
