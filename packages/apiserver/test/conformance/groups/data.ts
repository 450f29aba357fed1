import type { Group } from '../session.ts';

// What may be in ConfigMaps and Secrets, and what a DELETE and a dry run may say.
export const group: Group = async (t) => {
  const maps = t.at('configmaps');
  const secrets = t.at('secrets');
  const only = ['kind'];
  const large = 'x'.repeat(1024 * 1024);
  const base64 = Buffer.from(large).toString('base64');
  const keys = ['bad key!', '.', '..', '..a', '', 'x'.repeat(254), 'ok.KEY_1-a'];
  for (const [at, key] of keys.entries()) {
    await t.post(maps, { metadata: { name: `text-${at}` }, data: { [key]: 'v' } }, { only });
    await t.post(maps, { metadata: { name: `binary-${at}` }, binaryData: { [key]: 'YQ==' } }, { only });
    await t.post(secrets, { metadata: { name: `secret-${at}` }, data: { [key]: 'YQ==' } }, { only });
  }
  await t.post(maps, { metadata: { name: 'twice' }, data: { k: 'v' }, binaryData: { k: 'YQ==' } });
  await t.post(maps, { metadata: { name: 'full' }, data: { k: large } }, { only });
  await t.post(maps, { metadata: { name: 'over' }, data: { k: large, l: 'x' } });
  await t.post(maps, { metadata: { name: 'over' }, data: { k: large }, binaryData: { l: 'YQ==' } });
  await t.post(secrets, { metadata: { name: 'full' }, data: { k: base64 } }, { only });
  await t.post(secrets, { metadata: { name: 'over' }, data: { k: base64, l: 'YQ==' } });
  await t.merge(`${maps}/full`, { data: { l: 'x' } });
  await t.delete(`${maps}/full`, { apiVersion: 'v1', kind: 'Pod' });
  await t.delete(`${maps}/full`, { apiVersion: 'v1', kind: 'DeleteOptions', dryRun: ['All'] });
  await t.delete(`${maps}/full`, { apiVersion: 'meta.k8s.io/v1', kind: 'DeleteOptions', dryRun: ['All'] });
};
