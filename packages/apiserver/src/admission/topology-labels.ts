// Admission plugin PodTopologyLabels: a pod that has its node has the node's zone and region as labels.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/podtopologylabels/admission.go

import { type JsonObject, objectAt, objectOf, stringEntries, textAt } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { writtenKind } from './written-kind.ts';

const name = 'PodTopologyLabels';
const keys = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

export const topologyLabels: AdmissionPlugin = {
  name,
  mutate(attributes) {
    const { server, object, old } = attributes;
    if (old || writtenKind(attributes) !== 'pods') return object;
    return withTopologyLabels(server, object, textAt(object, 'spec', 'nodeName'));
  },
};

/** The pod, or the binding of one, with the labels of its node; the same one where it gets none. */
export function withTopologyLabels(
  { registry, plugins }: ServerContext,
  object: JsonObject,
  node: string,
): JsonObject {
  if (node === '' || !plugins.has(name)) return object;
  const stored = registry.find('', 'v1', 'nodes')?.store.get(node);
  const labels = stringEntries(objectAt(stored?.object, 'metadata', 'labels')).filter(([key]) =>
    keys.includes(key),
  );
  if (labels.length === 0) return object;
  const metadata = objectAt(object, 'metadata');
  return {
    ...object,
    metadata: { ...metadata, labels: { ...objectAt(metadata, 'labels'), ...objectOf(labels) } },
  };
}
