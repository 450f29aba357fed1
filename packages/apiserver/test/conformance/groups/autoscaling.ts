import type { Group } from '../session.ts';

// Two versions of one kind that differ in their fields: what is written in one is read in the other.
export const group: Group = async (t) => {
  const older = `/apis/autoscaling/v1/namespaces/${t.namespace}/horizontalpodautoscalers`;
  const newer = older.replace('/v1/', '/v2/');
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const both = async (name: string): Promise<void> => {
    await t.get(`${older}/${name}`);
    await t.get(`${newer}/${name}`);
  };
  const v1 = (name: string, spec: object, metadata: object = {}): object => ({
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, ...metadata },
    spec: { scaleTargetRef, maxReplicas: 5, ...spec },
  });
  const v2 = (name: string, spec: object): object => ({
    ...v1(name, spec),
    apiVersion: 'autoscaling/v2',
  });

  await t.post(older, v1('a', { targetCPUUtilizationPercentage: 40, minReplicas: 2 }));
  await both('a');
  await t.post(older, v1('plain', {}));
  await both('plain');
  await t.post(older, v2('b', {}));
  await t.post(older, { ...v1('b', {}), kind: 'Wrong' });
  await t.post(older, v1('b', { metrics: [] }), { query: { fieldValidation: 'Strict' } });

  const metrics = [
    { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
    {
      type: 'Pods',
      pods: {
        metric: { name: 'requests', selector: { matchLabels: { a: 'b' } } },
        target: { type: 'AverageValue', averageValue: '100' },
      },
    },
    {
      type: 'Object',
      object: {
        describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
        metric: { name: 'hits' },
        target: { type: 'Value', value: '2k' },
      },
    },
    {
      type: 'Object',
      object: {
        describedObject: { kind: 'Service', name: 'web' },
        metric: { name: 'hits' },
        target: { type: 'AverageValue', averageValue: '20' },
      },
    },
    {
      type: 'External',
      external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } },
    },
    {
      type: 'ContainerResource',
      containerResource: {
        name: 'cpu',
        container: 'app',
        target: { type: 'Utilization', averageUtilization: 70 },
      },
    },
  ];
  const behavior = {
    scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Pods', value: 1, periodSeconds: 30 }] },
  };
  await t.post(newer, v2('all', { metrics, behavior }));
  await both('all');
  await t.get(older, { fieldSelector: 'metadata.name=all' });
  await t.get(older, { fieldSelector: 'metadata.name=all', watch: 1, timeoutSeconds: 1 });
  await t.merge(`${older}/all`, { spec: { targetCPUUtilizationPercentage: 75 } });
  await both('all');
  await t.put(`${newer}/all/status`, {
    ...v2('all', { metrics, behavior }),
    status: {
      currentReplicas: 2,
      desiredReplicas: 3,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: 33, averageValue: '10m' } },
        },
        { type: 'Pods', pods: { metric: { name: 'requests' }, current: { averageValue: '5' } } },
      ],
      conditions: [
        {
          type: 'AbleToScale',
          status: 'True',
          lastTransitionTime: '2024-01-02T03:04:05Z',
          reason: 'Ready',
          message: 'fine',
        },
      ],
    },
  });
  await both('all');
  await t.json(`${older}/all`, [{ op: 'replace', path: '/spec/maxReplicas', value: 9 }]);
  await t.strategic(`${older}/all`, { metadata: { labels: { x: 'y' } } });
  await both('all');
  await t.merge(`${older}/a/status`, { status: { currentReplicas: 1, currentCPUUtilizationPercentage: 12 } });
  await both('a');

  await t.apply(`${older}/applied`, v1('applied', { targetCPUUtilizationPercentage: 50 }), { query: {} });
  await t.get(`${newer}/applied`);
  await t.apply(`${newer}/applied`, v2('applied', { maxReplicas: 7 }), { query: { fieldManager: 'other' } });
  await t.apply(`${newer}/applied`, v2('applied', { maxReplicas: 7 }), {
    query: {
      fieldManager: 'other',
      force: true,
    },
  });
  await t.get(`${older}/applied`);
  await t.apply(`${older}/applied`, v1('applied', { maxReplicas: 7 }), { query: {} });
  await both('applied');

  const listAs = (as: string): { headers: Record<string, string> } => ({
    headers: { accept: `application/json;as=${as};g=meta.k8s.io;v=v1` },
  });
  await t.get(`${older}/all`, {}, listAs('PartialObjectMetadata'));
  await t.get(older, {}, listAs('PartialObjectMetadataList'));
  await t.get(older, { includeObject: 'None' }, listAs('Table'));
  await t.get(`${older}/a`, { includeObject: 'Object' }, listAs('Table'));
  await t.get('/apis/autoscaling');
  await t.get('/apis/autoscaling/v1');
  await t.delete(`${older}/a`);
  await t.get(`${newer}/a`);
};
