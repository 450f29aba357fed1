// What a controller watches, as it is declared: for all clusters, and before any watch is open.

import type { Client } from '@kube-rx/client';
import {
  FieldQuery,
  InvalidRequestError,
  type KubeObject,
  LabelQuery,
  type PartialObjectMetadata,
  type Resource,
} from '@kube-rx/core';
import type {
  AuditOptions,
  IndexOptions,
  ListWatch,
  ScopeOptions,
  StoreOptions,
  WatcherOptions,
} from '@kube-rx/runtime';
import { isObservable, type Observable } from 'rxjs';
import type { ChangePredicate, SourceChange } from './predicate.ts';
import type { MappedRef } from './references.ts';

/** What the controller decides itself. */
type Decided = 'stopOn' | 'onStatus' | 'clock' | 'random';

interface TellingOptions<K extends KubeObject> {
  /** What reasons, logs and metrics call it. Default: as `deployments.apps`, with a number where that is taken. */
  readonly name?: string;
  /** Which changes matter. Default: all. */
  readonly predicate?: ChangePredicate<K>;
}

/** Selects and shapes what a source watches, as the options of `reflector` do. */
export type SourceOptions<K extends KubeObject = KubeObject> = Omit<WatcherOptions, Decided> &
  ScopeOptions &
  AuditOptions &
  StoreOptions<K> &
  TellingOptions<K>;

/** Options of a source whose objects have metadata alone. */
export type MetadataSourceOptions<K extends KubeObject = KubeObject> = Omit<
  WatcherOptions,
  Decided | 'metadataOnly'
> &
  ScopeOptions &
  AuditOptions &
  IndexOptions<PartialObjectMetadata<K>> &
  Pick<StoreOptions<PartialObjectMetadata<K>>, 'confirmMassDeletion' | 'onError'> &
  TellingOptions<PartialObjectMetadata<K>>;

/**
 * Says which objects a change concerns. It is asked about the old and the new state of an object, and all that it
 * answers run, each once. `'all'` names everything that is reconciled in the cluster of the object. It has to answer at
 * once, and is asked often.
 *
 * What it throws, or answers amiss, is told in the log, and nothing else stops.
 *
 * @example
 * const mapper: SourceMapper<Secret> = ({ metadata }) =>
 *   (metadata.annotations?.['shop.example/used-by'] ?? '').split(',').filter(Boolean).map((name) => ({ name }));
 */
export type SourceMapper<K extends KubeObject = KubeObject> = (
  object: K,
  change: SourceChange<K>,
) => Iterable<MappedRef> | 'all' | undefined;

/** How the changes of a source lead to keys. */
export type Mapping<K extends KubeObject> =
  | { readonly type: 'primary' }
  | { readonly type: 'owns' }
  | { readonly type: 'watches'; readonly mapper: SourceMapper<K> };

/** Opens the objects of one resource on any client; an `Api` does. */
export interface SourceApi<K extends KubeObject = KubeObject> {
  readonly resource: Resource<K>;
  /** Undefined: all of them, or none. */
  readonly namespace?: string | undefined;
  withClient(client: Client): ListWatch<K>;
}

/** A declared source of objects. */
export interface Declaration<K extends KubeObject = KubeObject> {
  readonly api: SourceApi<K>;
  readonly mapping: Mapping<K>;
  readonly options: SourceOptions<K>;
}

/** A declared source of keys that come from elsewhere. */
export interface TriggersDeclaration {
  readonly observable: Observable<MappedRef | Iterable<MappedRef>>;
  readonly name?: string;
}

/** @throws InvalidRequestError for a selector that no server accepts, and for what is no function. */
export function checkDeclaration<K extends KubeObject>({ mapping, options }: Declaration<K>): void {
  const { labelSelector, fieldSelector, predicate } = options;
  if (labelSelector !== undefined) LabelQuery.of(labelSelector);
  if (fieldSelector !== undefined) FieldQuery.of(fieldSelector);
  if (predicate !== undefined) requireFunction('predicate', predicate);
  if (mapping.type === 'watches') requireFunction('mapper', mapping.mapper);
}

/** @throws InvalidRequestError for what is no observable. */
export function checkTriggers({ observable }: TriggersDeclaration): void {
  if (!isObservable(observable))
    throw new InvalidRequestError('controller: triggers takes an Observable, as of rxjs');
}

function requireFunction(what: string, value: unknown): void {
  if (typeof value !== 'function')
    throw new InvalidRequestError(`controller: the ${what} of a source must be a function`);
}
