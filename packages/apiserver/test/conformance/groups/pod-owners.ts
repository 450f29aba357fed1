// Who owns what a write of a part of a pod asks for: its status, its ephemeral containers, its resources.

import type { Group } from '../session.ts';
import { container, deployment, podSpec, template } from '../workloads.ts';

type Fields = Readonly<Record<string, unknown>>;

const pod = (name: string, more: Fields = {}, metadata: Fields = {}): Fields => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  ...more,
});

const asking = (cpu: string, more: Fields = {}): Fields => ({
  name: 'c',
  resources: { requests: { cpu } },
  ...more,
});
const by = (fieldManager: string, force = false): object => ({
  query: { fieldManager, ...(force && { force }) },
});

export const group: Group = async (t) => {
  const pods = t.at('pods');
  const write = async (sent: Promise<unknown>, name = 'a'): Promise<void> => {
    await sent;
    await t.get(`${pods}/${name}`);
  };
  const spec = podSpec({ containers: [container('c', { resources: { requests: { cpu: '1' } } })] });
  await t.post(pods, pod('a', { spec }), by('maker'));

  const status = (part: object | undefined, ask: object, metadata: Fields = {}): Promise<unknown> =>
    t.apply(`${pods}/a/status`, pod('a', part && { status: part }, metadata), ask);
  const conditions = [{ type: 'Ready', status: 'True' }];
  await write(status({ phase: 'Running', podIP: '1.2.3.4', conditions }, by('s1')));
  await status({ phase: 'Failed' }, by('s2'));
  await write(status({ phase: 'Failed' }, by('s2', true)));
  await write(status({ phase: 'Failed' }, by('s2'), { labels: { x: 'y' }, finalizers: ['a.b/c'] }));
  await write(status({}, by('s1')));
  await write(status(undefined, by('s2')));
  await status({ foo: 1 }, by('s2'));
  await status({ phase: 'Running' }, by('s2'), { resourceVersion: '1' });

  const debug = (list: readonly object[], ask: object, more: Fields = {}): Promise<unknown> => {
    const config = pod('a', { spec: { ephemeralContainers: list, ...(more['spec'] as object) } });
    return t.apply(`${pods}/a/ephemeralcontainers`, { ...more, ...config }, ask);
  };
  const [one, two, three] = [container('e1'), container('e2'), container('e3')];
  await write(debug([one], by('d1')));
  await write(debug([two], by('d2')));
  await debug([container('e1', { image: 'j' })], by('d2'));
  await write(debug([], by('d1')));
  await write(debug([one, three], by('d1'), { status: { phase: 'Running' } }));
  const changed = { spec: { containers: [container('c', { image: 'other' })] } };
  await debug([one, three], by('d1'), changed);
  await write(debug([one, three], by('d1', true), changed));
  const at = `${pods}/a/ephemeralcontainers`;
  await write(t.strategic(at, { spec: { ephemeralContainers: [container('e4')] } }, by('k')));
  const labelled = { metadata: { labels: { z: 'z' } }, spec: { ephemeralContainers: [container('e5')] } };
  await write(t.strategic(at, labelled, by('k2')));

  const resize = (containers: readonly object[], ask: object, metadata: Fields = {}): Promise<unknown> =>
    t.apply(`${pods}/a/resize`, pod('a', { spec: { containers } }, metadata), ask);
  await resize([asking('2')], by('r1'));
  await write(resize([asking('2')], by('r1', true)));
  await resize([asking('1')], by('r2'));
  await write(resize([asking('1', { image: 'z' })], by('r2', true), { labels: { s: 't' } }));
  await write(resize([], by('r2')));
  const more = { metadata: { annotations: { u: 'v' } }, status: { phase: 'Failed' } };
  await write(t.strategic(`${pods}/a/resize`, { ...more, spec: { containers: [asking('4')] } }, by('r3')));

  for (const part of ['status', 'ephemeralcontainers', 'resize']) {
    for (const managedFields of [[], [{}]]) {
      const { object } = await t.get(`${pods}/a`, {}, { quiet: true });
      const metadata = { ...(object['metadata'] as object), managedFields };
      await t.put(`${pods}/a/${part}`, { ...object, metadata }, by('e'));
    }
    await t.apply(`${pods}/none/${part}`, pod('none', { spec: {} }));
  }

  // Who was there before the first apply.
  await t.post(pods, pod('b', { spec }), by('maker'));
  for (const part of ['status', 'ephemeralcontainers', 'resize']) {
    const config = pod('b', { status: { phase: 'Running' }, spec: { containers: [asking('1')] } });
    await t.merge(`${pods}/b`, { metadata: { managedFields: [{}] } });
    await write(t.apply(`${pods}/b/${part}`, config, by('f')), 'b');
    await t.merge(`${pods}/b`, { metadata: { managedFields: [{}] } });
    await write(t.merge(`${pods}/b/${part}`, { status: { phase: 'Running' } }, by('f')), 'b');
  }

  // An item that goes with all that somebody else has in it.
  const held = `/apis/apps/v1/namespaces/${t.namespace}/deployments/d`;
  const both = [container('c1'), container('c2')];
  await t.apply(held, deployment('d', { template: template({ containers: both }) }), by('a'));
  const changes = { containers: [container('c2', { env: [{ name: 'e', value: '1' }] })] };
  await t.strategic(held, { spec: { template: { spec: changes } } }, by('u'));
  await t.apply(held, deployment('d', { template: template({ containers: [container('c1')] }) }), by('a'));
};
