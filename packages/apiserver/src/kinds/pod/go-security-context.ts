// A security context as Go prints its own type, which some refusals quote.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/types.go

import { isJsonObject, type Json, type JsonObject, valueAt } from '../../json/json.ts';

type Shape = Readonly<Record<string, readonly string[] | undefined>>;

// By its key in JSON, in the order in which it is printed: the keys within.
const shape: Shape = {
  capabilities: ['add', 'drop'],
  privileged: undefined,
  seLinuxOptions: ['user', 'role', 'type', 'level'],
  windowsOptions: ['gmsaCredentialSpecName', 'gmsaCredentialSpec', 'runAsUserName', 'hostProcess'],
  runAsUser: undefined,
  runAsGroup: undefined,
  runAsNonRoot: undefined,
  readOnlyRootFilesystem: undefined,
  allowPrivilegeEscalation: undefined,
  procMount: undefined,
  seccompProfile: ['type', 'localhostProfile'],
  appArmorProfile: ['type', 'localhostProfile'],
};

export function goSecurityContext(context: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(shape).map(([key, inner]) => {
      const value = valueAt(context, key) ?? null;
      return [goName(key), inner && isJsonObject(value) ? goFields(value, inner) : value];
    }),
  );
}

/** Fields as Go names them, null where they are not set. */
export function goFields(object: JsonObject, keys: readonly string[]): JsonObject {
  // Texts of SELinux are no pointers.
  const absent = keys.includes('level') ? '' : null;
  return Object.fromEntries(keys.map((key): [string, Json] => [goName(key), valueAt(object, key) ?? absent]));
}

function goName(key: string): string {
  if (key === 'seLinuxOptions') return 'SELinuxOptions';
  const name = key.replace(/^gmsa/, 'GMSA');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
