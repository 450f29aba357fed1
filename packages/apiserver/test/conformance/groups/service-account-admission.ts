// As whom pods run, on a server that insists on ServiceAccounts.

import { type Group, withAccounts } from '../session.ts';

const container = (name: string, more: object = {}): object => ({ name, image: 'i', ...more });
const mount = { name: 'v', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
const enforced = { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } };

export const group: Group = withAccounts(async (t) => {
  const accounts = t.at('serviceaccounts');
  // The controller makes it a moment later.
  for (let tries = 0; tries < 200; tries += 1)
    if ((await t.get(`${accounts}/default`, {}, { quiet: true })).status === 200) break;
  await t.get(`${accounts}/default`);
  await t.post(accounts, { metadata: { name: 'a' }, imagePullSecrets: [{ name: 'p' }, { name: 'q' }] });
  await t.post(
    accounts,
    { metadata: { name: 'quiet' }, automountServiceAccountToken: false },
    { quiet: true },
  );
  await t.post(
    accounts,
    { metadata: { name: 'e', ...enforced }, secrets: [{ name: 's' }], imagePullSecrets: [{ name: 'p' }] },
    { quiet: true },
  );
  await t.post(
    accounts,
    { metadata: { name: 'lax', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'yes' } } },
    { quiet: true },
  );
  const create = (note: string, spec: object, metadata: object = {}): Promise<unknown> =>
    t.post(
      t.at('pods'),
      { metadata: { name: 'p', ...metadata }, spec: { containers: [container('c')], ...spec } },
      { query: { dryRun: 'All' }, only: ['kind', 'spec'], note },
    );
  await create('of nobody', {});
  await create('of default', { serviceAccountName: 'default' });
  await create('of an account', { serviceAccountName: 'a' });
  await create('of an account by its old name', { serviceAccount: 'a' });
  await create('with its own secrets', { serviceAccountName: 'a', imagePullSecrets: [{ name: 'mine' }] });
  await create('of an account that there is not', { serviceAccountName: 'nobody' });
  await create('of an account that there is not, with a priority that there is not', {
    serviceAccountName: 'nobody',
    priorityClassName: 'nowhere',
  });
  await create('without a token', { automountServiceAccountToken: false });
  await create('of one without a token', { serviceAccountName: 'quiet' });
  await create('with a token', { serviceAccountName: 'quiet', automountServiceAccountToken: true });
  await create('many containers', {
    initContainers: [container('a')],
    containers: [
      container('b', { volumeMounts: [{ ...mount, mountPath: '/x' }] }),
      container('c', { volumeMounts: [mount] }),
    ],
    volumes: [{ name: 'v', emptyDir: {} }],
  });
  await create('all have something else there', {
    containers: [container('c', { volumeMounts: [mount] })],
    volumes: [{ name: 'v', emptyDir: {} }],
  });
  await create('has the volume', { volumes: [{ name: 'kube-api-access-own', emptyDir: {} }] });
  await create('mirror', { nodeName: 'n' }, mirror);
  await create('mirror of an account', { nodeName: 'n', serviceAccountName: 'a' }, mirror);
  await create(
    'mirror with a secret',
    { nodeName: 'n', volumes: [{ name: 'v', secret: { secretName: 's' } }] },
    mirror,
  );
  await create(
    'mirror with a variable',
    {
      nodeName: 'n',
      containers: [container('c', { envFrom: [{ secretRef: { name: 's' } }] })],
    },
    mirror,
  );
  await create(
    'mirror with a token',
    {
      nodeName: 'n',
      volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }],
    },
    mirror,
  );
  const strict = { serviceAccountName: 'e', automountServiceAccountToken: false };
  const key = (name: string): object => ({ name: 'V', valueFrom: { secretKeyRef: { name, key: 'k' } } });
  const from = (name: string): object => ({ secretRef: { name } });
  await create('its secrets', { ...strict, volumes: [{ name: 'v', secret: { secretName: 's' } }] });
  await create('a volume of another', { ...strict, volumes: [{ name: 'v', secret: { secretName: 'x' } }] });
  await create('a variable of another', {
    ...strict,
    containers: [container('c', { env: [key('s'), key('x')] })],
  });
  await create('variables of another', {
    ...strict,
    containers: [container('c', { envFrom: [from('s'), from('x')] })],
  });
  await create('a variable at the start', {
    ...strict,
    initContainers: [container('i', { env: [key('x')] })],
  });
  await create('variables at the start', {
    ...strict,
    initContainers: [container('i', { envFrom: [from('x')] })],
  });
  await create('images of another', { ...strict, imagePullSecrets: [{ name: 'p' }, { name: 'x' }] });
  await create('its images', { ...strict, imagePullSecrets: [{ name: 'p' }] });
  await create('a lax account', {
    serviceAccountName: 'lax',
    volumes: [{ name: 'v', secret: { secretName: 'x' } }],
  });
  await t.post(
    t.at('pods'),
    { metadata: { name: 'p' }, spec: { ...strict, containers: [container('c')] } },
    { only: ['kind', 'spec'] },
  );
  const debug = (more: object): Promise<unknown> =>
    t.strategic(
      t.at('pods', 'p/ephemeralcontainers'),
      { spec: { ephemeralContainers: [container('d', more)] } },
      { query: { dryRun: 'All' }, only: ['kind'], note: JSON.stringify(more) },
    );
  await debug({});
  await debug({ env: [key('s')] });
  await debug({ env: [key('x')] });
  await debug({ envFrom: [from('x')] });
  await t.delete(`${accounts}/e`, undefined, { quiet: true });
  await debug({});
  await t.merge(t.at('pods', 'p'), { metadata: { labels: { l: '1' } } }, { only: ['kind'] });
});
