// What makes pods.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/v1/defaults.go (and batch/v1)

import { type Json, type JsonObject, objectAt, valueAt, valueAtPath } from '../json/json.ts';
import { conditions, type Defaults } from './defaults.ts';
import { podTemplate } from './pods.ts';

const rolling = (values: JsonObject): Defaults => ({
  values: {
    type: 'RollingUpdate',
    rollingUpdate: ({ type }) => (type === 'RollingUpdate' ? {} : undefined),
  },
  fields: { rollingUpdate: { values } },
});

const workload = (
  values: Defaults['values'],
  fields: Defaults['fields'] = {},
  ...times: readonly string[]
): Defaults => ({
  values: { spec: {} },
  fields: {
    status: conditions(...times, 'lastTransitionTime'),
    spec: { values: { template: {}, ...values }, fields: { template: podTemplate, ...fields } },
  },
});

export const deployment: Defaults = workload(
  { selector: null, replicas: 1, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 },
  { strategy: rolling({ maxUnavailable: '25%', maxSurge: '25%' }) },
  'lastUpdateTime',
);

export const replicaSet: Defaults = workload({ selector: null, replicas: 1 });

/** An annotation for what was a field once; the server counts in it. */
export const templateGeneration = 'deprecated.daemonset.template.generation';

export const daemonSet: Defaults = {
  ...workload(
    { selector: null, updateStrategy: {}, revisionHistoryLimit: 10 },
    { updateStrategy: rolling({ maxUnavailable: 1, maxSurge: 0 }) },
  ),
  also: (object) => {
    const metadata = objectAt(object, 'metadata');
    const annotations = { [templateGeneration]: '0', ...objectAt(metadata, 'annotations') };
    return { ...object, metadata: { ...metadata, annotations } };
  },
};

const statefulSetSpec = workload(
  {
    selector: null,
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: {},
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: {},
  },
  {
    updateStrategy: rolling({ partition: 0 }),
    persistentVolumeClaimRetentionPolicy: { values: { whenDeleted: 'Retain', whenScaled: 'Retain' } },
  },
).fields?.['spec'];

export const statefulSet: Defaults = {
  values: { spec: {} },
  fields: {
    status: conditions('lastTransitionTime'),
    spec: {
      ...statefulSetSpec,
      items: {
        volumeClaimTemplates: {
          values: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', spec: {}, status: {} },
          fields: {
            spec: { values: { resources: {}, volumeMode: 'Filesystem' } },
            status: { values: { phase: 'Pending' } },
          },
        },
      },
    },
  },
};

const templateLabels = (object: JsonObject): Json | undefined =>
  valueAtPath(object, ['spec', 'template', 'metadata', 'labels']);

export const replicationController: Defaults = {
  ...workload({
    replicas: 1,
    selector: (spec) => templateLabels({ spec }),
  }),
  also: (object) => {
    const metadata = objectAt(object, 'metadata');
    const labels = valueAt(metadata, 'labels') ?? templateLabels(object);
    return labels === undefined ? object : { ...object, metadata: { ...metadata, labels } };
  },
};

export const job: Defaults = workload(
  {
    completions: (spec) => (valueAt(spec, 'parallelism') === undefined ? 1 : undefined),
    parallelism: 1,
    backoffLimit: (spec) => (valueAt(spec, 'backoffLimitPerIndex') === undefined ? 6 : 2_147_483_647),
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: (spec) =>
      valueAt(spec, 'podFailurePolicy') === undefined ? 'TerminatingOrFailed' : 'Failed',
    manualSelector: false,
  },
  {},
  'lastProbeTime',
);

export const cronJob: Defaults = {
  values: { spec: {} },
  fields: {
    spec: {
      values: {
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
        jobTemplate: {},
      },
      fields: {
        jobTemplate: {
          values: { metadata: {}, spec: {} },
          fields: { spec: { values: { template: {} }, fields: { template: podTemplate } } },
        },
      },
    },
  },
};

const percent = (value: number): JsonObject => ({ type: 'Percent', value, periodSeconds: 15 });

const scaling = (values: JsonObject): Defaults => ({
  values: { selectPolicy: 'Max', ...values },
});

export const horizontalPodAutoscaler: Defaults = {
  fields: {
    spec: {
      values: {
        minReplicas: 1,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
      fields: {
        behavior: {
          values: { scaleUp: {}, scaleDown: {} },
          fields: {
            scaleUp: scaling({
              stabilizationWindowSeconds: 0,
              policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent(100)],
            }),
            scaleDown: scaling({ policies: [percent(100)] }),
          },
        },
      },
    },
  },
};
