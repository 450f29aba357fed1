// Whole numbers that Go holds in 64 bits and JavaScript rounds, through every verb.

import { customKind } from '../custom-kind.ts';
import type { Session } from '../session.ts';

const large = 9007199254740993n;
const rounded = 9007199254740992n;
const most = 9223372036854775807n;
const table = { headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' } };

export async function group(t: Session): Promise<void> {
  await inCustomKind(t);
  await inBuiltinKinds(t);
}

async function inCustomKind(t: Session): Promise<void> {
  const integer = { type: 'integer' };
  const item = {
    type: 'object',
    required: ['key'],
    properties: { key: integer, value: { type: 'string' } },
  };
  const spec = {
    type: 'object',
    properties: {
      n: integer,
      copy: integer,
      given: { type: 'integer', default: large },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      set: { type: 'array', items: integer, 'x-kubernetes-list-type': 'set' },
      map: {
        type: 'array',
        items: item,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['key'],
      },
    },
  };
  const status = { type: 'object', properties: { n: integer } };
  const column = (name: string, type: string, jsonPath: string): object => ({ name, type, jsonPath });
  const widgets = await customKind(t, [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec, status } } },
      subresources: { status: {} },
      selectableFields: [{ jsonPath: '.spec.n' }],
      additionalPrinterColumns: [
        column('Integer', 'integer', '.spec.n'),
        column('Number', 'number', '.spec.n'),
        column('String', 'string', '.spec.n'),
        column('Set', 'string', '.spec.set'),
      ],
    },
  ]);
  const all = widgets.at('v1');
  const [a, b] = [widgets.at('v1', 'a'), widgets.at('v1', 'b')];
  const object = (name: string, inner: object): object => widgets.object(name, { spec: inner });
  const first = {
    n: large,
    set: [large, rounded],
    map: [{ key: large, value: 'x' }],
    free: { list: [most] },
  };
  await t.post(all, object('a', first));
  const { object: stored } = await t.get(a);
  await t.put(a, stored);
  const { metadata } = await t.get(a);
  await t.put(a, { ...stored, metadata, spec: { ...(stored['spec'] as object), n: rounded } });
  await t.merge(a, { metadata: { labels: { l: '1' } } });
  await t.merge(a, { spec: { n: large } }, { query: { fieldManager: 'patcher' } });
  await t.json(a, [{ op: 'test', path: '/spec/n', value: rounded }]);
  await t.json(a, [
    { op: 'test', path: '/spec/n', value: large },
    { op: 'copy', from: '/spec/n', path: '/spec/copy' },
    { op: 'move', from: '/spec/free/list/0', path: '/spec/free/moved' },
    { op: 'add', path: '/spec/set/-', value: most },
  ]);
  await t.merge(widgets.at('v1', 'a/status'), { status: { n: -large } });
  await t.apply(b, object('b', { n: large, set: [large], map: [{ key: large, value: 'y' }] }));
  await t.apply(b, object('b', { n: rounded }), { query: { fieldManager: 'two' } });
  await t.apply(b, object('b', { n: rounded }), { query: { fieldManager: 'two', force: true } });
  await t.apply(b, object('b', { map: [{ key: large, value: 'z' }] }), { query: { fieldManager: 'two' } });
  await t.get(all);
  await t.get(all, {}, table);
  await t.get(all, { fieldSelector: `spec.n=${large}` }, { only: ['spec'] });
  await t.get(all, { fieldSelector: `spec.n=${rounded}` }, { only: ['spec'] });
  await t.get(all, { watch: true, timeoutSeconds: 1 });
  await t.get(a, { pretty: true });
  await t.delete(a);
  await t.get(widgets.definition, {}, { only: ['spec'] });
}

async function inBuiltinKinds(t: Session): Promise<void> {
  const revisions = `/apis/apps/v1/namespaces/${t.namespace}/controllerrevisions`;
  const object = (name: string, more: object): object => ({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name },
    ...more,
  });
  await t.post(revisions, object('a', { revision: large, data: { n: large, list: [most, -most] } }));
  await t.get(`${revisions}/a`);
  await t.merge(`${revisions}/a`, { metadata: { labels: { l: '1' } } });
  await t.merge(`${revisions}/a`, { revision: rounded });
  await t.json(`${revisions}/a`, [{ op: 'test', path: '/revision', value: large }]);
  await t.json(`${revisions}/a`, [
    { op: 'test', path: '/revision', value: rounded },
    { op: 'replace', path: '/revision', value: most },
  ]);
  await t.post(revisions, object('b', { revision: large, data: {} }));
  await t.strategic(`${revisions}/b`, { metadata: { labels: { l: '1' } } });
  await t.strategic(`${revisions}/b`, { revision: rounded });
  await t.strategic(`${revisions}/b`, { revision: most });
  await t.apply(`${revisions}/b`, object('b', { revision: most - 1n, data: {} }));
  await t.apply(`${revisions}/b`, object('b', { revision: most - 1n, data: {} }), { query: { force: true } });
  await t.apply(`${revisions}/c`, object('c', { revision: large, data: { n: large } }));
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a' },
    spec: {
      replicas: large,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
  await t.post(`/apis/apps/v1/namespaces/${t.namespace}/deployments`, deployment);
  await t.post(t.at('configmaps'), { metadata: { name: 'a' }, data: { n: large } });
}
