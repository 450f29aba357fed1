// Requests for certificates, and bundles of them.

import { Duration } from '@kube-rx/core';
import { type JsonObject, numberAt, objectAt, objectsAt, textAt } from '../../json/json.ts';
import { at, labels } from '../cell.ts';
import type { Kind } from '../kind.ts';
import {
  signingRequestFaults,
  signingStatusFaults,
  withDecisions,
  withRequester,
  withTimes,
} from './signing-request.ts';
import { trustBundleFaults } from './trust-bundle.ts';

const group = 'certificates.k8s.io';

function requestedDuration(request: JsonObject): string {
  const seconds = numberAt(request, 'spec', 'expirationSeconds');
  return seconds === undefined ? '<none>' : Duration.age(seconds * 1000);
}

const conditionTypes = (request: JsonObject): string[] =>
  objectsAt(request, 'status', 'conditions').map((one) => textAt(one, 'type'));

function requestState(request: JsonObject): string {
  const types = conditionTypes(request);
  const decision = ['Denied', 'Approved'].find((type) => types.includes(type)) ?? 'Pending';
  const failed = types.includes('Failed') ? ',Failed' : '';
  return `${decision}${failed}${textAt(request, 'status', 'certificate') === '' ? '' : ',Issued'}`;
}

function podRequestState(request: JsonObject): string {
  const states = conditionTypes(request).filter((type) => ['Issued', 'Denied', 'Failed'].includes(type));
  return states.at(-1) ?? 'Pending';
}

export const certificateKinds: readonly Kind[] = [
  {
    group,
    kind: 'CertificateSigningRequest',
    names: 'segment',
    validate: signingRequestFaults,
    validateStatus: signingStatusFaults,
    prepareForCreate: withRequester,
    keepOnUpdate: (next, old) => ({ ...next, spec: objectAt(old, 'spec') }),
    keepOnStatusUpdate: withDecisions,
    prepareForStatusUpdate: withTimes,
    fields: { 'spec.signerName': '' },
    cells: {
      SignerName: at('spec.signerName'),
      Requestor: at('spec.username', ''),
      RequestedDuration: requestedDuration,
      Condition: requestState,
    },
  },
  {
    group,
    kind: 'ClusterTrustBundle',
    validate: trustBundleFaults,
    requiresVersion: true,
    names: 'segment',
    fields: { 'spec.signerName': '' },
    cells: { SignerName: at('spec.signerName') },
  },
  {
    group,
    kind: 'PodCertificateRequest',
    requiresVersion: true,
    fields: { 'spec.signerName': '', 'spec.podName': '', 'spec.nodeName': '' },
    cells: {
      PodName: at('spec.podName', ''),
      ServiceAccountName: at('spec.serviceAccountName', ''),
      NodeName: at('spec.nodeName', ''),
      SignerName: at('spec.signerName', ''),
      State: podRequestState,
      UnverifiedUserAnnotations: labels('spec.unverifiedUserAnnotations'),
    },
  },
];
