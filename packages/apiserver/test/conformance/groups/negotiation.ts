import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  await t.post(at, configMap('a', { data: { k: 'v' }, metadata: { name: 'a', labels: { l: '1' } } }), {
    quiet: true,
  });
  const as = (shape: string, version = 'v1'): { headers: Record<string, string> } => ({
    headers: { accept: `application/json;as=${shape};g=meta.k8s.io;v=${version}` },
  });
  await t.get(`${at}/a`, {}, as('PartialObjectMetadata'));
  await t.get(at, {}, as('PartialObjectMetadataList'));
  await t.get(at, {}, as('PartialObjectMetadata'));
  await t.get(`${at}/a`, {}, as('PartialObjectMetadataList'));
  await t.get(at, { watch: 1, timeoutSeconds: 1, allowWatchBookmarks: true }, as('PartialObjectMetadata'));
  await t.get(at, {}, as('Nonsense'));
  await t.get(at, {}, { headers: { accept: 'text/html' } });
  await t.get(at, {}, { headers: { accept: 'application/vnd.unknown, application/json' } });
  await t.get(at, { includeObject: 'Everything' }, as('Table'));
  await t.get(`${at}/missing`, {}, as('Table'));
  await t.get(at, { watch: 1, timeoutSeconds: 1, resourceVersion: '1' }, as('Table'));
  for (const shape of ['Table', 'PartialObjectMetadata']) {
    await t.get(`${at}/a`, {}, as(shape, 'v1beta1'));
    await t.get(at, { watch: 1, timeoutSeconds: 1 }, as(shape, 'v1beta1'));
  }
  await t.get(at, {}, as('PartialObjectMetadataList', 'v1beta1'));
  for (const accept of weighed)
    await t.get(`${at}/a`, {}, { headers: { accept }, note: accept, only: ['kind', 'message', 'reason'] });
  for (const accept of ['application/yaml', 'application/json;stream=watch', 'text/html', 'application/*'])
    await t.get(at, { watch: 1, timeoutSeconds: 1 }, { headers: { accept }, note: accept });
  for (const query of numbers) await t.get(at, query, { only: ['kind', 'message', 'reason'] });
  for (const authorization of ['Basic YTpi', 'Bearer', 'Bearer ', 'Negotiate x', 'bearer actor-token', 'x'])
    await t.get(at, {}, { headers: { authorization }, note: authorization });
  await t.delete(`${at}/a`, { dryRun: ['All'] }, as('PartialObjectMetadata'));
};

const weighed = [
  'application/yaml;q=0.5, application/json;q=0.9',
  'application/yaml;q=0.9, application/json;q=0.5',
  'application/json;q=0',
  'application/json;q=0, application/yaml',
  'application/json;q=0, */*',
  'application/*;q=0.3, application/yaml;q=0.2',
  'application/json;q=abc, application/yaml;q=0.1',
  'application/*',
  'image/*, application/*',
  'text/html, */*;q=0.1',
  '*',
  'Application/JSON',
  'application/json;charset=utf-8',
  'application/json;stream=other',
  'application/yaml;stream=watch, application/json',
  'application/json;v=v1',
  'application/json;as=Table, application/json',
];

const numbers = [
  { limit: '' },
  { limit: 'abc' },
  { limit: '1.5' },
  { limit: '+1' },
  { limit: '-1' },
  { limit: '9223372036854775807' },
  { limit: '9223372036854775808' },
  { limit: '99999999999999999999' },
  { timeoutSeconds: '' },
  { timeoutSeconds: 'abc' },
  { watch: '', timeoutSeconds: 1 },
  { watch: 'abc', timeoutSeconds: 1 },
  { watch: 'false' },
  { watch: '0' },
  { pretty: 'abc' },
  { resourceVersion: '' },
  { resourceVersion: '-1' },
  { resourceVersion: '+1' },
  { allowWatchBookmarks: 'x' },
  { sendInitialEvents: 'x' },
];
