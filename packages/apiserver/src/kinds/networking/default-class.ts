// Admission plugin DefaultIngressClass.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/network/defaultingressclass/admission.go

import { type JsonObject, objectAt, stringAt, textAt } from '../../json/json.ts';
import type { KindAdmission } from '../kind.ts';
import { classAnnotation } from './ingress.ts';

/** A new Ingress that names no class gets the default one, if there is one: the newest of several. */
export function withDefaultClass({ server, object, old }: KindAdmission): JsonObject {
  const hasClass =
    stringAt(object, 'spec', 'ingressClassName') !== undefined ||
    stringAt(object, 'metadata', 'annotations', classAnnotation) !== undefined;
  const classes = server.registry.find('networking.k8s.io', 'v1', 'ingressclasses');
  if (old || hasClass || !classes || !server.plugins.has('DefaultIngressClass')) return object;
  const [newest] = [...classes.store.snapshot.entries()]
    .map(([, stored]) => stored.object)
    .filter((one) => textAt(one, 'metadata', 'annotations', isDefault) === 'true')
    .toSorted((a, b) =>
      madeAt(a) === madeAt(b) ? compare(nameOf(a), nameOf(b)) : compare(madeAt(b), madeAt(a)),
    );
  if (!newest) return object;
  return { ...object, spec: { ...objectAt(object, 'spec'), ingressClassName: nameOf(newest) } };
}

const isDefault = 'ingressclass.kubernetes.io/is-default-class';

function nameOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'name');
}

function madeAt(object: JsonObject): string {
  return textAt(object, 'metadata', 'creationTimestamp');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
