// kube-rx in one import: a client for Kubernetes, a watcher that heals itself and a cache that stays current.
// The built-in kinds come from `kube-rx/k8s`; what only libraries need stays in `@kube-rx/core` and
// `@kube-rx/client`: how bytes become events, and the layers that a client is made of.
//
//   import { Api, Client, reflector } from 'kube-rx';
//   import { Pod } from 'kube-rx/k8s';
//
//   await using client = await Client.tryDefault();             // kubeconfig, or the Pod's service account
//   await using cache = reflector(Api.all(client, Pod));        // a watch with a store
//   await cache.ready({ timeout: 10_000 });
//   console.log(cache.store.size, 'pods');
//   for (const pod of cache.store.list({ namespace: 'shop' })) console.log(pod.metadata.name);
//   cache.changes$.subscribe(({ type, key }) => console.log(type, key));
//   cache.status$.subscribe(({ phase, lastError }) => console.log(phase, lastError?.message ?? 'well'));

// A cluster, and who we are to it.

export type {
  ClientOptions,
  Config,
  ContextChoice,
  Credentials,
  Environment,
  Impersonation,
  InClusterOptions,
  InferOptions,
  OnWarning,
  RequestOptions,
  RetryOptions,
  Section,
  ServerVersion,
  ServiceClientOptions,
  TlsOptions,
  TokenFileOptions,
} from '@kube-rx/client';
export {
  BasicCredentials,
  Client,
  ClientCertificate,
  inClusterConfig,
  inferConfig,
  Kubeconfig,
  kubeconfigFiles,
  resolveContext,
  StaticToken,
  TokenFile,
} from '@kube-rx/client';

// What the cluster serves.

export type { ApiResource, JsonSource, ServedResources } from '@kube-rx/client';
export { Discovery, discovery, UnknownResourceError } from '@kube-rx/client';

// A resource and its verbs.

export type {
  DeleteCollectionResult,
  DeleteResult,
  ListAllParams,
  NamespacedOnly,
  PatchVerbs,
  Scale,
  ScaleSubresource,
  Subresource,
  WhereDeclared,
} from '@kube-rx/client';
export { Api } from '@kube-rx/client';
export type {
  ApplyParams,
  CallOptions,
  DeleteParams,
  DynamicResource,
  FieldSchema,
  GetParams,
  JsonPatchOperation,
  ListMeta,
  ListParams,
  ObjectList,
  Patch,
  PatchParams,
  Resource,
  Scope,
  TypeSchema,
  UnionSchema,
  ValueSchema,
  WatchParams,
  WriteParams,
} from '@kube-rx/core';
export { apiVersionOf, defineResource, resourceName } from '@kube-rx/core';

// An object, and what refers to it.

export type {
  Condition,
  Conditioned,
  DynamicObject,
  EmbeddedObjectMeta,
  KubeObject,
  LabelChanges,
  ManagedFieldsEntry,
  NewObject,
  ObjectMeta,
  ObjectReference,
  OwnerReference,
} from '@kube-rx/core';
export {
  controllerOf,
  controllerReference,
  getAnnotation,
  getCondition,
  getLabel,
  isConditionFalse,
  isConditionTrue,
  isControlledBy,
  isOwnedBy,
  ObjectRef,
  objectKey,
  ownerReference,
  setCondition,
  withAnnotations,
  withLabels,
  withOwner,
} from '@kube-rx/core';

// Selecting.

export type {
  FieldRequirement,
  FieldSelectorInput,
  LabelCondition,
  LabelOperator,
  LabelRequirement,
  LabelSelectorInput,
} from '@kube-rx/core';
export {
  doesNotExist,
  exists,
  FieldSelector,
  greaterThan,
  isLabelKey,
  isLabelValue,
  LabelSelector,
  lessThan,
  notIn,
} from '@kube-rx/core';

// Watching: one watch as the server tells it, then the watcher, which is a watch that heals itself.

export type { WatchStream } from '@kube-rx/client';
export type { BookmarkEvent, EncodedObject, ErrorEvent, WatchEvent } from '@kube-rx/core';
export { ObjectEvent } from '@kube-rx/core';
export { DecodedObject, decodeObject } from '@kube-rx/encoding';
export type {
  Classified,
  InitDoneEvent,
  InitEvent,
  InitialMode,
  InterruptedEvent,
  ListWatch,
  Verdict,
  WatcherBookmarkEvent,
  WatcherCounters,
  WatcherEvent,
  WatcherOptions,
  WatcherPhase,
  WatcherStatus,
} from '@kube-rx/runtime';
export { classify, ObjectWatcherEvent, WatchError, watcher } from '@kube-rx/runtime';

// Reflecting: a reflector is a watcher with a store.

export type {
  BatchListener,
  ChangeBatch,
  ChangeListener,
  ChangeType,
  IndexFunction,
  IndexOptions,
  LiveQueryOptions,
  ReadyOptions,
  ReflectorOptions,
  SharedReflector,
  SharedReflectorsOptions,
  StoreKey,
  StoreOptions,
  StoreSelection,
} from '@kube-rx/runtime';
export {
  CacheFunctionError,
  Change,
  changesOf,
  coalescedChanges,
  createStore,
  DecodedCache,
  decodedObjects,
  liveQuery,
  Reflector,
  reflect,
  reflector,
  SharedReflectors,
  Store,
  StoreWriter,
  watchKey,
} from '@kube-rx/runtime';

// Shaping a watcher's events.

export type { Predicate, PredicateFilterOptions } from '@kube-rx/runtime';
export {
  appliedObjects,
  clockScheduler,
  modify,
  predicateFilter,
  predicates,
  touchedObjects,
} from '@kube-rx/runtime';

// Values as they stand on the wire.

export type { Amount, BackoffOptions, Clock, QuantityFormat, Timer } from '@kube-rx/core';
export {
  compareResourceVersions,
  Duration,
  IntOrString,
  isResourceVersion,
  MicroTime,
  Quantity,
  systemClock,
  Time,
  VirtualClock,
} from '@kube-rx/core';

// What can go wrong, and the questions to ask of it.

export {
  AuthenticationError,
  ConfigError,
  clientClosed,
  isAbortError,
  notKubernetes,
  TimeoutError,
  TransportError,
} from '@kube-rx/client';
export type { DecodeFault, Status, StatusCause, StatusDetails } from '@kube-rx/core';
export {
  ApiError,
  DecodeError,
  InvalidRequestError,
  InvalidValueError,
  isAlreadyExists,
  isConflict,
  isExpired,
  isForbidden,
  isInvalid,
  isNotFound,
  isStatus,
  isTooLargeResourceVersion,
  isTooManyRequests,
  isUnauthorized,
  KubeError,
} from '@kube-rx/core';

// Logs, and the diagnostics channels beneath them.

export type { RequestMessage } from '@kube-rx/client';
export { requestChannel } from '@kube-rx/client';
export type {
  Log,
  LogLevel,
  LogOptions,
  LogRecord,
  StoreMessage,
  WatchIdentity,
  WatchMessage,
} from '@kube-rx/runtime';
export { logTo, storeChannel, watchChannel } from '@kube-rx/runtime';

// A service of one's own, and layers around it.

export type { Layer } from '@kube-rx/client';
export { mapBody } from '@kube-rx/client';
export type {
  Codec,
  HttpMethod,
  HttpRequest,
  HttpResponse,
  QueryParameter,
  ResponseBody,
  Service,
} from '@kube-rx/core';
export { ResourceRequest } from '@kube-rx/core';
export { jsonCodec } from '@kube-rx/encoding';
