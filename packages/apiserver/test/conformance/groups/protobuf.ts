// Bodies of protobuf, whole and broken; all answers are JSON.

import { bytesField, encodeObject, envelope, numberField } from '../../support/protobuf-encoder.ts';
import { deployments, leases, roles } from '../odd-objects.ts';
import type { Ask, Group } from '../session.ts';

const protobuf = { 'content-type': 'application/vnd.kubernetes.protobuf' };

export const group: Group = async (t) => {
  const post = (path: string, body: Uint8Array, ask: Ask = {}): Promise<unknown> =>
    t.post(path, body, { headers: protobuf, ...ask });
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', labels: { l: '1' }, annotations: { n: '2' } },
    data: { k: 'v', empty: '' },
    binaryData: { b: 'AAEC/w==' },
    immutable: false,
  };
  await post(t.at('configmaps'), encodeObject(configMap));
  await post(t.at('configmaps'), encodeObject(configMap));
  await post(t.at('secrets'), encodeObject({ ...configMap, kind: 'Secret', metadata: { name: 's' } }));
  await post(t.at('secrets'), encodeObject(configMap));
  await post(
    leases(t),
    encodeObject({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'l' },
      spec: {
        holderIdentity: '',
        leaseTransitions: 0,
        leaseDurationSeconds: 15,
        renewTime: '2020-01-01T00:00:00.000001Z',
        acquireTime: '2020-01-01T00:00:00.500000Z',
      },
    }),
  );
  await post(
    roles(t),
    encodeObject({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'r' },
      rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] }],
    }),
  );
  await post(
    `/apis/policy/v1/namespaces/${t.namespace}/poddisruptionbudgets`,
    encodeObject({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'b' },
      spec: { minAvailable: '50%', selector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
    }),
  );
  await post(
    t.at('resourcequotas'),
    encodeObject({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q' },
      spec: { hard: { cpu: '1500m', pods: '3' } },
    }),
  );
  await post(
    `/apis/apps/v1/namespaces/${t.namespace}/controllerrevisions`,
    encodeObject({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: 'c' },
      data: { any: [1, 'x', null] },
      revision: 3,
    }),
  );
  await post(
    deployments(t),
    encodeObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { a: 'b' } },
        template: {
          metadata: { labels: { a: 'b' } },
          spec: {
            volumes: [{ name: 'v', emptyDir: {} }],
            containers: [
              {
                name: 'c',
                image: 'i',
                livenessProbe: { httpGet: { port: 80 } },
                resources: { limits: { memory: '1Gi' } },
                securityContext: { runAsUser: 0, privileged: false },
              },
            ],
          },
        },
      },
    }),
  );
  await t.get(`${deployments(t)}/d`);
  await t.put(`${t.at('configmaps')}/a`, encodeObject({ ...configMap, data: { k: 'w' } }), {
    headers: protobuf,
  });
  await post(
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    encodeObject({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb: 'get', resource: 'pods' } },
    }),
    { only: ['spec', 'kind'] },
  );
  await t.delete(
    `${t.at('configmaps')}/a`,
    encodeObject(
      { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'x' } },
      'meta/v1/DeleteOptions',
    ),
    { headers: protobuf },
  );
  const named = { apiVersion: 'v1', kind: 'ConfigMap' };
  const at = t.at('configmaps');
  const metadata = (name: string): Uint8Array => bytesField(1, bytesField(1, Buffer.from(name)));
  await post(at, envelope({ apiVersion: '', kind: '' }, metadata('unnamed')));
  await post(at, envelope(named, Buffer.concat([metadata('unknown'), numberField(99, 1n)])));
  await post(at, Buffer.from('not protobuf'));
  await post(at, Buffer.from('k8s\0'));
  await post(at, new Uint8Array());
  await post(at, Buffer.concat([Buffer.from('k8s\0'), Buffer.from([0x0a, 0x7f])]));
  await post(at, envelope(named, Buffer.from([0x0a, 0x7f, 0x00])));
  await post(at, envelope(named, Buffer.from([0x08, 0x01])));
  await post(at, envelope({ ...named, kind: 'Nothing' }, metadata('n')));
  await post(at, envelope({ ...named, apiVersion: 'v9' }, metadata('n')));
};
