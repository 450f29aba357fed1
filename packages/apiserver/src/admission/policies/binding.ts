// What puts a policy into effect.

import type { LabelQuery } from '@kube-rx/core';
import { type JsonObject, objectAt, stringsAt, textAt, valueAt } from '../../json/json.ts';
import { labelQueryOf } from '../../label-selector.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import type { Criteria } from '../criteria.ts';
import { matchCriteria } from './policy.ts';

export interface Binding {
  readonly name: string;
  readonly policy: string;
  /** Undefined: all that the policy is about. */
  readonly criteria: Criteria | undefined;
  /** Undefined: no parameters. */
  readonly paramRef: ParamRef | undefined;
  readonly actions: readonly string[];
}

/** Which objects are parameters: that of a name, or those that a selector selects. */
export interface ParamRef {
  /** `''`: none is named. */
  readonly name: string;
  /** `''`: that of the request. */
  readonly namespace: string;
  readonly selector: LabelQuery | undefined;
  /** Where there are none, it refuses. */
  readonly denies: boolean;
}

export function bindingOf({ name, object }: StoredObject): Binding {
  const spec = objectAt(object, 'spec');
  return {
    name,
    policy: textAt(spec, 'policyName'),
    criteria: isSet(spec, 'matchResources') ? matchCriteria(objectAt(spec, 'matchResources')) : undefined,
    paramRef: isSet(spec, 'paramRef') ? paramRefOf(objectAt(spec, 'paramRef')) : undefined,
    actions: stringsAt(spec, 'validationActions'),
  };
}

function paramRefOf(ref: JsonObject): ParamRef {
  return {
    name: textAt(ref, 'name'),
    namespace: textAt(ref, 'namespace'),
    selector: isSet(ref, 'selector') ? labelQueryOf(objectAt(ref, 'selector')) : undefined,
    denies: textAt(ref, 'parameterNotFoundAction') === 'Deny',
  };
}

function isSet(object: JsonObject, key: string): boolean {
  return (valueAt(object, key) ?? null) !== null;
}
