// Status that says nothing or what it should not, texts that Go quotes in its own way, and objects that nobody owns.

import { certificateRequest } from '../samples/cluster.ts';
import type { Ask, Group } from '../session.ts';
import { deployment, named, pod } from '../workloads.ts';

const dry = (note: string): Ask => ({ query: { dryRun: 'All' }, note });
const names = ['\u001b', '\u007f', 'a\u0000b', '\ufeff', '<&>', 'ä', 'a\nb'];
const images = [
  'A',
  'a:latest',
  'a:1',
  'a:A',
  '.',
  'a b',
  'localhost/a',
  'a.b/C',
  'B/c',
  'a//b',
  'a@sha256:0',
  'a/b:5000/c',
  '0'.repeat(64),
];
const zero = '0001-01-01T00:00:00Z';

export const group: Group = async (t) => {
  for (const name of names) {
    const note = JSON.stringify(name);
    await t.post(t.at('configmaps'), { metadata: { name: 'odd', labels: { a: name } } }, dry(note));
    await t.post(
      t.at('services'),
      named('v1 Service', 'odd', { type: name, ports: [{ port: 80 }] }),
      dry(note),
    );
    await t.post(
      t.at('resourcequotas'),
      named('v1 ResourceQuota', 'odd', { hard: { [name]: '1' } }),
      dry(note),
    );
  }
  for (const image of images)
    await t.post(t.at('pods'), pod('odd', { containers: [{ name: 'c', image }] }), dry(image));
  for (const runtimeClassName of ['', 'a/b', '10%', 'nowhere'])
    await t.post(t.at('pods'), pod('odd', { runtimeClassName }), dry(runtimeClassName));

  const nodes = '/api/v1/nodes';
  const node = named('v1 Node', 'odd-status-node', { externalID: 'x', podCIDRs: ['10.9.0.0/24'] });
  await t.post(nodes, node);
  const place = `${nodes}/odd-status-node`;
  for (const declaredFeatures of [['a'], ['A', 'A'], ['B', 'A'], ['A/b', 'C'], ['A/1'], ['']])
    await t.merge(`${place}/status`, { status: { declaredFeatures } }, dry(JSON.stringify(declaredFeatures)));
  await t.merge(`${place}/status`, { status: { config: { error: 'x' } } }, dry('settings'));
  await t.remove(place);

  await t.post(t.at('pods'), pod('odd'), { quiet: true });
  const podStatus = `${t.at('pods', 'odd')}/status`;
  for (const status of [
    { podIPs: [{ ip: '10.1.1.1' }] },
    { podIP: '10.1.1.2', podIPs: [{ ip: '10.1.1.1' }, { ip: 'fd00::1' }] },
    { startTime: zero },
    { nodeAllocatableResourceClaimStatuses: [{ resourceClaimName: 'a', resources: { cpu: '1' } }] },
  ])
    await t.merge(podStatus, { status }, dry(JSON.stringify(status)));
  await t.remove(t.at('pods', 'odd'));

  const policies = `/apis/networking.k8s.io/v1/namespaces/${t.namespace}/networkpolicies`;
  await t.post(policies, named('networking.k8s.io/v1 NetworkPolicy', 'odd'), dry('no spec'));
  await t.post(
    t.at('serviceaccounts'),
    { metadata: { name: 'odd' }, secrets: [{}] },
    dry('a secret without a name'),
  );
  await t.post(t.at('pods'), pod('odd', { imagePullSecrets: [{}] }), dry('a secret without a name'));
  await t.post(
    t.at('pods'),
    pod('odd', { containers: [{ name: 'c', image: 'i', env: [{ name: 'A' }, { name: 'A', value: 'b' }] }] }),
    dry('a variable twice'),
  );
  await t.post(
    '/apis/certificates.k8s.io/v1/certificatesigningrequests',
    named('certificates.k8s.io/v1 CertificateSigningRequest', 'odd-status', {
      request: certificateRequest,
      signerName: 'example.com/signer',
      usages: ['client auth'],
    }),
    dry('a request'),
  );

  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  await t.post(deployments, deployment('odd'), { quiet: true });
  await t.merge(`${deployments}/odd/status`, { status: null }, dry('none'));
  await t.remove(`${deployments}/odd`);
  await t.merge(`/api/v1/namespaces/${t.namespace}/status`, { status: null }, dry('none'));
  await t.merge(
    `/api/v1/namespaces/${t.namespace}`,
    { spec: { finalizers: ['example.com/a'] } },
    dry('a finalizer'),
  );
  await t.post(
    t.at('replicationcontrollers'),
    named('v1 ReplicationController', 'odd', {
      selector: { app: 'a' },
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    }),
    { quiet: true },
  );
  await t.merge(`${t.at('replicationcontrollers', 'odd')}/status`, { status: null }, dry('none'));
  await t.remove(t.at('replicationcontrollers', 'odd'));
  const sets = `/apis/apps/v1/namespaces/${t.namespace}/statefulsets`;
  await t.post(
    sets,
    named('apps/v1 StatefulSet', 'odd', {
      selector: { matchLabels: { app: 'a' } },
      serviceName: 's',
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      volumeClaimTemplates: [
        {
          kind: 'Odd',
          metadata: { name: 'v' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '0.5m' } } },
        },
      ],
    }),
    dry('a claim of another kind'),
  );

  const owned = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'odd' } };
  await t.post(t.at('serviceaccounts'), { ...owned, secrets: [{}] }, { note: 'a secret without a name' });
  await t.apply(t.at('serviceaccounts', 'odd'), { ...owned, automountServiceAccountToken: false });
  await t.remove(t.at('serviceaccounts', 'odd'));

  const apis = '/apis/apiregistration.k8s.io/v1/apiservices';
  const api = { group: 'odd.example.com', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 10 };
  const local = named('apiregistration.k8s.io/v1 APIService', 'v1.odd.example.com', api);
  await t.post(apis, local, dry('a local one'));
  const service = { name: 'a', namespace: 'b' };
  const remote = { ...api, service, insecureSkipTLSVerify: true };
  await t.post(apis, { ...local, spec: remote }, dry('a remote one'));

  for (const place of ['/api/v1/nodes/odd', t.at('pods', 'odd'), t.at('services', 'odd')])
    await t.send('POST', `${place}/proxy`, dry('through a proxy'));
  for (const how of ['exec', 'attach', 'portforward'])
    await t.send('POST', `${t.at('pods', 'odd')}/${how}`, dry('into a pod'));
  for (const ports of ['a', '65536', '', '80,b', '0'])
    await t.send('POST', `${t.at('pods', 'odd')}/portforward`, { query: { ports }, note: 'to ports' });
};
