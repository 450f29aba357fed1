import { resourceName } from '@kube-rx/core';
import type { AdmissionAttributes } from './attributes.ts';

/** The resource that is created or updated, as `deployments.apps`; undefined for other requests, and for a part of it. */
export function writtenKind({ served, operation, subresource }: AdmissionAttributes): string | undefined {
  const isWrite = operation === 'CREATE' || operation === 'UPDATE';
  return isWrite && subresource === '' ? resourceName(served.resource) : undefined;
}
