// What sets each built-in kind apart. A kind that is not listed has the defaults. Taken from pkg/registry of
// Kubernetes 1.36, one strategy.go a kind.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import { defaultTraits, type Traits } from './traits.ts';

const generation = true;
const all = ['all'];
const extensions = ['api-extensions'];
const unconditionalUpdate = false;
const createOnUpdate = true;
const returnsDeleted = true;
const emptyPod = { containers: null };
const template = { metadata: {}, spec: emptyPod };
const emptyNames = { plural: '', kind: '' };
const workload = { selector: null, template };

const byName: Readonly<Record<string, Partial<Traits>>> = {
  componentstatuses: { shortNames: ['cs'], deprecation: 'v1 ComponentStatus is deprecated in v1.19+' },
  configmaps: { shortNames: ['cm'] },
  endpoints: {
    shortNames: ['ep'],
    createOnUpdate,
    deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  },
  events: {
    shortNames: ['ev'],
    createOnUpdate,
    zero: {
      involvedObject: {},
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    },
    fields: {
      'involvedObject.kind': '',
      'involvedObject.namespace': '',
      'involvedObject.name': '',
      'involvedObject.uid': '',
      'involvedObject.apiVersion': '',
      'involvedObject.resourceVersion': '',
      'involvedObject.fieldPath': '',
      reason: '',
      reportingComponent: '',
      source: '',
      type: '',
    },
  },
  'events.events.k8s.io': {
    shortNames: ['ev'],
    createOnUpdate,
    zero: {
      eventTime: null,
      regarding: {},
      deprecatedSource: {},
      deprecatedFirstTimestamp: null,
      deprecatedLastTimestamp: null,
    },
    fields: {
      'regarding.kind': '',
      'regarding.namespace': '',
      'regarding.name': '',
      'regarding.uid': '',
      'regarding.apiVersion': '',
      'regarding.resourceVersion': '',
      'regarding.fieldPath': '',
      reason: '',
      reportingController: '',
      type: '',
    },
  },
  limitranges: { shortNames: ['limits'], createOnUpdate, zero: { spec: { limits: null } } },
  namespaces: {
    shortNames: ['ns'],
    names: 'label',
    returnsDeleted,
    fields: { 'status.phase': '' },
    zero: { spec: {}, status: {} },
  },
  nodes: { shortNames: ['no'], fields: { 'spec.unschedulable': 'false' }, zero: { spec: {}, status: {} } },
  persistentvolumeclaims: {
    shortNames: ['pvc'],
    returnsDeleted,
    zero: { spec: { resources: {} }, status: {} },
  },
  persistentvolumes: { shortNames: ['pv'], returnsDeleted, zero: { spec: {}, status: {} } },
  pods: {
    shortNames: ['po'],
    categories: all,
    generation,
    returnsDeleted,
    fields: {
      'spec.nodeName': '',
      'spec.restartPolicy': '',
      'spec.schedulerName': '',
      'spec.serviceAccountName': '',
      'spec.hostNetwork': 'false',
      'status.phase': '',
      'status.podIP': '',
      'status.podIPs': '',
      'status.nominatedNodeName': '',
    },
    zero: { spec: emptyPod, status: {} },
  },
  podtemplates: { generation, returnsDeleted, zero: { template } },
  replicationcontrollers: {
    shortNames: ['rc'],
    categories: all,
    generation,
    fields: { 'status.replicas': '0' },
    zero: { spec: {}, status: { replicas: 0 } },
  },
  resourcequotas: { shortNames: ['quota'], returnsDeleted, zero: { spec: {}, status: {} } },
  secrets: { fields: { type: '' } },
  serviceaccounts: { shortNames: ['sa'], returnsDeleted },
  services: {
    shortNames: ['svc'],
    categories: all,
    names: 'label',
    createOnUpdate,
    returnsDeleted,
    fields: { 'spec.clusterIP': '', 'spec.type': '' },
    zero: { spec: {}, status: { loadBalancer: {} } },
  },
  'controllerrevisions.apps': { zero: { data: {} } },
  'daemonsets.apps': {
    shortNames: ['ds'],
    categories: all,
    generation,
    zero: {
      spec: { ...workload, updateStrategy: {} },
      status: {
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        desiredNumberScheduled: 0,
        numberReady: 0,
      },
    },
  },
  'deployments.apps': {
    shortNames: ['deploy'],
    categories: all,
    generation,
    zero: { spec: { replicas: 0, ...workload, strategy: {} }, status: {} },
  },
  'replicasets.apps': {
    shortNames: ['rs'],
    categories: all,
    generation,
    fields: { 'status.replicas': '0' },
    zero: { spec: { ...workload }, status: { replicas: 0 } },
  },
  'statefulsets.apps': {
    shortNames: ['sts'],
    categories: all,
    generation,
    zero: {
      spec: { ...workload, updateStrategy: {} },
      status: { replicas: 0, availableReplicas: 0 },
    },
  },
  'jobs.batch': {
    categories: all,
    generation,
    fields: { 'status.successful': '0' },
    zero: { spec: { template }, status: {} },
  },
  'cronjobs.batch': {
    shortNames: ['cj'],
    categories: all,
    generation,
    zero: { spec: { jobTemplate: { metadata: {}, spec: { template } } }, status: {} },
  },
  'horizontalpodautoscalers.autoscaling': {
    shortNames: ['hpa'],
    categories: all,
    zero: {
      spec: { scaleTargetRef: {}, maxReplicas: 0 },
      status: { desiredReplicas: 0, currentMetrics: null },
    },
  },
  'certificatesigningrequests.certificates.k8s.io': {
    shortNames: ['csr'],
    fields: { 'spec.signerName': '' },
  },
  'clustertrustbundles.certificates.k8s.io': {
    unconditionalUpdate,
    names: 'segment',
    fields: { 'spec.signerName': '' },
  },
  'podcertificaterequests.certificates.k8s.io': {
    unconditionalUpdate,
    fields: { 'spec.signerName': '', 'spec.podName': '', 'spec.nodeName': '' },
  },
  'leases.coordination.k8s.io': { unconditionalUpdate, createOnUpdate, zero: { spec: {} } },
  'leasecandidates.coordination.k8s.io': { unconditionalUpdate, createOnUpdate, zero: { spec: {} } },
  'endpointslices.discovery.k8s.io': { generation },
  'flowschemas.flowcontrol.apiserver.k8s.io': { generation },
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': { generation },
  'ingresses.networking.k8s.io': {
    shortNames: ['ing'],
    generation,
    zero: { spec: {}, status: { loadBalancer: {} } },
  },
  'ingressclasses.networking.k8s.io': { generation },
  'ipaddresses.networking.k8s.io': { shortNames: ['ip'] },
  'networkpolicies.networking.k8s.io': {
    shortNames: ['netpol'],
    generation,
    zero: { spec: { podSelector: {} } },
  },
  'runtimeclasses.node.k8s.io': { unconditionalUpdate, createOnUpdate },
  'poddisruptionbudgets.policy': {
    shortNames: ['pdb'],
    unconditionalUpdate,
    generation,
    zero: {
      spec: {},
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    },
  },
  'clusterroles.rbac.authorization.k8s.io': { createOnUpdate, names: 'segment', zero: { rules: null } },
  'clusterrolebindings.rbac.authorization.k8s.io': { createOnUpdate, names: 'segment' },
  'roles.rbac.authorization.k8s.io': { createOnUpdate, names: 'segment', zero: { rules: null } },
  'rolebindings.rbac.authorization.k8s.io': { createOnUpdate, names: 'segment' },
  'deviceclasses.resource.k8s.io': { generation, returnsDeleted },
  'devicetaintrules.resource.k8s.io': { generation, returnsDeleted },
  'resourceclaims.resource.k8s.io': { returnsDeleted },
  'resourceclaimtemplates.resource.k8s.io': { returnsDeleted },
  'resourceslices.resource.k8s.io': {
    generation,
    returnsDeleted,
    fields: { 'spec.nodeName': '', 'spec.driver': '' },
  },
  'priorityclasses.scheduling.k8s.io': { shortNames: ['pc'], generation },
  'csidrivers.storage.k8s.io': { unconditionalUpdate, returnsDeleted },
  'csinodes.storage.k8s.io': { unconditionalUpdate, returnsDeleted },
  'csistoragecapacities.storage.k8s.io': { unconditionalUpdate },
  'storageclasses.storage.k8s.io': { shortNames: ['sc'], returnsDeleted },
  'volumeattachments.storage.k8s.io': { unconditionalUpdate, returnsDeleted },
  'volumeattributesclasses.storage.k8s.io': { shortNames: ['vac'], returnsDeleted },
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': {
    unconditionalUpdate,
    generation,
    categories: extensions,
  },
  'validatingwebhookconfigurations.admissionregistration.k8s.io': {
    unconditionalUpdate,
    generation,
    categories: extensions,
  },
  'mutatingadmissionpolicies.admissionregistration.k8s.io': {
    unconditionalUpdate,
    generation,
    categories: extensions,
  },
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io': {
    unconditionalUpdate,
    generation,
    categories: extensions,
  },
  'validatingadmissionpolicies.admissionregistration.k8s.io': {
    unconditionalUpdate,
    generation,
    categories: extensions,
  },
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': {
    unconditionalUpdate,
    generation,
    categories: extensions,
  },
  'customresourcedefinitions.apiextensions.k8s.io': {
    shortNames: ['crd', 'crds'],
    categories: extensions,
    unconditionalUpdate,
    generation,
    zero: {
      spec: { group: '', names: emptyNames, scope: '', versions: null },
      status: { conditions: null, acceptedNames: emptyNames, storedVersions: null },
    },
  },
  'apiservices.apiregistration.k8s.io': { categories: extensions },
};

// Where a version differs from the others of its kind.
const byVersion: Readonly<Record<string, Partial<Traits>>> = {
  'autoscaling/v1 horizontalpodautoscalers': {
    zero: {
      spec: { scaleTargetRef: {}, maxReplicas: 0 },
      status: { currentReplicas: 0, desiredReplicas: 0 },
    },
  },
};

/** The traits of a built-in kind. */
export function traitsOf(resource: Resource): Traits {
  const own = byVersion[`${apiVersionOf(resource)} ${resource.plural}`];
  return { ...defaultTraits, ...byName[resourceName(resource)], ...own };
}
