// Admission plugin NodeDeclaredFeatureValidator: a pod is not changed into one that its node does not know to run.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/nodedeclaredfeatures/admission.go

import { type JsonObject, jsonEquals, objectsAt, stringsAt, textAt, valueAt } from '../json/json.ts';
import { changedPod, nodeNamed } from './node-of-pod.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';

export const declaredFeatures: AdmissionPlugin = {
  name: 'NodeDeclaredFeatureValidator',
  validate(attributes) {
    const changed = changedPod(attributes, ['', 'resize']);
    if (!changed) return;
    const needed = features.filter(([, needs]) => needs(changed.pod, changed.old)).map(([name]) => name);
    if (needed.length === 0) return;
    const declared = stringsAt(nodeNamed(attributes, changed.node), 'status', 'declaredFeatures');
    const missing = needed.filter((name) => !declared.includes(name));
    if (missing.length === 0) return;
    throw refusalOf(
      attributes,
      `pod update requires features ${missing.join(', ')} which are not available on node ${JSON.stringify(changed.node)}`,
    );
  },
};

type Needs = (pod: JsonObject, old: JsonObject) => boolean;

const features: readonly (readonly [string, Needs])[] = [
  [
    'InPlacePodLevelResourcesVerticalScaling',
    (pod, old) => !jsonEquals(valueAt(pod, 'spec', 'resources'), valueAt(old, 'spec', 'resources')),
  ],
  [
    'InPlacePodVerticalScalingInitContainers',
    (pod, old) => {
      const next = objectsAt(pod, 'spec', 'initContainers');
      return objectsAt(old, 'spec', 'initContainers').some(
        (container, at) =>
          textAt(container, 'restartPolicy') !== 'Always' &&
          !jsonEquals(container['resources'], next[at]?.['resources']),
      );
    },
  ],
];
