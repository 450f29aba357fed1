// Admission plugin ServiceAccount: as whom a pod runs, and the token that it gets for it.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/serviceaccount/admission.go

import { objectKey } from '@kube-rx/core';
import { type JsonObject, objectAt, objectsAt, stringAt, textAt, valueAt } from '../../json/json.ts';
import { unclassified } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { AdmissionPlugin } from '../plugin.ts';
import { refusalOf } from '../refusal.ts';
import { writtenKind } from '../written-kind.ts';
import { type ContainerList, secretComplaint, secretNames } from './secrets.ts';
import { withTokenMount } from './token-mount.ts';

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  mutate(attributes) {
    const { object } = attributes;
    if (!isNewPod(attributes)) return object;
    // A kubelet deletes a mirror pod that is not what it has sent.
    const pod = isMirror(object) ? object : withAccount(attributes);
    validateNew({ ...attributes, object: pod });
    return pod;
  },
  validate(attributes) {
    const { object, operation, subresource, served } = attributes;
    if (!object) return;
    if (isNewPod(attributes)) validateNew({ ...attributes, object });
    const isDebug = operation === 'UPDATE' && subresource === 'ephemeralcontainers';
    if (isDebug && served.resource.group === '' && served.resource.plural === 'pods')
      requireDebugSecrets({ ...attributes, object });
  },
};

type ObjectAttributes = AdmissionAttributes & { readonly object: JsonObject };

function isNewPod(attributes: AdmissionAttributes): boolean {
  return attributes.operation === 'CREATE' && writtenKind(attributes) === 'pods';
}

function isMirror(pod: JsonObject): boolean {
  return valueAt(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined;
}

function withAccount(attributes: ObjectAttributes): JsonObject {
  const { server, object } = attributes;
  const given = objectAt(object, 'spec');
  const name = textAt(given, 'serviceAccountName') || 'default';
  const named = { ...given, serviceAccountName: name, serviceAccount: name };
  const account = accountOf({ ...attributes, object: { ...object, spec: named } });
  const [own, usual] = [given, account].map((one) => valueAt(one, 'automountServiceAccountToken'));
  const spec = (own ?? usual ?? true) ? withTokenMount(server, named) : named;
  const secrets = objectsAt(account, 'imagePullSecrets').map((one) => ({ name: textAt(one, 'name') }));
  const pulls = objectsAt(spec, 'imagePullSecrets').length === 0 && secrets.length > 0;
  return { ...object, spec: { ...spec, ...(pulls && { imagePullSecrets: secrets }) } };
}

function accountOf(attributes: ObjectAttributes): JsonObject {
  const { server, namespace, object } = attributes;
  const name = textAt(object, 'spec', 'serviceAccountName');
  if (name === '')
    throw refusalOf(
      attributes,
      `no service account specified for pod ${namespace}/${textAt(object, 'metadata', 'name')}`,
    );
  const accounts = server.registry.find('', 'v1', 'serviceaccounts');
  const stored = accounts?.store.get(objectKey(name, namespace));
  if (stored) return stored.object;
  throw refusalOf(
    attributes,
    `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`,
  );
}

function validateNew(attributes: ObjectAttributes): void {
  if (isMirror(attributes.object)) validateMirror(attributes);
  else {
    const complaint = complaintOf(attributes, ['initContainers', 'containers']);
    if (complaint !== undefined) throw refusalOf(attributes, complaint);
  }
}

// The real server does not classify this refusal.
function requireDebugSecrets(attributes: ObjectAttributes): void {
  const complaint = complaintOf(attributes, ['ephemeralContainers']);
  if (complaint !== undefined) throw unclassified(complaint);
}

function validateMirror(attributes: ObjectAttributes): void {
  const { object } = attributes;
  if (textAt(object, 'spec', 'serviceAccountName') !== '')
    throw refusalOf(attributes, 'a mirror pod may not reference service accounts');
  if (secretNames(object).length > 0) throw refusalOf(attributes, 'a mirror pod may not reference secrets');
  const sources = objectsAt(object, 'spec', 'volumes').flatMap((volume) =>
    objectsAt(volume, 'projected', 'sources'),
  );
  if (sources.some((source) => valueAt(source, 'serviceAccountToken') !== undefined))
    throw refusalOf(attributes, 'a mirror pod may not use ServiceAccountToken volume projections');
}

const enforcing = 'kubernetes.io/enforce-mountable-secrets';

// As Go reads a flag.
const yes = ['1', 't', 'T', 'TRUE', 'true', 'True'];

function complaintOf(attributes: ObjectAttributes, lists: readonly ContainerList[]): string | undefined {
  const account = accountOf(attributes);
  if (!yes.includes(stringAt(account, 'metadata', 'annotations', enforcing) ?? '')) return undefined;
  return secretComplaint(attributes.object, account, lists);
}
