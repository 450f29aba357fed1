// The port through which a watcher reaches the server. `Api` implements it, and so does a script of ten lines in a test.

import type {
  Codec,
  KubeObject,
  ListParams,
  Representation,
  Resource,
  ResponseBody,
  WatchParams,
} from '@kube-rx/core';

/** What every request of a watcher has besides the parameters of its verb. */
export interface OpenOptions extends Representation {
  readonly signal: AbortSignal;
  /** As `CallOptions` has it. */
  readonly connection?: 'alive' | 'another' | undefined;
}

/**
 * Opens lists and watches of one resource. Both promises resolve when the head of a good answer is there and
 * reject with an `ApiError`, a `TransportError` or anything else; nothing below may try again by itself.
 * Leaving the loop over the bytes, or aborting the signal, frees the connection.
 */
export interface ListWatch<K extends KubeObject> {
  readonly resource: Resource<K>;
  /** Undefined for cluster-scoped resources and for all namespaces. */
  readonly namespace?: string | undefined;
  /** Identifies the server: what a watcher learns of it holds for all sources of the same client. */
  readonly client?: object;
  /** Decodes what the two below give. */
  readonly codec: Codec;
  /** The same resource in one namespace: for caches of several. @throws InvalidRequestError for what is none. */
  inNamespace?(namespace: string): ListWatch<K>;
  /** More of each object than `options` ask for may come: it is left out when it is decoded. */
  openList(options: ListParams & OpenOptions): Promise<ResponseBody>;
  openWatch(options: WatchParams & OpenOptions): Promise<ResponseBody>;
}
