// Which kind has which defaults. A kind that is not listed has none here, whatever a real server does.

import { resourceName } from '@kube-rx/core';
import { type JsonObject, objectAt, stringAt, stringEntries, without } from '../json/json.ts';
import { withDefaultNames } from '../kinds/custom-resource-definition.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { conditions, type Defaults, withDefaults } from './defaults.ts';
import { pod, podTemplate } from './pods.ts';
import { limitRange, mutatingWebhooks, priorityClass, roleBinding, validatingWebhooks } from './policies.ts';
import { endpointSlice, endpoints, ingressClass, networkPolicy, service } from './services.ts';
import { csiDriver, persistentVolume, persistentVolumeClaim, storageClass } from './storage.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  horizontalPodAutoscaler,
  job,
  replicaSet,
  replicationController,
  statefulSet,
} from './workloads.ts';

// Text in a Secret is written into its data at once.
const secret: Defaults = {
  values: { type: 'Opaque' },
  also: (object) => {
    const given = stringEntries(objectAt(object, 'stringData'));
    const rest = without(object, 'stringData');
    if (given.length === 0) return rest;
    const encoded = given.map(([key, value]): [string, string] => [
      key,
      Buffer.from(value).toString('base64'),
    ]);
    return { ...rest, data: { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) } };
  },
};

// A namespace always carries its name as a label.
const namespace: Defaults = {
  fields: { status: conditions('lastTransitionTime') },
  also: (object) => {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    if (name === undefined) return object;
    const labels = { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': name };
    return { ...object, metadata: { ...metadata, labels } };
  },
};

const node: Defaults = {
  values: { spec: {}, status: {} },
  fields: {
    status: {
      ...conditions('lastHeartbeatTime', 'lastTransitionTime'),
      values: {
        daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
        nodeInfo: Object.fromEntries(
          [
            'machineID',
            'systemUUID',
            'bootID',
            'kernelVersion',
            'osImage',
            'containerRuntimeVersion',
            'kubeletVersion',
            'kubeProxyVersion',
            'operatingSystem',
            'architecture',
          ].map((key) => [key, '']),
        ),
      },
    },
  },
};

const byName: Readonly<Record<string, Defaults>> = {
  endpoints,
  limitranges: limitRange,
  namespaces: namespace,
  nodes: node,
  persistentvolumeclaims: persistentVolumeClaim,
  persistentvolumes: persistentVolume,
  pods: pod,
  podtemplates: { values: { template: {} }, fields: { template: podTemplate } },
  replicationcontrollers: replicationController,
  secrets: secret,
  services: service,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': mutatingWebhooks,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': validatingWebhooks,
  'customresourcedefinitions.apiextensions.k8s.io': { also: withDefaultNames },
  'daemonsets.apps': daemonSet,
  'deployments.apps': deployment,
  'replicasets.apps': replicaSet,
  'statefulsets.apps': statefulSet,
  'horizontalpodautoscalers.autoscaling': horizontalPodAutoscaler,
  'cronjobs.batch': cronJob,
  'jobs.batch': job,
  'endpointslices.discovery.k8s.io': endpointSlice,
  'ingressclasses.networking.k8s.io': ingressClass,
  'networkpolicies.networking.k8s.io': networkPolicy,
  'clusterrolebindings.rbac.authorization.k8s.io': roleBinding,
  'rolebindings.rbac.authorization.k8s.io': roleBinding,
  'priorityclasses.scheduling.k8s.io': priorityClass,
  'csidrivers.storage.k8s.io': csiDriver,
  'storageclasses.storage.k8s.io': storageClass,
};

/** The object with the defaults of its kind. Custom kinds have theirs in their schema. */
export function withKindDefaults({ resource, custom }: ServedResource, object: JsonObject): JsonObject {
  const defaults = custom ? undefined : byName[resourceName(resource)];
  return defaults ? withDefaults(object, defaults) : object;
}
