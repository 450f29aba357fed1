import { meta } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('pods');
  const pod = (name: string, spec: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
  });
  const only = [...meta.filter((key) => key !== 'status')];
  await t.post(at, pod('a'), { only });
  await t.post(at, pod('b', { nodeName: 'n' }), { only });
  await t.merge(`${at}/a`, { metadata: { labels: { l: '1' } } }, { only });
  await t.merge(`${at}/a`, { status: { phase: 'Running' } }, { only });
  await t.merge(`${at}/a/status`, { status: { phase: 'Running', podIP: '1.2.3.4' } }, { only });
  await t.merge(`${at}/a/status`, { metadata: { labels: { viaStatus: '1' } } }, { only });
  await t.merge(`${at}/a`, { spec: { activeDeadlineSeconds: 100 } }, { only });
  await t.get(at, { fieldSelector: 'status.phase=Running' }, { only });
  await t.get(at, { fieldSelector: 'spec.nodeName=n' }, { only });
  await t.delete(`${at}/a`, undefined, { only });
  await t.delete(`${at}/b`, undefined, { only });
  await t.delete(`${at}/b`, { gracePeriodSeconds: 40 }, { only });
  await t.delete(`${at}/b`, { gracePeriodSeconds: 5 }, { only });
  await t.delete(`${at}/b`, { gracePeriodSeconds: 0 }, { only });
  await t.get(`${at}/b`, {}, { only });
  await t.post(at, pod('c', { nodeName: 'n' }), { only });
  await t.delete(`${at}/c`, { gracePeriodSeconds: 0 }, { only });
  const list = await t.get(at, {}, { only });
  await t.get(
    at,
    { watch: 1, resourceVersion: list.metadata['resourceVersion'] ?? '', timeoutSeconds: 1 },
    { only },
  );
};
