// Which class an Ingress gets.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/network/defaultingressclass/admission.go

import { type JsonObject, stringAt, textAt } from '../../json/json.ts';
import type { KindServer } from '../kind.ts';
import { classAnnotation } from './ingress.ts';

/** The class of an Ingress that names none: the newest default; undefined where there is none, and for others. */
export function defaultClassFor(server: KindServer, ingress: JsonObject): string | undefined {
  const hasClass =
    stringAt(ingress, 'spec', 'ingressClassName') !== undefined ||
    stringAt(ingress, 'metadata', 'annotations', classAnnotation) !== undefined;
  const classes = server.registry.find('networking.k8s.io', 'v1', 'ingressclasses');
  if (hasClass || !classes) return undefined;
  const [newest] = [...classes.store.snapshot.entries()]
    .map(([, stored]) => stored.object)
    .filter((one) => textAt(one, 'metadata', 'annotations', isDefault) === 'true')
    .toSorted((a, b) =>
      madeAt(a) === madeAt(b) ? compare(nameOf(a), nameOf(b)) : compare(madeAt(b), madeAt(a)),
    );
  return newest && nameOf(newest);
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
