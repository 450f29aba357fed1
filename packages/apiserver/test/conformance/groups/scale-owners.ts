// Who owns the replicas that a scale shows, and what of a config for a scale is refused.

import { customKind } from '../custom-kind.ts';
import type { Group, Session } from '../session.ts';
import { deployment, named, replicaSet, statefulSet, template } from '../workloads.ts';

type Fields = Readonly<Record<string, unknown>>;

const scale = (spec?: unknown, metadata: Fields = {}): Fields => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata: { name: 'd', ...metadata },
  ...(spec !== undefined && { spec }),
});

const foreignUid = '4f6c5bbe-0000-0000-0000-000000000000';
const forced = { query: { force: true } };
const by = (fieldManager: string): object => ({ query: { fieldManager } });

const configs: readonly unknown[] = [
  scale({ replicas: -1 }),
  scale({ replicas: '4' }),
  scale({ replicas: 1.5 }),
  scale({ replicas: null }),
  scale(4),
  scale({ replicas: 4, foo: 1 }),
  { ...scale({ replicas: 4 }), status: { replicas: 4, selector: 'a' } },
  { ...scale({ replicas: 4 }), status: { replicas: 'x' } },
  scale({ replicas: 4 }, { labels: { a: 'b' } }),
  scale({ replicas: 4 }, { name: 'e' }),
  scale({ replicas: 4 }, { name: undefined }),
  scale({ replicas: 4 }, { namespace: 'other' }),
  scale({ replicas: 4 }, { uid: foreignUid }),
  scale({ replicas: 4 }, { resourceVersion: '1' }),
  scale({ replicas: 4 }, { managedFields: [] }),
  { ...scale({ replicas: 4 }), apiVersion: 'autoscaling/v2' },
  '[]',
  'null',
];

export const group: Group = async (t) => {
  const apps = `/apis/apps/v1/namespaces/${t.namespace}`;
  const controller = named('v1 ReplicationController', 'd', {
    replicas: 2,
    selector: { app: 'a' },
    template: template(),
  });
  const kind = await customKind(t, versions);
  await played(t, `${apps}/deployments`, deployment('d', { replicas: 2 }));
  await played(t, `${apps}/replicasets`, replicaSet('d', { replicas: 2 }));
  await played(t, `${apps}/statefulsets`, statefulSet('d', { replicas: 2 }));
  await played(t, t.at('replicationcontrollers'), controller);
  await t.apply(kind.at('v3', 'd'), kind.object('d', { spec: { size: 2, name: 'a' } }, 'v3'), by('three'));
  await played(t, kind.at('v1'), kind.object('d', { spec: { size: 2 } }));
  await played(t, kind.at('v2'), kind.object('d', { spec: { other: 2 } }, 'v2'));
  await madeByUpdate(t, `${apps}/deployments`);
};

const properties = { size: { type: 'integer' }, other: { type: 'integer' }, name: { type: 'string' } };
const schema = {
  openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } },
};
const scaledBy = (specReplicasPath: string): object => ({
  subresources: { scale: { specReplicasPath, statusReplicasPath: '.status.n' } },
});
const versions = [
  { name: 'v1', served: true, storage: true, schema, ...scaledBy('.spec.size') },
  { name: 'v2', served: true, storage: false, schema, ...scaledBy('.spec.other') },
  { name: 'v3', served: true, storage: false, schema },
];

async function played(t: Session, at: string, object: object): Promise<void> {
  const read = (): Promise<unknown> => t.get(`${at}/d`);
  const write = async (sent: Promise<unknown>): Promise<void> => {
    await sent;
    await read();
  };
  const apply = (spec: unknown, ask: object = {}): Promise<unknown> =>
    t.apply(`${at}/d/scale`, scale(spec), ask);
  await t.apply(`${at}/d`, object, by('owner'));
  await apply({ replicas: 3 });
  await write(apply({ replicas: 2 }));
  await write(apply({ replicas: 3 }, forced));
  await write(apply({}));
  await write(apply({ replicas: 4 }, by('other')));
  await write(apply(undefined, by('other')));
  for (const config of configs)
    await write(t.apply(`${at}/d/scale`, config, { ...forced, note: JSON.stringify(config) }));
  await apply({ replicas: 6 }, { query: { force: true, dryRun: 'All' } });
  await t.apply(`${at}/none/scale`, scale({ replicas: 6 }, { name: 'none' }));
  await write(t.put(`${at}/d/scale`, scale({ replicas: 7 }), by('putter')));
  await write(t.merge(`${at}/d/scale`, { spec: { replicas: 8 } }, by('merger')));
  await write(t.merge(`${at}/d/scale`, { metadata: { managedFields: [{}] }, spec: { replicas: 9 } }));
  await write(t.put(`${at}/d/scale`, scale({ replicas: 7 }, { managedFields: [] }), by('putter')));
  await write(t.json(`${at}/d/scale`, [{ op: 'remove', path: '/spec/replicas' }], by('jsoner')));
  await write(t.merge(`${at}/d/scale`, { metadata: { uid: foreignUid }, spec: { replicas: 3 } }));
  await t.put(`${at}/d/scale`, scale({ replicas: 7 }, { uid: foreignUid }));
  await t.apply(`${at}/d`, object, by('owner'));
  await t.apply(`${at}/d`, object, { query: { fieldManager: 'owner', force: true } });
  await t.merge(`${at}/d`, { metadata: { managedFields: [{}] } });
  await write(apply({ replicas: 2 }));
  await write(apply({ replicas: 3 }));
  await t.merge(`${at}/d`, { metadata: { managedFields: [{}] } });
  await write(t.put(`${at}/d/scale`, scale({ replicas: 9 }), by('putter')));
}

// A scale that changes nothing takes the replicas out of the entry of who made the object.
async function madeByUpdate(t: Session, at: string): Promise<void> {
  await t.post(at, deployment('u', { replicas: 2 }), by('maker'));
  const scaleTo = async (replicas: number, manager: string): Promise<void> => {
    await t.merge(`${at}/u/scale`, { spec: { replicas } }, by(manager));
    await t.get(`${at}/u`);
  };
  await scaleTo(2, 'o');
  await scaleTo(3, 'o');
  await scaleTo(3, 'p');
  await scaleTo(4, 'maker');
  await t.merge(`${at}/u`, { spec: { replicas: 5 } }, by('maker'));
  await scaleTo(5, 'p');
  await t.merge(`${at}/u`, { spec: { replicas: 6, paused: true } }, by('maker'));
}
