// What is known of a kind's fields.

import type { TypeSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import type { ServedResource } from '../registry/served-resource.ts';
import { typeOf } from './type-names.ts';

/** The Go type of a built-in kind; undefined for a custom kind and for one that Kubernetes does not have. */
export function kindSchema({
  resource,
  custom,
}: Pick<ServedResource, 'resource' | 'custom'>): TypeSchema | undefined {
  return custom ? undefined : schemas(typeOf(resource));
}
