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
  await t.delete(`${at}/a`, { dryRun: ['All'] }, as('PartialObjectMetadata'));
};
