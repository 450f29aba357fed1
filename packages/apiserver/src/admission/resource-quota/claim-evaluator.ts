// What quotas count of claims for volumes: how many and how much, together and by their class.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/quota/v1/evaluator/core/persistent_volume_claims.go

import type { Amount } from '@kube-rx/core';
import { type JsonObject, objectAt, stringAt, textAt } from '../../json/json.ts';
import { amountsIn } from '../../validation/resource-amounts.ts';
import { type Evaluator, type Measure, pieces } from './evaluator.ts';

const [claims, storage, attributesClass] = [
  'persistentvolumeclaims',
  'requests.storage',
  'VolumeAttributesClass',
];
const ofClass = '.storageclass.storage.k8s.io/';

export const claimEvaluator: Evaluator = {
  counts: (name) =>
    name === `count/${claims}` ||
    [claims, storage].some((one) => name === one || name.endsWith(`${ofClass}${one}`)),
  handles: ({ operation, subresource }) =>
    subresource === 'status' || (subresource === '' && (operation === 'CREATE' || operation === 'UPDATE')),
  measure: measureClaim,
  scopes: new Set([attributesClass]),
};

function measureClaim(claim: JsonObject): Measure {
  const annotated = stringAt(claim, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class');
  const storageClass = annotated ?? textAt(claim, 'spec', 'storageClassName');
  const bytes = storageOf(claim);
  const kinds = storageClass === '' ? [''] : ['', `${storageClass}${ofClass}`];
  const usage = new Map([
    ...pieces(1, `count/${claims}`, ...kinds.map((kind) => `${kind}${claims}`)),
    ...(bytes ? kinds.map((kind): [string, Amount] => [`${kind}${storage}`, bytes]) : []),
  ]);
  const classes = [
    textAt(claim, 'spec', 'volumeAttributesClassName'),
    textAt(claim, 'status', 'currentVolumeAttributesClassName'),
    textAt(claim, 'status', 'modifyVolumeStatus', 'targetVolumeAttributesClassName'),
  ].filter((name) => name !== '');
  return { usage, marks: new Map(classes.length > 0 ? [[attributesClass, classes]] : []) };
}

// What was given may be more than what is asked for, where a smaller size is asked for after a failure.
function storageOf(claim: JsonObject): Amount | undefined {
  const asked = amountsIn(objectAt(claim, 'spec', 'resources', 'requests')).get('storage');
  if (!asked) return undefined;
  const given = amountsIn(objectAt(claim, 'status', 'allocatedResources')).get('storage');
  return whole(given && given.nanos > asked.nanos ? given : asked);
}

// A quota counts bytes.
function whole({ nanos, format }: Amount): Amount {
  const unit = 1_000_000_000n;
  return { nanos: ((nanos + unit - 1n) / unit) * unit, format };
}
