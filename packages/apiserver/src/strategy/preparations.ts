// What the server itself writes into objects of some built-in kinds, whatever the request says: nobody owns it.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/registry (strategy.go of each kind)

import { resourceName } from '@kube-rx/core';
import { templateGeneration } from '../defaults/workloads.ts';
import {
  arrayAt,
  isJsonObject,
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  valueAt,
  withKey,
} from '../json/json.ts';
import { validateDefinition, validateDefinitionChange } from '../kinds/custom-resource-definition.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { timestamp } from '../timestamp.ts';
import { admitPod } from './pod-admission.ts';
import { withNetwork } from './service-network.ts';

interface Written {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly object: JsonObject;
}

type OnCreate = (written: Written) => JsonObject;
type OnUpdate = (written: Written & { readonly old: JsonObject }) => JsonObject;

// An empty list is none in the Go type, and rules are printed all the same.
const withRules = ({ object }: Written): JsonObject =>
  arrayAt(object, 'rules').length === 0 ? withKey(object, 'rules', null) : object;

const pending = { phase: 'Pending' };

/** By resource name; run after the status of the request has been dropped. */
const onCreate: Readonly<Record<string, OnCreate>> = {
  namespaces: ({ object }) => ({
    ...object,
    spec: { ...objectAt(object, 'spec'), finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }),
  pods: ({ server, object }) => admitPod(server, object),
  persistentvolumes: ({ server, object }) => ({
    ...object,
    status: { ...pending, lastPhaseTransitionTime: timestamp(server) },
  }),
  persistentvolumeclaims: ({ object }) => ({ ...object, status: pending }),
  services: ({ server, served, object }) => withNetwork(server, served, object),
  'customresourcedefinitions.apiextensions.k8s.io': ({ served, object }) => {
    validateDefinition(object);
    const versions = arrayAt(objectAt(object, 'spec'), 'versions').filter(isJsonObject);
    const storage = versions.filter((one) => valueAt(one, 'storage') === true);
    const storedVersions = storage.map((one) => valueAt(one, 'name') ?? '');
    return { ...object, status: { ...objectAt(served.storedZero, 'status'), storedVersions } };
  },
  'daemonsets.apps': ({ object }) => withTemplateGeneration(object, 1),
  'jobs.batch': ({ object }) => withJobLabels(object),
  'clusterroles.rbac.authorization.k8s.io': withRules,
  'roles.rbac.authorization.k8s.io': withRules,
};

const onUpdate: Readonly<Record<string, OnUpdate>> = {
  services: ({ server, served, object, old }) => withNetwork(server, served, object, old),
  'customresourcedefinitions.apiextensions.k8s.io': ({ object, old }) => {
    validateDefinitionChange(old, object);
    validateDefinition(object);
    return object;
  },
  'daemonsets.apps': ({ object, old }) => {
    const generation = Number(annotationsOf(old)[templateGeneration] ?? 1);
    const template = (one: JsonObject): JsonObject => objectAt(objectAt(one, 'spec'), 'template');
    const changed = !jsonEquals(template(object), template(old));
    return withTemplateGeneration(object, changed ? generation + 1 : generation);
  },
  'clusterroles.rbac.authorization.k8s.io': withRules,
  'roles.rbac.authorization.k8s.io': withRules,
};

export function preparedForCreate(
  server: ServerContext,
  served: ServedResource,
  object: JsonObject,
): JsonObject {
  const prepare = served.custom ? undefined : onCreate[resourceName(served.resource)];
  return prepare ? prepare({ server, served, object }) : object;
}

export function preparedForUpdate(
  server: ServerContext,
  served: ServedResource,
  object: JsonObject,
  old: JsonObject,
): JsonObject {
  const prepare = served.custom ? undefined : onUpdate[resourceName(served.resource)];
  return prepare ? prepare({ server, served, object, old }) : object;
}

function annotationsOf(object: JsonObject): JsonObject {
  return objectAt(objectAt(object, 'metadata'), 'annotations');
}

function withTemplateGeneration(object: JsonObject, generation: number): JsonObject {
  const annotations = { ...annotationsOf(object), [templateGeneration]: String(generation) };
  return { ...object, metadata: { ...objectAt(object, 'metadata'), annotations } };
}

// A job finds its pods by its own uid, unless it says that it knows better.
function withJobLabels(job: JsonObject): JsonObject {
  const spec = objectAt(job, 'spec');
  const metadata = objectAt(job, 'metadata');
  if (valueAt(spec, 'manualSelector') === true) return job;
  const [uid, name] = [stringAt(metadata, 'uid') ?? '', stringAt(metadata, 'name') ?? ''];
  const template = objectAt(spec, 'template');
  const own = objectAt(template, 'metadata');
  const labels = {
    ...objectAt(own, 'labels'),
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
  return {
    ...job,
    metadata: { ...metadata, labels: valueAt(metadata, 'labels') ?? labels },
    spec: {
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...template, metadata: { ...own, labels } },
    },
  };
}

/** Kinds whose status a create may set: they report themselves. */
export const keepsStatusOnCreate: ReadonlySet<string> = new Set(['nodes']);
