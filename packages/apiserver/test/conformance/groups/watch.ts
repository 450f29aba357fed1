import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const a = await t.post(at, configMap('a', { metadata: { name: 'a', labels: { l: '1' } } }), {
    quiet: true,
  });
  await t.post(at, configMap('a-b', { data: { k: 'v' } }), { quiet: true });
  const start = a.metadata['resourceVersion'] ?? '';
  await t.merge(`${at}/a`, { metadata: { labels: { l: '2' } } }, { quiet: true });
  await t.merge(`${at}/a`, { metadata: { labels: { l: '1' } } }, { quiet: true });
  await t.merge(`${at}/a-b`, { metadata: { finalizers: ['example.com/f'] } }, { quiet: true });
  await t.delete(`${at}/a-b`, undefined, { quiet: true });
  await t.merge(`${at}/a-b`, { metadata: { finalizers: [] } }, { quiet: true });
  const watch = (query: Record<string, string | number | boolean>): Promise<unknown> =>
    t.get(at, { watch: true, timeoutSeconds: 1, ...query });
  await watch({});
  await watch({ resourceVersion: '0' });
  await watch({ resourceVersion: start });
  await watch({ resourceVersion: start, labelSelector: 'l=1' });
  await watch({ resourceVersion: start, labelSelector: 'l!=1' });
  await watch({ resourceVersion: start, fieldSelector: 'metadata.name=a-b' });
  await watch({ allowWatchBookmarks: true });
  await watch({ allowWatchBookmarks: true, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
  await watch({
    allowWatchBookmarks: true,
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    resourceVersion: start,
  });
  await watch({ sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
  await watch({ sendInitialEvents: false, resourceVersionMatch: 'NotOlderThan' });
  await watch({ sendInitialEvents: false, resourceVersionMatch: 'NotOlderThan', resourceVersion: start });
  await watch({ sendInitialEvents: true });
  await watch({ resourceVersionMatch: 'NotOlderThan' });
  await watch({ resourceVersionMatch: 'Exact', sendInitialEvents: true });
  await watch({ continue: 'x' });
  await watch({ resourceVersion: 'abc' });
  await watch({ resourceVersion: '999999', timeoutSeconds: 1 });
  await watch({
    resourceVersion: '999999',
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    timeoutSeconds: 5,
  });
  await watch({ timeoutSeconds: 'abc' });
  await watch({ limit: 1 });
  await t.get(`/api/v1/watch/namespaces/${t.namespace}/configmaps`, { timeoutSeconds: 1 });
  await t.get(`${at}/a`, { watch: true, timeoutSeconds: 1 });
  await t.get(t.at('pods'), { watch: true, timeoutSeconds: 1, allowWatchBookmarks: true });
  await t.get(`/apis/apps/v1/namespaces/${t.namespace}/deployments`, {
    watch: true,
    timeoutSeconds: 1,
    allowWatchBookmarks: true,
  });
};
