// What a quota counts of the objects of one kind.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/quota/v1/interfaces.go

import type { JsonObject } from '../../json/json.ts';
import type { ResourceAmounts } from '../../validation/resource-amounts.ts';
import { isNativeResource } from '../../validation/resource-names.ts';
import type { AdmissionAttributes } from '../attributes.ts';

export interface Evaluator {
  /** Whether it counts the resource of this name. */
  readonly counts: (name: string) => boolean;
  /** Whether the write may change what is counted. */
  readonly handles: (attributes: AdmissionAttributes) => boolean;
  readonly measure: (object: JsonObject) => Measure;
  /** What else objects are measured by: once it is another one, they may measure differently. */
  readonly basis?: () => unknown;
  /** What every object measures, if it is the same of all. */
  readonly every?: Measure;
  /** The scopes that it knows: a quota with another one counts none of its objects. */
  readonly scopes?: ReadonlySet<string>;
  /** What an object must say about itself where the quota counts these resources; undefined if it does. */
  readonly missing?: (object: JsonObject, names: ReadonlySet<string>) => string | undefined;
}

export interface Measure {
  readonly usage: ResourceAmounts;
  /** By the name of the scope that it is in: the values that selectors ask for, none for a scope without. */
  readonly marks: ReadonlyMap<string, readonly string[]>;
  /** From when on nothing counts but that the object is there. */
  readonly until?: { readonly time: number; readonly usage: ResourceAmounts } | undefined;
}

export const noMarks: Measure['marks'] = new Map();

/** Before the name of a class of devices: what pods ask for that want one of its devices. */
export const ofDeviceClass = 'deviceclass.resource.kubernetes.io/';

/** Whether a quota counts by this name what pods may ask for beside the resources of Kubernetes. */
export function isExtendedRequest(name: string): boolean {
  return (
    name.startsWith('requests.') && (!isNativeResource(name) || name.startsWith(`requests.${ofDeviceClass}`))
  );
}

/** `count` pieces of each name. */
export function pieces(count: number, ...names: readonly string[]): ResourceAmounts {
  const amount = { nanos: BigInt(count) * 1_000_000_000n, format: 'DecimalSI' } as const;
  return new Map(names.map((name) => [name, amount]));
}
