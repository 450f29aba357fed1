// Admission plugin DefaultIngressClass.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/network/defaultingressclass/admission.go

import { objectAt } from '../json/json.ts';
import { defaultClassFor } from '../kinds/networking/default-class.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { writtenKind } from './written-kind.ts';

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  mutate(attributes) {
    const { server, object, old } = attributes;
    if (old || writtenKind(attributes) !== 'ingresses.networking.k8s.io') return object;
    const found = defaultClassFor(server, object);
    if (found === undefined) return object;
    return { ...object, spec: { ...objectAt(object, 'spec'), ingressClassName: found } };
  },
};
