// One request for one resource, and the object that it names.

import { type HttpRequest, objectKey } from '@kube-rx/core';
import type { Requester } from '../access/requester.ts';
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

/** The object that a subresource belongs to. */
export function target(call: Call): StoredObject {
  const stored = existing(call);
  if (!stored) throw notFound(call.served.resource, call.name);
  return stored;
}
