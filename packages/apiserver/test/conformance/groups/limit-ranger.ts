import type { Group, Session } from '../session.ts';
import { container, named, pod } from '../workloads.ts';

// One bound a request, because the real server walks its bounds in the order of chance.
const range = (limits: readonly object[]): object => named('v1 LimitRange', 'limits', { limits });

const asking = (requests: object, limits?: object): object => ({
  resources: { requests, ...(limits && { limits }) },
});

const spec = { only: ['spec'] };

async function limited(t: Session, ...limits: readonly object[]): Promise<void> {
  await t.delete(t.at('limitranges', 'limits'), undefined, { quiet: true });
  await t.post(t.at('limitranges'), range(limits), { quiet: true });
  // The real server learns of it by a watch.
  await t.heard();
}

async function defaults(t: Session): Promise<void> {
  const pods = t.at('pods');
  await limited(t, {
    type: 'Container',
    default: { cpu: '200m', memory: '64Mi' },
    defaultRequest: { cpu: '100m' },
  });
  const only = { only: ['metadata', 'spec'] };
  await t.post(pods, pod('none'), only);
  const some = container('d', asking({ cpu: '50m' }, { memory: '1Gi' }));
  const start = container('i', asking({ cpu: '1m' }));
  await t.post(pods, pod('some', { containers: [container(), some], initContainers: [start] }), only);
  const whole = { cpu: '1', memory: '1Gi' };
  await t.post(pods, pod('all', { containers: [container('c', asking(whole, whole))] }), only);
  await t.post(pods, pod('dry'), { query: { dryRun: 'All' }, ...only });
  const annotated = {
    ...pod('noted'),
    metadata: { name: 'noted', annotations: { 'kubernetes.io/limit-ranger': 'mine' } },
  };
  await t.post(pods, annotated, only);
  await t.apply(`${pods}/applied`, pod('applied'), only);
  const level = { resources: { limits: { cpu: '1' } } };
  await t.post(pods, pod('level', { containers: [container()], ...level }), only);
  await t.post(pods, pod('greater', { containers: [container('c', asking({ cpu: '300m' }))] }));
  await t.post(
    t.at('replicationcontrollers'),
    named('v1 ReplicationController', 'r', {
      replicas: 0,
      selector: { a: 'b' },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container()] } },
    }),
    spec,
  );
  await t.merge(`${pods}/none`, { metadata: { labels: { a: 'b' } } }, { only: ['spec'] });
  await t.post(
    pods,
    pod('extended', {
      containers: [container('c', asking({ 'example.com/gpu': 1 }, { 'example.com/gpu': 1 }))],
    }),
    only,
  );
}

async function containers(t: Session): Promise<void> {
  const pods = t.at('pods');
  const cases: readonly (readonly [bound: object, resources: readonly (object | undefined)[][]])[] = [
    [
      { min: { cpu: '100m' }, defaultRequest: { cpu: '100m' } },
      [[{ cpu: '50m' }], [{ cpu: '50m' }, { cpu: '60m' }], [{ cpu: '100m' }], [{ cpu: '1.5' }, { cpu: 2 }]],
    ],
    [
      { max: { memory: '1Gi' } },
      [
        [{ memory: '2Gi' }, { memory: '2Gi' }],
        [{ memory: '1Mi' }, { memory: '1025Mi' }],
        [{ memory: '1Gi' }, { memory: '1Gi' }],
      ],
    ],
    [
      { maxLimitRequestRatio: { cpu: 2 } },
      [
        [undefined],
        [{ cpu: 0 }, { cpu: 1 }],
        [{ cpu: 1 }],
        [{ cpu: 1 }, { cpu: 3 }],
        [{ cpu: '300m' }, { cpu: '601m' }],
        [{ cpu: 1 }, { cpu: 2 }],
      ],
    ],
    [{ max: { 'example.com/gpu': 1 } }, [[{ 'example.com/gpu': 2 }, { 'example.com/gpu': 2 }]]],
    [{ min: { 'ephemeral-storage': '1Gi' } }, [[{ 'ephemeral-storage': '1000M' }]]],
  ];
  for (const [bound, all] of cases) {
    await limited(t, { type: 'Container', ...bound });
    for (const [requests, limits] of all) {
      const asked = requests ? asking(requests, limits) : {};
      const note = `${JSON.stringify(bound)} of ${JSON.stringify(asked)}`;
      await t.post(pods, pod('p', { containers: [container('c', asked)] }), {
        query: { dryRun: 'All' },
        note,
        ...spec,
      });
    }
  }
  await limited(t, { type: 'Container', max: { cpu: 1 } });
  const much = (name: string, cpu: number): object => container(name, asking({ cpu }, { cpu }));
  const several = { containers: [much('a', 2), much('b', 3)], initContainers: [much('c', 4), much('d', 3)] };
  await t.post(pods, pod('several', several));
}

async function wholePods(t: Session): Promise<void> {
  const pods = t.at('pods');
  const dry = { query: { dryRun: 'All' }, ...spec };
  const one = (name: string, cpu: string, more: object = {}): object =>
    container(name, { ...asking({ cpu }, { cpu }), ...more });
  await limited(t, { type: 'Pod', max: { cpu: 1 } });
  await t.post(pods, pod('a', { containers: [one('a', '600m'), one('b', '500m')] }), dry);
  await t.post(pods, pod('b', { containers: [one('a', '600m'), one('b', '400m')] }), dry);
  await t.post(pods, pod('c', { containers: [one('a', '1m')], initContainers: [one('b', '1001m')] }), dry);
  const sidecar = { restartPolicy: 'Always' };
  await t.post(
    pods,
    pod('d', { containers: [one('a', '600m')], initContainers: [one('b', '500m', sidecar)] }),
    dry,
  );
  await t.post(
    pods,
    pod('e', { containers: [one('a', '1m')], initContainers: [one('b', '500m', sidecar), one('c', '600m')] }),
    dry,
  );
  await t.post(
    pods,
    pod('f', { containers: [one('a', '1m')], initContainers: [one('c', '600m'), one('b', '400m', sidecar)] }),
    dry,
  );
  await t.post(pods, pod('g', { resources: asking({ cpu: '1.5' }, { cpu: 2 })['resources' as never] }), dry);
  await t.post(pods, pod('h'), dry);
  await limited(t, { type: 'Pod', min: { memory: '1Gi' } });
  await t.post(
    pods,
    pod('i', {
      containers: [container('a', asking({ memory: '512Mi' })), container('b', asking({ memory: '256Mi' }))],
    }),
    dry,
  );
  await limited(t, { type: 'Pod', maxLimitRequestRatio: { memory: '1.5' } });
  await t.post(
    pods,
    pod('j', { containers: [container('a', asking({ memory: '512Mi' }, { memory: '1Gi' }))] }),
    dry,
  );
  await limited(t, { type: 'Container', max: { cpu: 1 } }, { type: 'Pod', max: { cpu: 2 } });
  await t.post(pods, pod('k', { containers: [one('a', '3')] }), dry);
}

async function claims(t: Session): Promise<void> {
  const path = t.at('persistentvolumeclaims');
  const claim = (name: string, storage: string): object =>
    named('v1 PersistentVolumeClaim', name, {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
    });
  await limited(t, { type: 'PersistentVolumeClaim', min: { storage: '1Gi' } });
  await t.post(path, claim('small', '1Mi'));
  await t.post(path, claim('fits', '1Gi'), spec);
  await limited(t, { type: 'PersistentVolumeClaim', max: { storage: '2Gi' } });
  await t.post(path, claim('large', '3Gi'));
  await t.post(path, claim('most', '2Gi'), spec);
  await limited(t, { type: 'PersistentVolumeClaim', max: { storage: '1Mi' } });
  await t.merge(`${path}/fits`, { metadata: { labels: { a: 'b' } } });
  await t.merge(`${path}/fits/status`, { status: { phase: 'Pending' } }, { only: ['status'] });
  await limited(t, { type: 'PersistentVolumeClaim', min: { storage: 1 }, max: { 'example.com/x': 1 } });
  await t.post(path, claim('other', '1Gi'));
  await limited(t, { type: 'PersistentVolumeClaim', max: { storage: '2Gi' } });
  const held = { metadata: { finalizers: ['example.com/held'] } };
  await t.merge(`${path}/most`, held, { only: ['spec'] });
  await limited(t, { type: 'PersistentVolumeClaim', max: { storage: '1Mi' } });
  await t.merge(`${path}/most`, held);
  await t.delete(`${path}/most`, undefined, { quiet: true });
  await t.merge(`${path}/fits`, { metadata: { labels: { a: 'b' } } }, { only: ['spec'], note: 'it goes' });
}

async function resized(t: Session): Promise<void> {
  const pods = t.at('pods');
  await t.delete(t.at('limitranges', 'limits'), undefined, { quiet: true });
  await t.heard();
  const own = asking({ cpu: '100m', memory: '1Mi' }, { cpu: '200m', memory: '2Mi' });
  await t.post(pods, pod('sized', { containers: [container('c', own)] }), { quiet: true });
  await limited(t, { type: 'Container', max: { cpu: 1 } });
  const size = (cpu: string): object => ({
    spec: { containers: [{ name: 'c', resources: { limits: { cpu } } }] },
  });
  await t.strategic(`${pods}/sized/resize`, size('2'));
  await t.strategic(`${pods}/sized/resize`, size('1'), spec);
  await t.strategic(`${pods}/sized`, { metadata: { labels: { a: 'b' } } }, spec);
}

export const group: Group = async (t) => {
  for (const part of [defaults, containers, wholePods, claims, resized]) await part(t);
};
