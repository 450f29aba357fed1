// One request for one resource, and the object that it names.

import { type HttpRequest, objectKey } from '@kube-rx/core';
import type { Requester } from '../access/requester.ts';
import type { Admission } from '../admission/admission.ts';
import { seenObject } from '../conversion/converted-objects.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { notFound } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Query } from './query.ts';

export interface Call {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly requester: Requester;
  readonly request: HttpRequest;
  readonly query: Query;
  readonly namespace: string;
  /** `''` for a collection. */
  readonly name: string;
  readonly negotiated: Negotiated;
  /** Where a change is made that is not of the object as a whole, nor of its status. */
  readonly subresource?: string;
}

export function existing({ served, name, namespace }: Call): StoredObject | undefined {
  return served.store.get(objectKey(name, namespace));
}

/** The same in the version of the request, which a webhook may have to be asked for. */
export function* existingSeen(call: Call): Admission<StoredObject | undefined> {
  const stored = existing(call);
  return stored && (yield* seenObject(call.server, call.served, stored));
}

/** The object of the request, in its version. */
export function* targetSeen(call: Call): Admission<StoredObject> {
  return yield* seenObject(call.server, call.served, target(call));
}

/** The object that a subresource of a built-in kind belongs to. */
export function target(call: Call): StoredObject {
  const stored = existing(call);
  if (!stored) throw notFound(call.served.resource, call.name);
  return stored;
}
