// What the class of a pod's runtime adds to the pod, and which pods do not fit to their class.

import type { Group } from '../session.ts';

const gi = { memory: '1Gi', cpu: '250m' };
const gpu = { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' };

const classes: Readonly<Record<string, object>> = {
  plain: {},
  costly: { overhead: { podFixed: gi } },
  free: { overhead: {} },
  placed: {
    scheduling: {
      nodeSelector: { disk: 'ssd' },
      tolerations: [gpu, { key: 'gpu', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 }],
    },
  },
  lax: { scheduling: { tolerations: [{ operator: 'Exists' }] } },
  silent: { scheduling: {} },
};

export const group: Group = async (t) => {
  const at = '/apis/node.k8s.io/v1/runtimeclasses';
  const named = (name: string): string => `${t.namespace}-${name}`;
  for (const [name, more] of Object.entries(classes))
    await t.post(at, { metadata: { name: named(name) }, handler: 'h', ...more }, { quiet: true });
  await t.heard(1_000);
  const create = (note: string, spec: object, metadata: object = { name: 'p' }): Promise<unknown> =>
    t.post(
      t.at('pods'),
      { metadata, spec: { containers: [{ name: 'c', image: 'i' }], ...spec } },
      { query: { dryRun: 'All' }, only: ['kind', 'spec'], note },
    );
  await create('of none', {});
  await create('of none with an overhead', { overhead: gi });
  await create('of none with an empty overhead', { overhead: {} });
  await create('of none that there is', { runtimeClassName: 'nowhere' });
  await create(
    'of none that there is, in the making',
    { runtimeClassName: 'nowhere' },
    { generateName: 'g-' },
  );
  for (const name of Object.keys(classes)) await create(name, { runtimeClassName: named(name) });
  const costly = { runtimeClassName: named('costly') };
  await create('the same overhead', { ...costly, overhead: gi });
  await create('the same overhead in other words', {
    ...costly,
    overhead: { memory: '1024Mi', cpu: '0.25' },
  });
  await create('an empty overhead', { ...costly, overhead: {} });
  await create('less overhead', { ...costly, overhead: { memory: '1Gi' } });
  await create('more overhead', { ...costly, overhead: { ...gi, 'example.com/x': '1' } });
  await create('another overhead', { ...costly, overhead: { ...gi, cpu: '1' } });
  for (const name of ['plain', 'free'])
    await create(`an empty overhead: ${name}`, { runtimeClassName: named(name), overhead: {} });
  for (const name of ['plain', 'free', 'silent'])
    await create(`an overhead of its own: ${name}`, { runtimeClassName: named(name), overhead: gi });
  const placed = { runtimeClassName: named('placed') };
  await create('more places', { ...placed, nodeSelector: { arch: 'arm64' } });
  await create('the same place', { ...placed, nodeSelector: { disk: 'ssd' } });
  await create('another place', { ...placed, nodeSelector: { disk: 'hdd' } });
  await create('the same toleration', { ...placed, tolerations: [gpu] });
  await create('a wider toleration', { ...placed, tolerations: [{ key: 'gpu', operator: 'Exists' }] });
  await create('a narrower toleration', {
    ...placed,
    tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 3 }],
  });
  await create('tolerations twice', { runtimeClassName: named('silent'), tolerations: [gpu, gpu] });
  await create('all of them', { ...placed, tolerations: [{ operator: 'Exists' }] });
  await create('a priority that there is not as well', { ...placed, priorityClassName: 'nowhere' });
  const stored = { containers: [{ name: 'c', image: 'i' }], runtimeClassName: named('costly') };
  await t.post(t.at('pods'), { metadata: { name: 'a' }, spec: stored }, { only: ['spec'] });
  await t.merge(t.at('pods', 'a'), { metadata: { labels: { l: '1' } } }, { only: ['spec'] });
  await t.merge(t.at('pods', 'a'), { spec: { overhead: { cpu: '2' } } });
  for (const name of Object.keys(classes)) await t.delete(`${at}/${named(name)}`, undefined, { quiet: true });
  await t.merge(t.at('pods', 'a'), { metadata: { labels: { l: '2' } } }, { only: ['spec'] });
};
