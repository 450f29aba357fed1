// Admission of what a request does to an object without writing it: a command, a binding, an eviction, a token.

import { type Admission, admitAction } from '../admission/admission.ts';
import type { AdmissionAttributes } from '../admission/attributes.ts';
import { warningOf } from '../admission/warning-write.ts';
import { type JsonObject, objectAt } from '../json/json.ts';
import type { GroupVersionKind } from '../types/type-names.ts';
import type { Call } from './call.ts';
import { writeOptions } from './operation-options.ts';
import type { WriteQuery } from './write-query.ts';

interface Action
  extends Pick<AdmissionAttributes, 'operation' | 'subresource' | 'options' | 'dryRun' | 'warnings'> {
  readonly kind: GroupVersionKind;
  /** What the request asks for, of this kind. */
  readonly asked: JsonObject;
}

type Place = Pick<Call, 'server' | 'served' | 'requester' | 'namespace' | 'name'>;

/** @throws StatusError where admission refuses it. */
export function* admitRequest(
  { server, served, requester, namespace, name }: Place,
  { kind, asked, ...action }: Action,
): Admission<void> {
  const { group, version } = kind;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const whole = { kind: kind.kind, apiVersion, ...asked };
  const object =
    action.operation === 'CONNECT'
      ? whole
      : { ...whole, metadata: { ...objectAt(asked, 'metadata'), namespace } };
  const what = { server, served, requester, namespace, name, shownKind: kind, object, old: undefined };
  yield* warningOf(action.warnings, admitAction({ ...what, ...action }));
}

/** The same where something is posted at the object. */
export function admitCreation(
  call: Place,
  options: WriteQuery,
  what: Pick<Action, 'subresource' | 'kind' | 'asked'>,
): Admission<void> {
  const { dryRun, warnings } = options;
  const sent = (): JsonObject => writeOptions('CreateOptions', options);
  return admitRequest(call, { ...what, operation: 'CREATE', options: sent, dryRun, warnings });
}
