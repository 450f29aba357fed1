// Pods in all their states, and the node that they run on.

import { condition, containers, longAgo, type Sample, sample } from './sample.ts';

const pod = sample('v1', 'Pod', 'pods')('Namespaced');

const node = sample('v1', 'Node', 'nodes')('Cluster');

const running = (name: string, more: object = {}): object => ({
  name,
  image: name,
  imageID: name,
  ready: true,
  restartCount: 0,
  state: { running: { startedAt: longAgo } },
  ...more,
});

const ended = (name: string, exitCode: number, more: object = {}): object =>
  running(name, {
    ready: false,
    state: { terminated: { exitCode, startedAt: longAgo, finishedAt: longAgo, ...more } },
  });

export const pods: readonly Sample[] = [
  pod(
    'plain',
    { spec: { containers } },
    { phase: 'Running', containerStatuses: [running('web'), running('log')] },
  ),
  pod(
    'several',
    {
      spec: {
        containers,
        initContainers: [
          { name: 'init', image: 'i' },
          { name: 'side', image: 's', restartPolicy: 'Always' },
        ],
        nodeName: 'tables-node',
        readinessGates: [{ conditionType: 'example.com/a' }, { conditionType: 'example.com/b' }],
      },
    },
    { phase: 'Pending', initContainerStatuses: [running('init', { ready: false })] },
    {
      initContainerStatuses: [
        running('init', { ready: false, state: { waiting: { reason: 'PodInitializing' } } }),
      ],
    },
    {
      initContainerStatuses: [
        running('init', { ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } }),
      ],
    },
    { initContainerStatuses: [ended('init', 1)] },
    { initContainerStatuses: [ended('init', 1, { signal: 9 })] },
    { initContainerStatuses: [ended('init', 1, { reason: 'Error' })] },
    { initContainerStatuses: [ended('init', 0), running('side', { started: false })] },
    {
      phase: 'Running',
      initContainerStatuses: [ended('init', 0), running('side', { started: true })],
      containerStatuses: [running('web'), running('log', { ready: false })],
    },
    {
      podIPs: [{ ip: '10.1.2.3' }],
      podIP: '10.1.2.3',
      conditions: [condition('example.com/a', 'True'), condition('example.com/b', 'False')],
      containerStatuses: [
        running('web', { restartCount: 3, lastState: { terminated: { exitCode: 1, finishedAt: longAgo } } }),
        running('log', {
          restartCount: 1,
          lastState: { terminated: { exitCode: 1, finishedAt: '2021-01-01T00:00:00Z' } },
        }),
      ],
    },
    {
      containerStatuses: [
        running('web', { ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }),
      ],
    },
    { containerStatuses: [ended('web', 137), running('log')] },
    { containerStatuses: [ended('web', 0, { reason: 'Completed' }), running('log')] },
    { conditions: [condition('Ready', 'True')] },
    { containerStatuses: [ended('web', 0, { reason: 'Completed' }), ended('log', 2, { reason: 'Error' })] },
    { containerStatuses: [ended('web', 0, { signal: 15 }), ended('log', 2, { reason: 'Error' })] },
    { phase: 'Succeeded', containerStatuses: [ended('web', 0, { reason: 'Completed' }), ended('log', 0)] },
    { phase: 'Failed', reason: 'Evicted', containerStatuses: null },
  ),
  pod(
    'gated',
    { spec: { containers, schedulingGates: [{ name: 'example.com/wait' }] } },
    {
      conditions: [condition('PodScheduled', 'False', { reason: 'SchedulingGated' })],
      nominatedNodeName: 'other',
    },
  ),
];

export const nodes: readonly Sample[] = [
  node(
    'node',
    {
      metadata: {
        labels: {
          'node-role.kubernetes.io/worker': '',
          'node-role.kubernetes.io/control-plane': 'x',
          'kubernetes.io/role': 'worker',
        },
      },
      spec: { unschedulable: true },
    },
    {
      conditions: [condition('Ready', 'True')],
      addresses: [
        { type: 'Hostname', address: 'host' },
        { type: 'InternalIP', address: '10.1.0.1' },
        { type: 'ExternalIP', address: '1.2.3.4' },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.36.3',
        osImage: 'Linux 12',
        kernelVersion: '6.1',
        containerRuntimeVersion: 'containerd://2',
        architecture: 'amd64',
        machineID: '',
        systemUUID: '',
        bootID: '',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
      },
    },
    { conditions: [condition('Ready', 'Unknown')] },
  ),
];
