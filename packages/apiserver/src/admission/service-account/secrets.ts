// The Secrets that a pod names, and those of them that its ServiceAccount does not have.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/serviceaccount/admission.go

import { type JsonObject, objectAt, objectsAt, textAt, valueAt } from '../../json/json.ts';

export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

const nouns: Readonly<Record<ContainerList, string>> = {
  initContainers: 'init container',
  containers: 'container',
  ephemeralContainers: 'ephemeral container',
};

/** The first that the account does not have, as a refusal; undefined where it has all. */
export function secretComplaint(
  pod: JsonObject,
  account: JsonObject,
  lists: readonly ContainerList[],
): string | undefined {
  const spec = objectAt(pod, 'spec');
  const has = new Set(objectsAt(account, 'secrets').map((secret) => textAt(secret, 'name')));
  const name = textAt(account, 'metadata', 'name');
  const refusal = (what: string, secret: string): string =>
    `${what} secret.secretName="${secret}" is not allowed because service account ${name} does not reference that secret`;
  // A container that was added brings no volumes.
  const isWhole = lists.includes('containers');
  if (isWhole)
    for (const secret of volumeSecrets(spec)) if (!has.has(secret)) return refusal('volume with', secret);
  for (const list of lists)
    for (const container of objectsAt(spec, list))
      for (const { secret, place } of containerSecrets(container))
        if (!has.has(secret))
          return refusal(`${nouns[list]} ${textAt(container, 'name')} with ${place} referencing`, secret);
  return isWhole ? pullComplaint(spec, account) : undefined;
}

function volumeSecrets(spec: JsonObject): string[] {
  return objectsAt(spec, 'volumes')
    .filter((volume) => valueAt(volume, 'secret') !== undefined)
    .map((volume) => textAt(volume, 'secret', 'secretName'));
}

function containerSecrets(container: JsonObject): { readonly secret: string; readonly place: string }[] {
  const variables = objectsAt(container, 'env')
    .filter((one) => valueAt(one, 'valueFrom', 'secretKeyRef') !== undefined)
    .map((one) => ({
      secret: textAt(one, 'valueFrom', 'secretKeyRef', 'name'),
      place: `envVar ${textAt(one, 'name')}`,
    }));
  const sources = objectsAt(container, 'envFrom')
    .filter((one) => valueAt(one, 'secretRef') !== undefined)
    .map((one) => ({ secret: textAt(one, 'secretRef', 'name'), place: 'envFrom' }));
  return [...variables, ...sources];
}

function pullComplaint(spec: JsonObject, account: JsonObject): string | undefined {
  const has = new Set(objectsAt(account, 'imagePullSecrets').map((secret) => textAt(secret, 'name')));
  const asked = objectsAt(spec, 'imagePullSecrets').map((secret) => textAt(secret, 'name'));
  const at = asked.findIndex((name) => !has.has(name));
  if (at < 0) return undefined;
  const owner = textAt(account, 'metadata', 'name');
  return `imagePullSecrets[${at}].name="${asked[at]}" is not allowed because service account ${owner} does not reference that imagePullSecret`;
}

// Where a kind of volume names a Secret.
const volumePaths = [
  ['azureFile', 'secretName'],
  ['cephfs', 'secretRef', 'name'],
  ['cinder', 'secretRef', 'name'],
  ['flexVolume', 'secretRef', 'name'],
  ['rbd', 'secretRef', 'name'],
  ['secret', 'secretName'],
  ['scaleIO', 'secretRef', 'name'],
  ['iscsi', 'secretRef', 'name'],
  ['storageos', 'secretRef', 'name'],
  ['csi', 'nodePublishSecretRef', 'name'],
];

/** All Secrets that a pod names. */
export function secretNames(pod: JsonObject): string[] {
  const spec = objectAt(pod, 'spec');
  const pulls = objectsAt(spec, 'imagePullSecrets').map((secret) => textAt(secret, 'name'));
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    objectsAt(spec, list).flatMap((container) => containerSecrets(container).map(({ secret }) => secret)),
  );
  const volumes = objectsAt(spec, 'volumes').flatMap((volume) => [
    ...volumePaths.map((path) => textAt(volume, ...path)),
    ...objectsAt(volume, 'projected', 'sources').map((source) => textAt(source, 'secret', 'name')),
  ]);
  return [...pulls, ...containers, ...volumes].filter((name) => name !== '');
}
