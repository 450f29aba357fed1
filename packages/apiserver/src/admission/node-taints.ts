// Admission plugin TaintNodesByCondition: a new node is not ready. Its controller takes the taint off again.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/nodetaint/admission.go

import { objectAt, objectsAt, textAt } from '../json/json.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { writtenKind } from './written-kind.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export const nodeTaints: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  mutate(attributes) {
    const { object, old } = attributes;
    if (old || writtenKind(attributes) !== 'nodes') return object;
    const spec = objectAt(object, 'spec');
    const taints = objectsAt(spec, 'taints');
    const has = taints.some(
      (taint) => textAt(taint, 'key') === notReady.key && textAt(taint, 'effect') === notReady.effect,
    );
    return has ? object : { ...object, spec: { ...spec, taints: [...taints, notReady] } };
  },
};
