// What admission is asked about: a write that is about to be made, and who makes it.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/interfaces.go

import type { Requester } from '../access/requester.ts';
import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import type { GroupVersionKind } from '../types/type-names.ts';

/** What a request says of its write besides the object. */
export type AdmissionRequest = Pick<AdmissionAttributes, 'requester' | 'options'> & {
  /** Where it is asked about another object than the one that is stored, as a Scale. */
  readonly shownAs?: ShownObject | undefined;
};

/** What admission sees in place of the object that is stored. */
export interface ShownObject {
  readonly kind: GroupVersionKind;
  readonly show: (object: JsonObject) => JsonObject;
  /** The object with what admission changed in what it was shown. */
  readonly take: (object: JsonObject, shown: JsonObject) => JsonObject;
}

type SeenObjects = Pick<AdmissionAttributes, 'object' | 'old'>;

export interface AdmissionAttributes {
  readonly server: ServerContext;
  /** The resource of the request, whose objects are in the version that is stored. */
  readonly served: ServedResource;
  readonly requester: Requester;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  /** `''` where the object itself is written. */
  readonly subresource: string;
  /** `''` for cluster-scoped kinds. */
  readonly namespace: string;
  /** `''` where the server makes it up later. */
  readonly name: string;
  /** What `object` and `old` are where they are of another kind than the resource, as Scale and Eviction. */
  readonly shownKind?: GroupVersionKind | undefined;
  /** The object as it would be stored; undefined for a delete. */
  readonly object: JsonObject | undefined;
  /** The object as it is stored; undefined for a create. */
  readonly old: JsonObject | undefined;
  /** What those see who ask for another version, where a webhook had to convert it. */
  readonly seen?: ReadonlyMap<ServedResource, SeenObjects>;
  /** Gives the options of the request, as `{ kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' }`. */
  readonly options: () => JsonObject | undefined;
  readonly dryRun: boolean;
  /** What the client should know although its write succeeds; admission adds to it. */
  readonly warnings: string[];
}
