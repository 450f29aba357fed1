// Owners that a request names itself, and the move from a plain `kubectl apply` to server-side apply.

import { configMap } from '../objects.ts';
import type { Ask, Group, Session } from '../session.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
const clientSide: Ask = { query: { fieldManager: 'kubectl-client-side-apply' } };
const kubectl: Ask = { query: { fieldManager: 'kubectl' } };

const typed = { apiVersion: 'v1', fieldsType: 'FieldsV1' };
const entry = (manager: string, operation: string, fieldsV1: unknown): object => ({
  manager,
  operation,
  ...typed,
  fieldsV1,
});
const dataFields = (...keys: string[]): object => ({
  'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])),
});

export const group: Group = async (t) => {
  await edits(t);
  await creations(t);
  await migrations(t);
};

async function edits(t: Session): Promise<void> {
  const at = t.at('configmaps');
  const data = { k: 'v', l: 'w' };
  const metadata = { name: 'a' };
  await t.post(at, configMap('a', { data }), { query: { fieldManager: 'one' } });
  const put = (managedFields: unknown, changed: object = data): Promise<unknown> =>
    t.put(`${at}/a`, configMap('a', { data: changed, metadata: { ...metadata, managedFields } }), {
      query: { fieldManager: 'two' },
      note: JSON.stringify(managedFields),
    });
  const time = { time: '2020-01-01T00:00:00Z' };
  await put([{ ...entry('three', 'Update', dataFields('k')), ...time }]);
  await put([
    { ...entry('three', 'Apply', dataFields('k')), ...time },
    entry('four', 'Update', dataFields('l')),
  ]);
  await put([{ ...entry('three', 'Apply', dataFields('k')), ...time }], { k: 'x', l: 'w', m: 'y' });
  // None of these can be read, so that the owners stay.
  await put([entry('five', 'Take', dataFields('k'))]);
  await put([{ ...entry('five', 'Update', dataFields('k')), apiVersion: '' }]);
  await put([{ ...entry('five', 'Update', dataFields('k')), fieldsType: '' }]);
  await put([{ ...entry('five', 'Update', dataFields('k')), fieldsType: 'FieldsV2' }]);
  await put([entry('five', 'Update', { k: {} })]);
  await put([entry('five', 'Update', { 'k:x': {} })]);
  await put([entry('five', 'Update', { 'f:data': 1 })]);
  await put([]);
  await put(null);
  await put([entry('six', 'Update', {})]);
  await put([{}]);
  await put([{}, {}]);
  await t.json(`${at}/a`, [
    { op: 'add', path: '/metadata/managedFields', value: [entry('seven', 'Update', dataFields('k'))] },
  ]);
  await t.merge(`${at}/a`, {
    metadata: { managedFields: [{ ...entry('eight', 'Apply', dataFields('k')), ...time }] },
  });
  await t.apply(`${at}/a`, configMap('a', { data: { k: 'other' } }));
  await t.apply(`${at}/a`, configMap('a', { data: { k: 'other' } }), { query: { force: true } });
  await t.merge(`${at}/a`, { metadata: { managedFields: [{}] } });
}

async function creations(t: Session): Promise<void> {
  const at = t.at('configmaps');
  const create = (name: string, managedFields: unknown): Promise<unknown> =>
    t.post(at, configMap(name, { data: { k: 'v' }, metadata: { name, managedFields } }), {
      query: { fieldManager: 'one' },
      note: JSON.stringify(managedFields),
    });
  await create('b', [entry('two', 'Apply', dataFields('k'))]);
  await create('c', [entry('two', 'Apply', dataFields('l'))]);
  await create('d', [entry('two', 'Take', dataFields('k'))]);
  await create('e', [{}]);
  await create('f', []);
}

async function migrations(t: Session): Promise<void> {
  const at = t.at('configmaps');
  const config = (data: object): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'm', namespace: t.namespace },
    data,
  });
  const told = (data: object, text = `${JSON.stringify(config(data))}\n`): object =>
    configMap('m', { data, metadata: { name: 'm', annotations: { [annotation]: text } } });
  const first = { k: 'v', l: 'w' };
  const begin = async (text?: string): Promise<void> => {
    await t.delete(`${at}/m`, undefined, { quiet: true });
    await t.post(at, told(first, text), { ...clientSide, quiet: true });
  };
  const apply = (data: object, ask: Ask = kubectl): Promise<unknown> => t.apply(`${at}/m`, config(data), ask);
  await begin();
  await apply(first);
  await begin();
  await apply({ k: 'x', l: 'w' });
  await apply({ k: 'y' });
  // By another name it has conflicts with itself.
  await begin();
  await apply({ k: 'x' }, { query: { fieldManager: 'other' } });
  // What another one has changed since is a conflict.
  await begin();
  await t.merge(`${at}/m`, { data: { k: 'changed' } }, { query: { fieldManager: 'other' } });
  await apply({ k: 'x', l: 'x' });
  await apply({ k: 'changed', l: 'x' });
  await begin('nonsense');
  await apply({ k: 'x', l: 'w' });
  await begin('{"apiVersion":"v2","kind":"ConfigMap","data":{"k":"v"}}');
  await apply({ k: 'x', l: 'w' });
  await begin('');
  await apply({ k: 'x', l: 'w' }, { query: { fieldManager: 'kubectl', force: true } });
}
