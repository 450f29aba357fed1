// What is filled in where the spec of a pod, its own or that of a template, says nothing.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, stringAt, textAt } from '../../json/json.ts';
import { always, computed, type Defaults, each, within } from '../defaults.ts';
import { claimSpec } from '../persistent-volume-claim/persistent-volume-claim.ts';

const httpGet = within({ path: '/', scheme: 'HTTP' });

const probe = within({
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  httpGet,
  grpc: within({ service: '' }),
});

const hook = within({ httpGet });

const fieldRef: Defaults = { fieldRef: within({ apiVersion: 'v1' }) };

const container: Defaults = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: computed((one) => pullPolicy(one, 'image')),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: within({ preStop: hook, postStart: hook }),
  ports: each({ protocol: 'TCP' }),
  env: each({ valueFrom: within(fieldRef) }),
};

function pullPolicy(object: JsonObject, image: string): string {
  return isLatest(textAt(object, image)) ? 'Always' : 'IfNotPresent';
}

// An image without a tag and without a digest is the latest one; what is no name of an image has no tag.
function isLatest(image: string): boolean {
  if (/^$|[\t\n\v\f\r ]/.test(image)) return false;
  const tag = /:([\w.-]+)$/.exec(image.split('@')[0] ?? '')?.[1];
  return tag === undefined ? !image.includes('@') : tag === 'latest';
}

const files = { defaultMode: 0o644 };
const downward: Defaults = { items: each(fieldRef) };

const volume: Defaults = {
  emptyDir: within({}, (one) => Object.keys(one).every((key) => key === 'name')),
  secret: within(files),
  configMap: within(files),
  downwardAPI: within({ ...files, ...downward }),
  projected: within({
    ...files,
    sources: each({
      serviceAccountToken: within({ expirationSeconds: 3600 }),
      downwardAPI: within(downward),
    }),
  }),
  hostPath: within({ type: '' }),
  iscsi: within({ iscsiInterface: 'default' }),
  rbd: within({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  azureDisk: within({ cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }),
  image: within({ pullPolicy: computed((one) => pullPolicy(one, 'reference')) }),
  scaleIO: within({ storageMode: 'ThinProvisioned', fsType: 'xfs' }),
  ephemeral: within({ volumeClaimTemplate: within({ metadata: {}, spec: within(claimSpec) }) }),
};

/** Of pods and of the templates of pods. */
export const podSpec: Defaults = {
  containers: each(container, null),
  initContainers: each(container),
  ephemeralContainers: each(container),
  volumes: each(volume),
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  // Two names of one field.
  serviceAccountName: computed((spec) => stringAt(spec, 'serviceAccount')),
  serviceAccount: computed((spec) => stringAt(spec, 'serviceAccountName')),
};

/** What a workload makes its pods of. */
export const podTemplateDefaults: Defaults = { metadata: {}, spec: always(podSpec) };
