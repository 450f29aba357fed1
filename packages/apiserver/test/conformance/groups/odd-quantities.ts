// Quantities that nobody writes on purpose: how they are stored, and which are too much to be counted.

import type { Group, Session } from '../session.ts';
import { named } from '../workloads.ts';

const dryRun = { query: { dryRun: 'All' } };

// Kept as they are, in another form, or refused.
const texts = [
  ...[
    '1',
    '01',
    '+1',
    '+1Ki',
    '012Ki',
    '1.',
    '.5',
    '1.500',
    '1.50',
    '1.5',
    '1e3',
    '1E3',
    '1e03',
    '1000m',
    '1500m',
    '-0',
  ],
  ...[
    '0.5m',
    '0.0000000001',
    '1n',
    '1u',
    '1e-10',
    '12Ki',
    '8Ki',
    '1024Ki',
    '0.1Ki',
    '1E',
    '1e30',
    '1x',
    '1K',
    '1kk',
    '',
  ],
  ...[
    '9223372036854775807',
    '9223372036854775808',
    '12345678901234567890.5',
    '100000000000000000000Gi',
    '8Ei',
  ],
];

export const group: Group = async (t) => {
  for (const storage of texts) {
    const note = { ...dryRun, note: storage };
    const hard = { 'requests.storage': storage };
    await t.post(t.at('resourcequotas'), named('v1 ResourceQuota', 'odd', { hard }), note);
    await t.post(
      '/api/v1/persistentvolumes',
      named('v1 PersistentVolume', 'odd', {
        capacity: { storage },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/tmp' },
      }),
      note,
    );
    await t.post(
      `/apis/storage.k8s.io/v1/namespaces/${t.namespace}/csistoragecapacities`,
      {
        ...named('storage.k8s.io/v1 CSIStorageCapacity', 'odd'),
        storageClassName: 'fast',
        maximumVolumeSize: storage,
      },
      note,
    );
    await t.post(
      '/apis/node.k8s.io/v1/runtimeclasses',
      {
        ...named('node.k8s.io/v1 RuntimeClass', 'odd'),
        handler: 'runc',
        overhead: { podFixed: { 'example.com/gpu': storage } },
      },
      note,
    );
  }
  for (const ratio of ['0.5m', '999m', '1500m', '2', '3.5', '1e10', '9223372036854775808'])
    await t.post(
      t.at('limitranges'),
      named('v1 LimitRange', 'odd', {
        limits: [
          { type: 'Container', maxLimitRequestRatio: { cpu: ratio }, min: { cpu: '1' }, max: { cpu: '2' } },
        ],
      }),
      { ...dryRun, note: `ratio ${ratio}` },
    );
  const none = { ...dryRun, note: 'null' };
  await t.post(t.at('resourcequotas'), named('v1 ResourceQuota', 'odd', { hard: { pods: null } }), none);
  await numbersOfYaml(t);
};

// How a number is written tells nothing any more once its YAML has become JSON.
async function numbersOfYaml(t: Session): Promise<void> {
  for (const seconds of ['1.0', '1e2', '1.5', '0x10', '1_000'])
    await t.post(
      t.at('pods'),
      `apiVersion: v1\nkind: Pod\nmetadata: {name: odd}\nspec:\n  activeDeadlineSeconds: ${seconds}\n  containers: [{name: c, image: i}]\n`,
      { ...dryRun, headers: { 'content-type': 'application/yaml' }, note: seconds },
    );
}
