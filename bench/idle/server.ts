// The API server of the idle benchmark, in a process of its own: the embedded one over TLS, with so many objects of about
// 1 kB of each kind. Nothing changes there but Leases, and watches get bookmarks once a minute, as of a cluster.
//
//   server.ts OBJECTS FOLDER    writes a kubeconfig into the folder, and prints its path

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiServer } from '@kube-rx/apiserver';
import { formatKubeconfig } from '../../e2e/kubeconfig.ts';

const [objects = '0', folder = ''] = process.argv.slice(2);
const labels = { app: 'bench' };
const pod = {
  metadata: { labels },
  spec: { containers: [{ name: 'web', image: 'nginx:1.29' }], restartPolicy: 'Always' },
};
const job = { template: { ...pod, spec: { ...pod.spec, restartPolicy: 'Never' } } };
const kinds: readonly (readonly [apiVersion: string, kind: string, rest: object])[] = [
  ['v1', 'ConfigMap', { data: { key: 'value' } }],
  ['v1', 'Secret', { data: { key: 'dmFsdWU=' } }],
  ['v1', 'Service', { spec: { selector: labels, ports: [{ port: 80 }] } }],
  ['v1', 'ServiceAccount', {}],
  ['v1', 'Pod', { spec: pod.spec }],
  ['apps/v1', 'Deployment', { spec: { selector: { matchLabels: labels }, template: pod } }],
  [
    'apps/v1',
    'StatefulSet',
    { spec: { serviceName: 'web', selector: { matchLabels: labels }, template: pod } },
  ],
  ['batch/v1', 'Job', { spec: job }],
  ['batch/v1', 'CronJob', { spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: job } } }],
  ['apps/v1', 'DaemonSet', { spec: { selector: { matchLabels: labels }, template: pod } }],
];

const server = new ApiServer();
server.seed(
  (function* () {
    for (const [apiVersion, kind, rest] of kinds)
      for (let index = 0; index < Number(objects); index += 1)
        yield {
          apiVersion,
          kind,
          metadata: {
            name: `object-${index}`,
            namespace: `team-${index % 10}`,
            labels,
            annotations: { 'bench.kube-rx.dev/text': 'x'.repeat(600) },
          },
          ...rest,
        };
  })(),
);
const { url, certificateAuthority = '' } = await server.listen({ tls: true });
const file = join(folder, 'kubeconfig');
writeFileSync(
  file,
  formatKubeconfig({ server: url, ca: certificateAuthority, user: 'bench', credentials: { token: 'bench' } }),
);
console.log(file);
// Until the standard input ends.
process.stdin.resume().once('end', () => process.exit());
