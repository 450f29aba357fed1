// What is filled in where the spec of a pod, its own or that of a template, says nothing.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, stringAt, textAt } from '../../json/json.ts';
import { always, type Defaults, each, filled, nonZero, within } from '../defaults.ts';
import { claimSpec } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { isLatest } from './image-reference.ts';

const httpGet = within({ path: filled('/'), scheme: filled('HTTP') });

const probe = within({
  timeoutSeconds: nonZero(1),
  periodSeconds: nonZero(10),
  successThreshold: nonZero(1),
  failureThreshold: nonZero(3),
  httpGet,
  grpc: within({ service: '' }),
});

const hook = within({ httpGet });

const fieldRef: Defaults = { fieldRef: within({ apiVersion: filled('v1') }) };

const container: Defaults = {
  resources: {},
  terminationMessagePath: filled('/dev/termination-log'),
  terminationMessagePolicy: filled('File'),
  imagePullPolicy: filled((one) => pullPolicy(one, 'image')),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: within({ preStop: hook, postStart: hook }),
  ports: each({ protocol: filled('TCP') }),
  env: each({ valueFrom: within(fieldRef) }),
};

function pullPolicy(object: JsonObject, image: string): string {
  return isLatest(textAt(object, image)) ? 'Always' : 'IfNotPresent';
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
  iscsi: within({ iscsiInterface: filled('default') }),
  rbd: within({ pool: filled('rbd'), user: filled('admin'), keyring: filled('/etc/ceph/keyring') }),
  azureDisk: within({ cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }),
  image: within({ pullPolicy: filled((one) => pullPolicy(one, 'reference')) }),
  scaleIO: within({ storageMode: filled('ThinProvisioned'), fsType: filled('xfs') }),
  ephemeral: within({ volumeClaimTemplate: within({ metadata: {}, spec: within(claimSpec) }) }),
};

/** Of pods and of the templates of pods. */
export const podSpec: Defaults = {
  containers: each(container, null),
  initContainers: each(container),
  ephemeralContainers: each(container),
  volumes: each(volume),
  restartPolicy: filled('Always'),
  terminationGracePeriodSeconds: 30,
  dnsPolicy: filled('ClusterFirst'),
  securityContext: {},
  schedulerName: filled('default-scheduler'),
  // Two names of one field.
  serviceAccountName: filled((spec) => stringAt(spec, 'serviceAccount')),
  serviceAccount: filled((spec) => stringAt(spec, 'serviceAccountName')),
};

/** What a workload makes its pods of. */
export const podTemplateDefaults: Defaults = { metadata: {}, spec: always(podSpec) };
