// Who the processes of a pod may be, and what volumes it may bring.
// https://github.com/kubernetes/pod-security-admission/tree/v0.36.3/policy

import { integerAt, type JsonObject, objectsAt, textAt, valueAt } from '../../json/json.ts';
import { type CheckedContainer, hasOwnUsers } from './pod.ts';
import { type Check, countedList, type FindViolation, namesOf, settersOf, sortedOnce } from './violation.ts';

const nonRoot: FindViolation = ({ context, containers }) => {
  const set = (one: JsonObject): boolean | undefined => {
    const value = valueAt(one, 'runAsNonRoot');
    return typeof value === 'boolean' ? value : undefined;
  };
  const having = (value: boolean | undefined): CheckedContainer[] =>
    containers.filter((one) => set(one.context) === value);
  const reason = 'runAsNonRoot != true';
  const setters = settersOf(set(context) === false, having(false));
  if (setters.length > 0)
    return { reason, detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` };
  const silent = set(context) === true ? [] : having(undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${namesOf(silent)} must set securityContext.runAsNonRoot=true` };
};

const rootUser: FindViolation = ({ context, containers }) => {
  const isRoot = (one: JsonObject): boolean => integerAt(one, 'runAsUser') === 0;
  const setters = settersOf(
    isRoot(context),
    containers.filter((one) => isRoot(one.context)),
  );
  if (setters.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` };
};

/** The check for pods whose users are those of the node. */
function ofNodeUsers(find: FindViolation): FindViolation {
  return (pod) => (hasOwnUsers(pod) ? undefined : find(pod));
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

// In the order in which they are looked for.
const otherVolumes = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

const volumes: FindViolation = ({ spec }) => {
  const has = (volume: JsonObject, type: string): boolean => valueAt(volume, type) !== undefined;
  const bad = objectsAt(spec, 'volumes').filter(
    (volume) => !allowedVolumes.some((type) => has(volume, type)),
  );
  if (bad.length === 0) return undefined;
  const types = sortedOnce(bad.map((volume) => otherVolumes.find((type) => has(volume, type)) ?? 'unknown'));
  const names = countedList(
    'volume',
    bad.map((volume) => textAt(volume, 'name')),
  );
  const uses = bad.length === 1 ? 'uses' : 'use';
  return {
    reason: 'restricted volume types',
    detail: `${names} ${uses} ${countedList('restricted volume type', types)}`,
  };
};

export const userChecks: readonly Check[] = [
  {
    id: 'restrictedVolumes',
    level: 'restricted',
    versions: [{ since: 0, find: volumes, replaces: 'hostPathVolumes' }],
  },
  {
    id: 'runAsNonRoot',
    level: 'restricted',
    versions: [
      { since: 0, find: nonRoot },
      { since: 35, find: ofNodeUsers(nonRoot) },
    ],
  },
  {
    id: 'runAsUser',
    level: 'restricted',
    versions: [
      { since: 23, find: rootUser },
      { since: 35, find: ofNodeUsers(rootUser) },
    ],
  },
];
