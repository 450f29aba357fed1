// The one type that everything composes with. A transport is a `Service`, so is the embedded API server, so
// is a test's script; a layer wraps one and is one again.

import type { Service } from '@kube-rx/core';

export type { CallOptions, HttpRequest, HttpResponse, Service } from '@kube-rx/core';

/** Adds something to every call of a service. */
export type Layer = (next: Service) => Service;

/** Wraps `service` in `layers`, the first one outermost. */
export function compose(layers: readonly Layer[], service: Service): Service {
  return layers.reduceRight((next, layer) => layer(next), service);
}
