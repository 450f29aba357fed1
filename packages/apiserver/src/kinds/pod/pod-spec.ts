// What stands in the spec of a pod, its own or that of a template.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { stringAt } from '../../json/json.ts';
import type { Defaults } from '../defaults.ts';

const httpGet: Defaults = { values: { path: '/', scheme: 'HTTP' } };

const probe: Defaults = {
  values: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  fields: { httpGet, grpc: { values: { service: '' } } },
};

const hook: Defaults = { fields: { httpGet } };

const fieldRef: Defaults = { fields: { fieldRef: { values: { apiVersion: 'v1' } } } };

const container: Defaults = {
  values: {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: (one) => (isLatest(stringAt(one, 'image') ?? '') ? 'Always' : 'IfNotPresent'),
  },
  fields: {
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    lifecycle: { fields: { preStop: hook, postStart: hook } },
  },
  items: { ports: { values: { protocol: 'TCP' } }, env: { fields: { valueFrom: fieldRef } } },
};

// An image without a tag and without a digest is the latest one.
function isLatest(image: string): boolean {
  if (image === '') return false;
  const tag = /:([\w.-]+)$/.exec(image.split('@')[0] ?? '')?.[1];
  return tag === undefined ? !image.includes('@') : tag === 'latest';
}

const files: Defaults = { values: { defaultMode: 0o644 } };
const downward: Defaults = { items: { items: fieldRef } };

const volume: Defaults = {
  values: { emptyDir: (one) => (Object.keys(one).every((key) => key === 'name') ? {} : undefined) },
  fields: {
    secret: files,
    configMap: files,
    downwardAPI: { ...files, ...downward },
    projected: {
      ...files,
      items: {
        sources: {
          fields: { serviceAccountToken: { values: { expirationSeconds: 3600 } }, downwardAPI: downward },
        },
      },
    },
    hostPath: { values: { type: '' } },
    iscsi: { values: { iscsiInterface: 'default' } },
    rbd: { values: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' } },
    azureDisk: { values: { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' } },
    scaleIO: { values: { storageMode: 'ThinProvisioned', fsType: 'xfs' } },
    ephemeral: {
      fields: {
        volumeClaimTemplate: {
          values: { metadata: {} },
          fields: { spec: { values: { resources: {}, volumeMode: 'Filesystem' } } },
        },
      },
    },
  },
};

/** Of pods and of the templates of pods. */
export const podSpec: Defaults = {
  values: {
    containers: null,
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    // Two names of one field.
    serviceAccountName: (spec) => stringAt(spec, 'serviceAccount'),
    serviceAccount: (spec) => stringAt(spec, 'serviceAccountName'),
  },
  items: {
    containers: container,
    initContainers: container,
    ephemeralContainers: container,
    volumes: volume,
  },
};
