// The volume by which the containers of a pod reach the API: a token, the authority of the server, the namespace.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/serviceaccount/admission.go

import { type Json, type JsonObject, objectOf, objectsAt, textAt } from '../../json/json.ts';
import { generateName, type ServerContext } from '../../server-context.ts';

const prefix = 'kube-api-access-';
const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The spec, whose containers mount the volume where they do not mount something else there. */
export function withTokenMount(server: ServerContext, spec: JsonObject): JsonObject {
  const volumes = objectsAt(spec, 'volumes');
  const present = volumes.map((volume) => textAt(volume, 'name')).find((name) => name.startsWith(prefix));
  const lists = ['initContainers', 'containers'].map((list) => [list, objectsAt(spec, list)] as const);
  if (!lists.some(([, containers]) => containers.some(needsMount))) return spec;
  const name = present ?? generateName(server, prefix);
  const mounted = lists
    .filter(([, containers]) => containers.length > 0)
    .map(([list, containers]): [string, Json] => [
      list,
      containers.map((container) => (needsMount(container) ? withMount(container, name) : container)),
    ]);
  const added = present === undefined ? { volumes: [...volumes, tokenVolume(name)] } : {};
  return { ...spec, ...objectOf(mounted), ...added };
}

function needsMount(container: JsonObject): boolean {
  return !objectsAt(container, 'volumeMounts').some((mount) => textAt(mount, 'mountPath') === mountPath);
}

function withMount(container: JsonObject, name: string): JsonObject {
  const volumeMounts = [...objectsAt(container, 'volumeMounts'), { name, readOnly: true, mountPath }];
  return { ...container, volumeMounts };
}

function tokenVolume(name: string): JsonObject {
  const namespace = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespace] } },
  ];
  return { name, projected: { sources, defaultMode: 420 } };
}
