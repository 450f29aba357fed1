// What makes pods, and what limits them.

import { condition, expressions, labelled, longAgo, restarting, type Sample, sample } from './sample.ts';

const quota = sample('v1', 'ResourceQuota', 'resourcequotas')('Namespaced');

const job = sample('batch/v1', 'Job', 'jobs')('Namespaced');

const cronJob = sample('batch/v1', 'CronJob', 'cronjobs')('Namespaced');

const revision = sample('apps/v1', 'ControllerRevision', 'controllerrevisions')('Namespaced');

const daemonSet = sample('apps/v1', 'DaemonSet', 'daemonsets')('Namespaced');

const deployment = sample('apps/v1', 'Deployment', 'deployments')('Namespaced');

const budget = sample('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets')('Namespaced');

const template = sample('v1', 'PodTemplate', 'podtemplates')('Namespaced');

const replicationController = sample('v1', 'ReplicationController', 'replicationcontrollers')('Namespaced');

export const workloads: readonly Sample[] = [
  deployment(
    'web',
    {
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' }, matchExpressions: [expressions[0]] },
        template: labelled,
      },
    },
    {
      replicas: 3,
      readyReplicas: 2,
      updatedReplicas: 1,
      availableReplicas: 2,
    },
  ),
  daemonSet('agent', {
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { ...labelled, spec: { ...labelled.spec, nodeSelector: { zone: 'a', disk: 'ssd' } } },
    },
  }),
  replicationController('old', {
    spec: { replicas: 2, selector: { tier: 'front', app: 'web' }, template: labelled },
  }),
  job(
    'once',
    { spec: { template: restarting } },
    { succeeded: 1, startTime: longAgo, conditions: [condition('SuccessCriteriaMet', 'True')] },
    {
      completionTime: '2020-01-01T00:01:05Z',
      conditions: [condition('SuccessCriteriaMet', 'True'), condition('Complete', 'True')],
    },
  ),
  job('several', { spec: { template: restarting, parallelism: 3 } }),
  job(
    'held',
    { spec: { template: restarting, completions: 5, suspend: true } },
    { conditions: [condition('Suspended', 'True')] },
  ),
  cronJob(
    'nightly',
    {
      spec: {
        schedule: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        suspend: true,
        jobTemplate: { spec: { template: restarting } },
      },
    },
    { lastScheduleTime: longAgo, active: [{ name: 'a' }, { name: 'b' }] },
  ),
  revision('plain', { revision: 3, data: {} }),
  revision('owned', {
    metadata: {
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'u', controller: true },
      ],
    },
    revision: 4,
    data: {},
  }),
  template('template', { template: labelled }),
  budget('percent', { spec: { minAvailable: '50%', selector: { matchLabels: { a: 'b' } } } }),
  budget(
    'number',
    { spec: { maxUnavailable: 1, selector: { matchLabels: { a: 'b' } } } },
    { disruptionsAllowed: 2, currentHealthy: 3, desiredHealthy: 1, expectedPods: 3, observedGeneration: 1 },
  ),
  quota(
    'quota',
    { spec: { hard: { pods: '10', 'limits.cpu': '2', 'requests.cpu': '1' } } },
    {
      hard: { pods: '10', 'limits.cpu': '2', 'requests.cpu': '1' },
      used: { pods: '2', 'limits.cpu': '500m' },
    },
  ),
];
