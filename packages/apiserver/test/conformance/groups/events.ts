import type { Group } from '../session.ts';

// Events of core and of events.k8s.io are one collection under two names.
export const group: Group = async (t) => {
  const core = t.at('events');
  const newer = `/apis/events.k8s.io/v1/namespaces/${t.namespace}/events`;
  const pod = { kind: 'Pod', namespace: t.namespace, name: 'web', uid: 'u-1' };
  const old = (name: string, fields: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name },
    involvedObject: pod,
    reason: 'Pulled',
    message: 'it is there',
    source: { component: 'kubelet', host: 'node-1' },
    firstTimestamp: '2024-01-02T03:04:05Z',
    lastTimestamp: '2024-01-02T03:04:06Z',
    count: 3,
    type: 'Normal',
    ...fields,
  });
  const fresh = (name: string, fields: object = {}): object => ({
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name },
    eventTime: '2024-01-02T03:04:05.123456Z',
    regarding: pod,
    related: { kind: 'Node', name: 'node-1' },
    reason: 'Scheduled',
    action: 'Binding',
    note: 'it has a node',
    reportingController: 'example.com/scheduler',
    reportingInstance: 'scheduler-1',
    series: { count: 2, lastObservedTime: '2024-01-02T03:05:00.000000Z' },
    type: 'Normal',
    ...fields,
  });
  const both = async (name: string): Promise<void> => {
    await t.get(`${core}/${name}`);
    await t.get(`${newer}/${name}`);
  };
  await t.post(core, old('a'));
  await both('a');
  await t.post(newer, fresh('b'));
  await both('b');
  await t.post(newer, fresh('a'));
  await t.post(core, { apiVersion: 'v1', kind: 'Event', metadata: { name: 'bare' }, involvedObject: pod });
  await both('bare');
  await t.get(core);
  await t.get(newer);
  for (const selector of ['involvedObject.name=web', 'regarding.name=web', 'reason=Pulled', 'type!=Normal'])
    for (const at of [core, newer]) await t.get(at, { fieldSelector: selector });
  await t.get(newer, { fieldSelector: 'reportingController=example.com/scheduler' });
  await t.get(core, { fieldSelector: 'reportingComponent=example.com/scheduler' });
  await t.get(newer, { fieldSelector: 'reportingController=kubelet' });
  await t.get(core, { fieldSelector: 'source=kubelet' });
  await t.get(newer, { watch: 1, timeoutSeconds: 1 });
  await t.get(core, { watch: 1, timeoutSeconds: 1 });
  await t.merge(`${newer}/b`, { series: { count: 3 } });
  await t.get(`${core}/b`);
  await t.merge(`${core}/a`, { count: 4, message: 'it is still there' });
  await t.get(`${newer}/a`);
  await t.strategic(`${newer}/a`, { metadata: { labels: { x: 'y' } } });
  await t.put(`${core}/b`, old('b'));
  const as = (shape: string): { headers: Record<string, string> } => ({
    headers: { accept: `application/json;as=${shape};g=meta.k8s.io;v=v1` },
  });
  await t.get(newer, { includeObject: 'None' }, as('Table'));
  await t.get(core, { includeObject: 'None' }, as('Table'));
  await t.get(newer, {}, as('PartialObjectMetadataList'));
  // What is asked of an event depends on how it comes.
  await t.post(newer, fresh('c', { eventTime: null }));
  await t.post(newer, fresh('c', { type: 'Odd' }));
  await t.post(newer, fresh('c', { deprecatedCount: 2, deprecatedSource: { component: 'x' } }));
  await t.post(newer, fresh('c', { deprecatedFirstTimestamp: '2024-01-02T03:04:05Z' }));
  await t.post(newer, fresh('c', { series: { count: 1 } }));
  await t.post(newer, fresh('c', { reportingController: '', reportingInstance: '', action: '', reason: '' }));
  await t.post(newer, fresh('c', { reportingController: 'not a name' }));
  await t.post(newer, fresh('c', { regarding: { ...pod, namespace: '' } }));
  await t.post(newer, fresh('c', { note: 'x'.repeat(1025), action: 'x'.repeat(129) }));
  await t.post(core, old('c', { involvedObject: { ...pod, namespace: 'elsewhere' } }));
  await t.post(core, old('c', { involvedObject: { kind: 'Pod', name: 'web' } }));
  await t.post(core, old('c', { eventTime: '2024-01-02T03:04:05.123456Z' }));
  await t.post(newer, old('c'));
  await t.put(`${newer}/b`, fresh('b', { note: 'something else', regarding: { ...pod, name: 'other' } }));
  await t.put(`${newer}/a`, fresh('a'));
  await t.delete(`${newer}/a`);
  await t.get(`${core}/a`);
  await t.delete(newer);
  await t.get(core);
};
