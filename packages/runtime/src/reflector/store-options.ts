// The options of a store, with every default in one place.

import { InvalidRequestError, type KubeObject } from '@kube-rx/core';

/** The values under which an index finds an object; undefined ones are left out. */
export type IndexFunction<K extends KubeObject> = (object: K) => readonly (string | undefined)[];

/** The indexes of a store; `Store.addIndexes` declares more. */
export interface IndexOptions<K extends KubeObject> {
  /** Labels by whose value objects shall be found without a walk over all. Costs no decoding. Default: none. */
  readonly labelIndexes?: readonly string[];
  /**
   * Indexes by functions of the object, for `byIndex`. Each decodes every object once for every change of it.
   * One that throws leaves the object out of its index and is reported. Default: none.
   */
  readonly indexes?: Readonly<Record<string, IndexFunction<K>>>;
  /** An index by the uid of each object's controller, for `controlledBy`. Costs no decoding. Default false. */
  readonly controllerIndex?: boolean;
}

/** Which part of an object is kept; at most one of these. A store's readers and subscribers see only that part. */
export type ShapeOptions<K extends KubeObject> =
  | {
      /**
       * Maps each object to what is kept of it, once, before anybody sees it. It gets a copy of its own. Name, namespace,
       * uid and resourceVersion must stay the same, which is checked. Decodes and encodes the object for every change.
       */
      readonly transform?: (object: K) => K;
      readonly metadataOnly?: never;
      readonly fields?: never;
    }
  | {
      readonly transform?: never;
      /** Keep apiVersion, kind and metadata only. A reflector also asks the server for no more. Default false. */
      readonly metadataOnly?: boolean;
      readonly fields?: never;
    }
  | {
      readonly transform?: never;
      readonly metadataOnly?: never;
      /** Keep these paths only, as `spec.nodeName`, besides apiVersion, kind and metadata. Default: everything. */
      readonly fields?: readonly string[];
    };

/** The options of a store: its indexes, what it keeps of an object, and what it makes of trouble. */
export type StoreOptions<K extends KubeObject> = IndexOptions<K> &
  ShapeOptions<K> & {
    /**
     * An initial state that would delete more than this share of the objects held, and more than so many, is not
     * believed until a second one says the same: proxies and aggregated servers have answered with empty lists. False
     * believes every list. Default a fifth, and five.
     */
    readonly confirmMassDeletion?: { readonly share: number; readonly objects: number } | false;
    /** Called with what a function of yours threw, and on which object. Default: `process.emitWarning`. Must not throw. */
    readonly onError?: (error: Error) => void;
  };

export type ResolvedStoreOptions<K extends KubeObject> = StoreOptions<K> &
  Required<Pick<StoreOptions<K>, 'confirmMassDeletion' | 'onError'>>;

/** @throws InvalidRequestError for a path that is empty, or more than one of the shapes. */
export function resolveStoreOptions<K extends KubeObject>(options: StoreOptions<K>): ResolvedStoreOptions<K> {
  const { transform, metadataOnly = false, fields } = options;
  for (const path of fields ?? [])
    if (path.split('.').includes('')) refuse(`fields: ${JSON.stringify(path)} is no path`);
  if (Number(transform !== undefined) + Number(metadataOnly) + Number(fields !== undefined) > 1)
    refuse('only one of transform, metadataOnly and fields can be had');
  const { confirmMassDeletion = { share: 0.2, objects: 5 } } = options;
  const { onError = (error: Error): void => process.emitWarning(error) } = options;
  return { ...options, confirmMassDeletion, onError };
}

export function refuse(why: string): never {
  throw new InvalidRequestError(`store: ${why}`);
}
