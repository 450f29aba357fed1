import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  await t.post(at, configMap('a', { data: { k: 'v' } }), { quiet: true });
  await t.merge(`${at}/a`, { data: { k: null, x: '1' } });
  await t.merge(`${at}/a`, { metadata: { labels: { l: '1' }, annotations: { a: 'b' } } });
  await t.merge(`${at}/a`, {});
  await t.merge(`${at}/a`, { metadata: { resourceVersion: '1' } });
  await t.merge(`${at}/a`, { metadata: { name: 'b' } });
  await t.merge(`${at}/a`, { metadata: { namespace: 'b' } });
  await t.merge(`${at}/a`, { metadata: { uid: 'b' } });
  await t.merge(`${at}/a`, { kind: 'Secret' });
  await t.merge(`${at}/a`, '{');
  await t.merge(`${at}/a`, []);
  await t.merge(`${at}/missing`, {});
  await t.merge(`${at}/a`, { data: { k: 1 } });
  await t.merge(`${at}/a`, { metadata: { labels: { a: 'b c' } } });
  await t.json(`${at}/a`, [{ op: 'add', path: '/data/y', value: '2' }]);
  await t.json(`${at}/a`, [{ op: 'test', path: '/data/y', value: '3' }]);
  await t.json(`${at}/a`, [{ op: 'remove', path: '/data/nothing' }]);
  await t.json(`${at}/a`, [{ op: 'replace', path: '/nothing/a', value: '1' }]);
  await t.json(`${at}/a`, [{ op: 'explode', path: '/data' }]);
  await t.json(`${at}/a`, { op: 'add' });
  await t.json(`${at}/a`, '[');
  await t.json(`${at}/missing`, []);
  await t.json(`${at}/a`, [
    { op: 'move', from: '/data/y', path: '/data/z' },
    { op: 'copy', from: '/data/z', path: '/data/w' },
  ]);
  await t.send('PATCH', `${at}/a`, { body: {}, headers: { 'content-type': 'application/json' } });
  await t.send('PATCH', `${at}/a`, { body: {}, headers: { 'content-type': 'text/plain' } });
  await t.merge(`${at}/a`, { data: { dry: '1' } }, { query: { dryRun: 'All' } });
  await t.merge(`${at}/a`, { data: { f: '1' } }, { query: { force: true } });
  await t.merge(`${at}/a`, { data: { f: '1' } }, { query: { fieldManager: 'x'.repeat(129) } });
  await t.get(`${at}/a`);
};
