// Versions with other fields than the stored one, where the conformance script cannot go: the real server switches
// these versions off, or says nothing of what it cannot read.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';

const runtimeConfig = { 'api/all': true };
const server = (): TestServer => new TestServer({ resources: catalog, runtimeConfig });
const claims = (version: string): string =>
  `/apis/resource.k8s.io/${version}/namespaces/default/resourceclaims`;
const claim = (version: string, ...requests: readonly object[]): object => ({
  apiVersion: `resource.k8s.io/${version}`,
  kind: 'ResourceClaim',
  metadata: { name: 'a' },
  spec: { devices: { requests } },
});

describe('resource.k8s.io/v1beta1', () => {
  test.each(['v1', 'v1beta2'])(
    'has requests for devices where %s has them one level below',
    async (version) => {
      const one = server();
      const [first, later] = [
        { name: 'gpu', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 },
        {
          name: 'any',
          firstAvailable: [{ name: 'x', deviceClassName: 'y', allocationMode: 'ExactCount', count: 1 }],
        },
      ];
      expect((await one.post(claims('v1beta1'), claim('v1beta1', first, later))).status).toBe(201);
      const { body } = await one.get(`${claims(version)}/a`);
      expect(body.spec).toEqual({
        devices: {
          requests: [
            { name: 'gpu', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 } },
            later,
          ],
        },
      });
      await one.put(`${claims(version)}/a`, body);
      const { spec } = (await one.get(`${claims('v1beta1')}/a`)).body;
      expect(spec).toEqual({ devices: { requests: [first, { ...later, deviceClassName: '' }] } });
    },
  );

  test('has the fields of a device in its basic part, and no node in place of an empty one', async () => {
    const one = server();
    const slices = (version: string): string => `/apis/resource.k8s.io/${version}/resourceslices`;
    const capacity = { memory: { value: '1Gi' } };
    const pool = { name: 'p', generation: 1, resourceSliceCount: 1 };
    await one.post(slices('v1beta1'), {
      apiVersion: 'resource.k8s.io/v1beta1',
      kind: 'ResourceSlice',
      metadata: { name: 's' },
      spec: {
        driver: 'd',
        nodeName: '',
        allNodes: true,
        pool,
        devices: [{ name: 'x', basic: { capacity } }],
      },
    });
    const { spec } = (await one.get(`${slices('v1')}/s`)).body;
    expect(spec).toEqual({ driver: 'd', allNodes: true, pool, devices: [{ name: 'x', capacity }] });
    const older = (await one.get(`${slices('v1beta1')}/s`)).body;
    expect(older.spec['devices']).toEqual([{ name: 'x', basic: { capacity } }]);
  });
});

describe('autoscaling/v1', () => {
  const autoscalers = (version: string): string =>
    `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
  const autoscaler = (annotations: object): object => ({
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a', annotations },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
  });
  const prefix = 'autoscaling.alpha.kubernetes.io';

  test.each(['{', '"text"', 'null', '[1]', '{"ScaleUp":1}'])(
    'leaves %s alone where its annotations should hold more fields, and drops them',
    async (text) => {
      const one = server();
      const names = ['metrics', 'behavior', 'current-metrics', 'conditions'];
      const annotations = Object.fromEntries(names.map((name) => [`${prefix}/${name}`, text]));
      const { status } = await one.post(autoscalers('v1'), autoscaler({ ...annotations, own: 'x' }));
      expect(status).toBe(201);
      const { spec, metadata } = (await one.get(`${autoscalers('v2')}/a`)).body;
      expect(metadata.annotations).toEqual({ own: 'x' });
      expect(spec['behavior']).toBeUndefined();
      expect(spec['metrics']).toMatchObject([{ resource: { target: { averageUtilization: 80 } } }]);
    },
  );

  test('takes the behavior from an annotation in whatever case it is written', async () => {
    const one = server();
    const behavior = '{"scaleUp":{"policies":[{"type":"Pods","value":1,"periodseconds":5}]}}';
    await one.post(autoscalers('v1'), autoscaler({ [`${prefix}/behavior`]: behavior }));
    const { spec } = (await one.get(`${autoscalers('v2')}/a`)).body;
    expect(spec['behavior']).toMatchObject({
      scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 5 }] },
    });
  });
});

describe('events', () => {
  test('are understood where core is not served', async () => {
    const only = catalog.filter(({ resource }) => resource.group === 'events.k8s.io');
    const namespaces = catalog.filter(({ resource }) => resource.plural === 'namespaces');
    const one = new TestServer({ resources: [...only, ...namespaces] });
    const at = '/apis/events.k8s.io/v1/namespaces/default/events';
    const event = { apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'a' } };
    const regarding = { kind: 'Pod', name: 'p', namespace: 'default' };
    const { status, text } = await one.post(at, {
      ...event,
      regarding,
      note: 'n',
      eventTime: '2024-01-02T03:04:05.000000Z',
      reason: 'r',
      action: 'a',
      type: 'Normal',
      reportingController: 'c',
      reportingInstance: 'i',
    });
    expect([status, text]).toEqual([201, expect.stringContaining('"note":"n"')]);
    const selected = await one.get(at, { fieldSelector: 'regarding.name=p,reportingController=c' });
    expect(selected.body.items).toMatchObject([{ regarding }]);
  });
});
