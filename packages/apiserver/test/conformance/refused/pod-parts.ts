import { parseJsonText } from '../../../src/json/json.ts';
import { mergePatch } from '../../../src/patch/merge-patch.ts';
import type { Ask, Group } from '../session.ts';

const pod = (name: string, spec: object = {}, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec: { containers: [container()], ...spec },
});
const container = (requests: object = { cpu: '1', memory: '1Gi' }, more: object = {}): object => ({
  name: 'a',
  image: 'a',
  resources: { requests },
  ...more,
});
const debug = (name: string, more: object = {}): object => ({ name, image: 'd', ...more });
const mirror = { annotations: { 'kubernetes.io/config.mirror': 'm' } };

const patched = (object: object, patch: object): unknown =>
  mergePatch(parseJsonText(JSON.stringify(object)), parseJsonText(JSON.stringify(patch)));
const ask = (note: string): Ask => ({ note, only: ['kind'], inOrder: true });

// The parts of a pod that have paths of their own: containers that are added, resources, and its node.
export const group: Group = async (t) => {
  const { object } = await t.post(t.at('pods'), pod('a'), { only: ['kind'] });
  const containers = async (all: object[], note: string): Promise<void> => {
    const patch = {
      metadata: { resourceVersion: null, labels: { a: 'b' } },
      spec: { ephemeralContainers: all },
    };
    await t.put(`${t.at('pods', 'a')}/ephemeralcontainers`, patched(object, patch), ask(note));
  };
  await containers([debug('a')], 'the name of another');
  await containers([{ name: '', image: '' }], 'no name');
  await containers([debug('d', { ports: [{ containerPort: 1 }], lifecycle: {} })], 'what they cannot have');
  await containers([debug('d', { targetContainerName: 'x' })], 'another target');
  await containers([debug('d'), debug('e', { targetContainerName: 'a' })], 'two');
  await containers([debug('d')], 'one less');
  await containers([debug('d', { tty: true }), debug('e', { targetContainerName: 'a' })], 'another one');
  await containers(
    [debug('e', { targetContainerName: 'a' }), debug('d'), debug('f')],
    'one more, in another order',
  );
  await t.get(`${t.at('pods', 'a')}/ephemeralcontainers`, {}, ask('read'));
  await t.strategic(
    `${t.at('pods', 'a')}/ephemeralcontainers`,
    { spec: { ephemeralContainers: [debug('g')] } },
    ask('a patch'),
  );
  await t.put(`${t.at('pods', 'none')}/ephemeralcontainers`, pod('none'), ask('of no pod'));
  const resize = async (spec: object, note: string): Promise<void> => {
    const patch = { metadata: { resourceVersion: null }, spec };
    const sent = { query: { dryRun: 'All' }, ...ask(note) };
    await t.put(`${t.at('pods', 'a')}/resize`, patched(object, patch), sent);
  };
  await resize({ containers: [container({ cpu: '2', memory: '2Gi' })] }, 'more of both');
  await resize(
    { containers: [container({ cpu: '2', memory: '1Gi' }, { image: 'b' })] },
    'another image beside it',
  );
  await resize({ containers: [container({ cpu: '2' })] }, 'a request less');
  await resize({ containers: [container({ cpu: '1', memory: '1Gi', 'a.b/c': '1' })] }, 'another resource');
  await resize({ containers: [container({}, { name: 'b' })] }, 'another name');
  await resize({ containers: [container(), container({}, { name: 'b' })] }, 'a container more');
  await resize({ containers: [container({ cpu: '-1', memory: '1Gi' })] }, 'a negative amount');
  await resize(
    { containers: [container({}, { resources: { requests: {}, limits: { cpu: '1', memory: '1Gi' } } })] },
    'another class',
  );
  await resize({ resources: { requests: { cpu: '4' } } }, 'resources of the pod');
  await t.merge(
    `${t.at('pods', 'a')}/status`,
    {
      status: {
        containerStatuses: [
          { name: 'a', image: 'a', imageID: 'a', ready: true, restartCount: 0, state: { running: {} } },
        ],
      },
    },
    { quiet: true },
  );
  await resize({ containers: [container({ cpu: '2', memory: '2Gi' })] }, 'on a node that cannot');
  await t.post(t.at('pods'), pod('static', { nodeName: 'n' }, mirror), { only: ['kind'] });
  await t.put(
    `${t.at('pods', 'static')}/resize`,
    pod('static', { nodeName: 'n' }, mirror),
    ask('a static pod'),
  );
  await t.put(
    `${t.at('pods', 'static')}/ephemeralcontainers`,
    pod('static', { nodeName: 'n', ephemeralContainers: [debug('d')] }, mirror),
    ask('a static pod'),
  );
  await t.post(t.at('pods'), pod('gated', { schedulingGates: [{ name: 'g' }] }), { only: ['kind'] });
  await t.post(t.at('pods'), pod('bound'), { only: ['kind'] });
  const bind = async (name: string, target: object, note: string): Promise<void> => {
    const more = note === 'with labels' ? { labels: { zone: 'z' }, annotations: { a: 'b' } } : {};
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, ...more }, target };
    await t.post(`${t.at('pods', name)}/binding`, binding, { note });
  };
  await bind('gated', { kind: 'Node', name: 'n' }, 'of a gated pod');
  await bind('bound', { kind: 'Pod', name: '' }, 'to what is no node');
  await bind('bound', { kind: 'Node', name: 'n' }, 'with labels');
  await bind('bound', { kind: 'Node', name: 'm' }, 'once more');
  await bind('none', { kind: 'Node', name: 'n' }, 'of no pod');
  await t.get(t.at('pods', 'bound'), {}, { only: ['metadata', 'status'] });
  for (const name of ['a', 'static', 'gated', 'bound'])
    await t.delete(t.at('pods', name), { gracePeriodSeconds: 0 }, { quiet: true });
};
