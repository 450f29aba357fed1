// Admission plugin LimitPodHardAntiAffinityTopology: no pod keeps others away from more than its node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/antiaffinity/admission.go

import { objectsAt, textAt } from '../json/json.ts';
import { forbidden } from '../status-error.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { writtenKind } from './written-kind.ts';

const hostname = 'kubernetes.io/hostname';
const terms = ['spec', 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];

export const antiAffinity: AdmissionPlugin = {
  name: 'LimitPodHardAntiAffinityTopology',
  validate(attributes) {
    if (writtenKind(attributes) !== 'pods') return;
    const { served, object } = attributes;
    const wide = objectsAt(object, ...terms)
      .map((term) => textAt(term, 'topologyKey'))
      .find((key) => key !== hostname);
    if (wide === undefined) return;
    throw forbidden(served.resource, textAt(object, 'metadata', 'name'), {
      why: `affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${wide} but only key ${hostname} is allowed`,
    });
  },
};
