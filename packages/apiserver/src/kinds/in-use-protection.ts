// Admission plugin StorageObjectInUseProtection: finalizers that hold what is in use. A controller takes them off.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go

import { type JsonObject, objectAt, stringsAt } from '../json/json.ts';
import type { KindWrite } from './kind.ts';

export const claimProtection = 'kubernetes.io/pvc-protection';
export const volumeProtection = 'kubernetes.io/pv-protection';
export const attributesProtection = 'kubernetes.io/vac-protection';

export function withFinalizer({ server, object }: KindWrite, finalizer: string): JsonObject {
  if (!server.plugins.has('StorageObjectInUseProtection')) return object;
  const finalizers = stringsAt(object, 'metadata', 'finalizers');
  if (finalizers.includes(finalizer)) return object;
  return {
    ...object,
    metadata: { ...objectAt(object, 'metadata'), finalizers: [...finalizers, finalizer] },
  };
}
