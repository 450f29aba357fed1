import { certificateRequest } from '../samples/cluster.ts';
import type { Group } from '../session.ts';

const names = [
  'Hello World',
  'a:b',
  'a.b',
  'x'.repeat(53),
  'x'.repeat(64),
  '1a',
  '-a',
  '..',
  'a/b',
  'a%b',
  '10.9.8.7',
  '010.9.8.7',
  'fd00:0:0::1',
  'fd00::1',
  '::ffff:1.2.3.4',
  'v1.example.com',
];

// Which names a kind takes. All else about the objects is right.
export const group: Group = async (t) => {
  const template = {
    metadata: { labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Always' },
  };
  const workload = { selector: { matchLabels: { a: 'b' } }, template };
  const once = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
  const at = (group: string, plural: string): string => `/apis/${group}/namespaces/${t.namespace}/${plural}`;
  const involvedObject = { kind: 'Pod', name: 'a', namespace: t.namespace };
  const kinds: readonly (readonly [path: string, body: object])[] = [
    [at('policy/v1', 'poddisruptionbudgets'), { spec: { minAvailable: 1, selector: {} } }],
    [at('apps/v1', 'statefulsets'), { spec: { ...workload, serviceName: 's' } }],
    [at('apps/v1', 'deployments'), { spec: workload }],
    [
      at('batch/v1', 'cronjobs'),
      { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: once } } } },
    ],
    [t.at('events'), { involvedObject, reason: 'R', type: 'Normal' }],
    [t.at('configmaps'), {}],
    [
      '/apis/networking.k8s.io/v1/ipaddresses',
      { spec: { parentRef: { resource: 'services', name: 'a', namespace: 'b' } } },
    ],
    [
      '/apis/certificates.k8s.io/v1/certificatesigningrequests',
      { spec: { request: certificateRequest, signerName: 'example.com/signer', usages: ['client auth'] } },
    ],
    [
      '/apis/apiregistration.k8s.io/v1/apiservices',
      {
        spec: {
          group: 'example.com',
          version: 'v1',
          groupPriorityMinimum: 1,
          versionPriority: 1,
          service: { name: 'a', namespace: 'b', port: 443 },
        },
      },
    ],
  ];
  for (const [path, body] of kinds)
    for (const name of names)
      await t.post(path, { ...body, metadata: { name } }, { query: { dryRun: 'All' }, only: ['kind'] });
};
