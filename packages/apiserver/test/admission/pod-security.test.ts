import { expect, it, test } from '@jest/globals';
import { detailText, violationsOf } from '../../src/admission/pod-security/evaluation.ts';
import { checkedPod } from '../../src/admission/pod-security/pod.ts';
import { levelText, policyOf } from '../../src/admission/pod-security/policy.ts';
import { TestServer } from '../support/test-server.ts';

const prefix = 'pod-security.kubernetes.io/';
const container = { name: 'c', image: 'i' };

it.each([
  [{}, 'privileged:latest', 'privileged:latest'],
  [{ [`${prefix}enforce`]: 'baseline' }, 'baseline:latest', 'baseline:latest'],
  [
    { [`${prefix}enforce`]: 'restricted', [`${prefix}enforce-version`]: 'v1.30' },
    'restricted:v1.30',
    'restricted:v1.30',
  ],
  [
    {
      [`${prefix}enforce`]: 'restricted',
      [`${prefix}enforce-version`]: 'v1.30',
      [`${prefix}warn-version`]: 'v1.2',
    },
    'restricted:v1.30',
    'restricted:v1.2',
  ],
  [
    { [`${prefix}enforce`]: 'restricted', [`${prefix}warn`]: 'baseline' },
    'restricted:latest',
    'baseline:latest',
  ],
  [{ [`${prefix}enforce`]: 'none', [`${prefix}warn`]: 'none' }, 'restricted:latest', 'privileged:latest'],
  [{ [`${prefix}enforce`]: 'none' }, 'restricted:latest', 'privileged:latest'],
])('the labels %j enforce %s and warn at %s', (labels, enforce, warn) => {
  const policy = policyOf(labels);
  expect([levelText(policy.enforce), levelText(policy.warn)]).toEqual([enforce, warn]);
});

it.each([
  [
    {
      'container.seccomp.security.alpha.kubernetes.io/c': 'unconfined',
      'seccomp.security.alpha.kubernetes.io/pod': 'x',
    },
    'v1.18',
    'seccompProfile (forbidden annotations container.seccomp.security.alpha.kubernetes.io/c="unconfined", seccomp.security.alpha.kubernetes.io/pod="x")',
  ],
  [{ 'seccomp.security.alpha.kubernetes.io/pod': 'localhost/x' }, 'v1.18', ''],
  [{ 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' }, 'v1.19', ''],
  [
    { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' },
    'latest',
    'forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/c="unconfined"")',
  ],
  [{ 'container.apparmor.security.beta.kubernetes.io/c': 'localhost/x' }, 'latest', ''],
])('the annotations %j at %s', (annotations, version, expected) => {
  const pod = checkedPod({ metadata: { annotations }, spec: { containers: [container] } });
  expect(detailText(violationsOf(pod, { level: 'baseline', version }))).toBe(expected);
});

const make = async (server: TestServer): Promise<void> => {
  const labels = { [`${prefix}enforce`]: 'baseline' };
  expect(await server.post('/api/v1/namespaces', { metadata: { name: 'n', labels } })).toMatchObject({
    status: 201,
  });
};
const privileged = { spec: { containers: [{ ...container, securityContext: { privileged: true } }] } };

test('a refusal has the name that the server made up', async () => {
  const server = new TestServer();
  await make(server);
  const { status, body } = await server.post('/api/v1/namespaces/n/pods', {
    metadata: { generateName: 'g-' },
    ...privileged,
  });
  expect(status).toBe(403);
  expect(body.message).toMatch(
    /^pods "g-[a-z0-9]{5}" is forbidden: violates PodSecurity "baseline:latest": /,
  );
});

test('switched off, it lets everything in', async () => {
  const server = new TestServer({ disableAdmissionPlugins: ['PodSecurity'] });
  await make(server);
  const made = await server.post('/api/v1/namespaces/n/pods', { metadata: { name: 'a' }, ...privileged });
  expect(made.status).toBe(201);
});

test('a namespace of more than 3000 pods is told that not all were looked at', async () => {
  const server = new TestServer();
  server.server.seed(
    Array.from({ length: 3001 }, (_, at) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: at === 3000 ? 'z' : `p${at}`,
        namespace: 'n',
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: 'r',
            uid: at === 3000 ? 'last' : 'u',
            controller: true,
          },
        ],
      },
      spec: at === 3000 ? privileged.spec : { containers: [container] },
    })),
  );
  const { headers } = await server.patch('/api/v1/namespaces/n', 'merge', {
    metadata: { labels: { [`${prefix}enforce`]: 'baseline' } },
  });
  // The only pod of the other controller is among those that were.
  expect(headers['warning']).toBe(
    [
      'new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods',
      'existing pods in namespace \\"n\\" violate the new PodSecurity enforce level \\"baseline:latest\\"',
      'z: privileged',
    ]
      .map((text) => `299 - "${text}"`)
      .join(', '),
  );
});
