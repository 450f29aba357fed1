// The options of a request as admission sees them: an object, whatever their place in the request.

import type { Json, JsonObject } from '../json/json.ts';
import type { WriteQuery } from './write-query.ts';

type AdmittedOptions = 'CreateOptions' | 'UpdateOptions' | 'DeleteOptions';

interface Given {
  readonly dryRun?: boolean;
  readonly [field: string]: Json | undefined;
}

export function operationOptions(kind: AdmittedOptions, { dryRun, ...given }: Given): JsonObject {
  const set: [string, Json][] = [];
  for (const [key, value] of Object.entries(given))
    if (value !== undefined && value !== '') set.push([key, value]);
  return {
    kind,
    apiVersion: 'meta.k8s.io/v1',
    ...(dryRun && { dryRun: ['All'] }),
    ...Object.fromEntries(set),
  };
}

/** Those of a create or an update; a patch counts as one of them. */
export function writeOptions(kind: AdmittedOptions, { dryRun, sent }: WriteQuery): JsonObject {
  return operationOptions(kind, { dryRun, ...sent });
}
