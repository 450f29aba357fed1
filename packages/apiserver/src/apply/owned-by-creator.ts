// Even what is stored nowhere has owners of its fields.

import { apiVersionOf } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import { timestamp } from '../timestamp.ts';
import type { GroupVersionKind } from '../types/type-names.ts';
import { withManagedFields } from './managed-entry.ts';
import { ownByUpdate } from './managed-fields.ts';
import { builtinRules } from './merge-rules.ts';

interface Creation {
  readonly kind: GroupVersionKind;
  /** Who sends it, as managed fields name them. */
  readonly manager: string;
  /** At which it is posted; default: none. */
  readonly subresource?: string;
  /** What is there before anybody writes, and so is nobody's. */
  readonly before: JsonObject;
}

/** What was posted and answered, all of it owned by who has sent it. */
export function ownedByCreator(
  server: ServerContext,
  object: JsonObject,
  { kind, manager, subresource = '', before }: Creation,
): JsonObject {
  const apiVersion = apiVersionOf(kind);
  const managedFields = ownByUpdate(before, object, {
    manager: { name: manager, operation: 'Update', apiVersion, subresource },
    rules: builtinRules(apiVersion, kind.kind),
    time: () => timestamp(server),
    ignored: [],
    zero: before,
  });
  return withManagedFields(object, managedFields);
}
