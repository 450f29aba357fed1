import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

// Every combination of resourceVersion, resourceVersionMatch and sendInitialEvents of a watch, and what a selector
// makes of a change.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-watch
export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const a = await t.post(at, configMap('a'), { quiet: true });
  const revision = a.metadata['resourceVersion'] ?? '';
  await t.post(at, configMap('b'), { quiet: true });
  for (const resourceVersion of [undefined, '0', revision, 'x'])
    for (const resourceVersionMatch of [undefined, 'Exact', 'NotOlderThan'])
      for (const sendInitialEvents of [undefined, true, false])
        await t.get(
          at,
          {
            watch: true,
            timeoutSeconds: 1,
            allowWatchBookmarks: true,
            ...(resourceVersion !== undefined && { resourceVersion }),
            ...(resourceVersionMatch !== undefined && { resourceVersionMatch }),
            ...(sendInitialEvents !== undefined && { sendInitialEvents }),
          },
          { only: ['metadata'] },
        );
  const pods = t.at('pods');
  const start = await t.post(
    pods,
    { metadata: { name: 'p', labels: { l: '1' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    { quiet: true },
  );
  await t.merge(`${pods}/p/status`, { status: { phase: 'Running' } }, { quiet: true });
  await t.merge(`${pods}/p`, { metadata: { labels: { l: '2' } } }, { quiet: true });
  await t.merge(`${pods}/p/status`, { status: { phase: 'Failed' } }, { quiet: true });
  await t.merge(`${pods}/p`, { metadata: { labels: { l: '1' } } }, { quiet: true });
  await t.delete(`${pods}/p`, { gracePeriodSeconds: 0 }, { quiet: true });
  const from = { watch: true, timeoutSeconds: 1, resourceVersion: start.metadata['resourceVersion'] ?? '' };
  const only = ['metadata'];
  await t.get(pods, { ...from, fieldSelector: 'status.phase=Running' }, { only });
  await t.get(pods, { ...from, fieldSelector: 'status.phase!=Running' }, { only });
  await t.get(pods, { ...from, labelSelector: 'l=2' }, { only });
  await t.get(pods, { ...from, labelSelector: 'l=1', fieldSelector: 'status.phase=Pending' }, { only });
  await t.get(pods, { ...from, labelSelector: 'l', fieldSelector: 'metadata.name=p' }, { only });
  await t.get(pods, { ...from, labelSelector: '!l' }, { only });
  await t.get(pods, { ...from, labelSelector: 'l in' }, { only });
  await t.get(pods, { ...from, fieldSelector: 'spec.nothing=x' }, { only });
};
