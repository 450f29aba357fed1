// kube-rx for programs: a client for Kubernetes, a watcher that heals itself and a cache that stays current. The
// built-in kinds come from `kube-rx/k8s`; what libraries build on (layers, codecs, parts of a store) comes from
// `kube-rx/library`.
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
  CertificateAuthorityFileOptions,
  ClientCertificateFilesOptions,
  ClientCertificatePaths,
  ClientOptions,
  Config,
  ContextChoice,
  Credentials,
  Impersonation,
  InClusterOptions,
  InferOptions,
  OnWarning,
  ProxyServerOptions,
  RateLimitOptions,
  RequestOptions,
  RetryOptions,
  ServerVersion,
  TlsOptions,
} from '@kube-rx/client';
export {
  BasicCredentials,
  CertificateAuthorityFile,
  Client,
  ClientCertificate,
  ClientCertificateFiles,
  environmentProxy,
  inClusterConfig,
  inferConfig,
  Kubeconfig,
  ProxyServer,
  resolveContext,
  StaticToken,
  TokenFile,
} from '@kube-rx/client';

// What the cluster serves.

export type { ApiResource, DiscoveryOptions, ServedResources, UnavailableVersion } from '@kube-rx/client';
export { Discovery, discovery, UnknownResourceError } from '@kube-rx/client';

// A resource and its verbs.

export type {
  ApprovalOptions,
  ConflictBackoff,
  CreateOrPatchResult,
  DeleteCollectionResult,
  DeleteResult,
  Entry,
  ListAllParams,
  MetadataVerbs,
  ModifyOptions,
  ObjectChange,
  ReadOptions,
  RetryOnConflictOptions,
  ScaleObject,
  TokenRequestOptions,
  WantedObject,
} from '@kube-rx/client';
export { Api, defaultBackoff, defaultRetry, retryOnConflict, ServiceAccountToken } from '@kube-rx/client';
export type {
  ApplyIntent,
  ApplyParams,
  CallOptions,
  DeleteParams,
  DynamicResource,
  GetParams,
  JsonPatchOperation,
  ListMeta,
  ListParams,
  MergePatch,
  ObjectList,
  Patch,
  PatchParams,
  Resource,
  Scope,
  StrategicPatch,
  WatchParams,
  WriteParams,
} from '@kube-rx/core';
export { apiVersionOf, defineResource, resourceName } from '@kube-rx/core';

// Many objects at once, of files or made by the program.

export type {
  ApplyAllOptions,
  ApplyInput,
  ApplyProgress,
  DeleteAllOptions,
  FieldConflict,
  Manifest,
  ObjectResult,
  Readiness,
  ReadManifestsOptions,
  ResultHead,
} from '@kube-rx/client';
export {
  ApplyError,
  ApplySetError,
  applyAll,
  deleteAll,
  fieldConflicts,
  ManifestError,
  NotReadyError,
  parseManifests,
  readinessOf,
  readManifests,
} from '@kube-rx/client';

// Nodes and workloads.

export type { DrainOptions, DrainProgress, DrainResult } from '@kube-rx/client';
export { cordon, DrainError, drain, restart, uncordon } from '@kube-rx/client';

// An object, and what refers to it.

export type {
  Conditioned,
  DynamicObject,
  EmbeddedObjectMeta,
  KubeObject,
  LabelChanges,
  ManagedFieldsEntry,
  NewObject,
  ObjectIdentity,
  ObjectMeta,
  OwnerReference,
  PartialObjectMetadata,
  StatusCondition,
  WrittenType,
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

// A Pod's own: its commands, its log, its ports.

export type {
  AttachVerb,
  CommandOutcome,
  CopyFromVerb,
  CopyOptions,
  CopyResult,
  CopyToVerb,
  ExecOptions,
  ExecVerb,
  ForwardVerb,
  InputSource,
  LogReadOptions,
  LogStream,
  LogTextOptions,
  LogTextVerb,
  LogVerb,
  OutputTarget,
  PortConnection,
  RemoteStreams,
  SpawnOptions,
  SpawnVerb,
  StreamTargets,
  TerminalSize,
} from '@kube-rx/client';
export { CopyError, PortForwardError } from '@kube-rx/client';
export type { CommandParams, LogParams } from '@kube-rx/core';
export type {
  ContainerType,
  ForwardedPort,
  ForwardPortOptions,
  ForwardTrouble,
  LogLine,
  LogsOptions,
  LogTrouble,
  PodSelector,
  PodTarget,
  PortForward,
} from '@kube-rx/runtime';
export { forwardPort, logs, prefixedLine } from '@kube-rx/runtime';

// Selecting.

export type { FieldSelectorInput, LabelCondition, LabelSelectorInput } from '@kube-rx/core';
export { doesNotExist, exists, FieldQuery, greaterThan, LabelQuery, lessThan, notIn } from '@kube-rx/core';

// Watching: one watch as the server tells it, then the watcher, which is a watch that heals itself.

export type { WatchStream } from '@kube-rx/client';
export type { BookmarkEvent, EncodedObject, WatchErrorEvent, WatchEvent } from '@kube-rx/core';
export { ObjectEvent } from '@kube-rx/core';
export type {
  InitDoneEvent,
  InitEvent,
  InterruptedEvent,
  SkippedEvent,
  Verdict,
  WatcherBookmarkEvent,
  WatcherEvent,
  WatcherOptions,
  WatcherPhase,
  WatcherStatus,
} from '@kube-rx/runtime';
export { ObjectWatcherEvent, WatchError, watcher } from '@kube-rx/runtime';

// Reflecting: a reflector is a watcher with a store.

export type {
  AuditOptions,
  ChangeType,
  IndexFunction,
  IndexOptions,
  KeyState,
  LiveQueryOptions,
  NamespaceSelection,
  ReadyOptions,
  ReflectorOptions,
  ScopeOptions,
  ScopeStatus,
  ShapeOptions,
  SharedReflector,
  StoreKey,
  StoreOptions,
  StoreSelection,
  WaitOptions,
} from '@kube-rx/runtime';
export {
  CacheFunctionError,
  Change,
  createStore,
  loadAudits,
  Reflector,
  reflect,
  reflector,
  SharedReflectors,
  Store,
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

// Reconciling: a function that is run again whenever its answer may have changed.

export type {
  Children,
  ChildrenView,
  CompositeFault,
  CompositeOptions,
  ControllerCounters,
  ControllerLog,
  ControllerOptions,
  ControllerPhase,
  ControllerRunOptions,
  ControllerStatus,
  DesiredOptions,
  EventNote,
  EventRecorderOptions,
  FinalizerContext,
  FinalizerOptions,
  MappedRef,
  MetadataSourceOptions,
  NewCondition,
  ObjectOf,
  OnDeleted,
  PrimaryOptions,
  QueueingOptions,
  QueueSizes,
  Reason,
  ReasonType,
  Reconcile,
  ReconcileContext,
  RunningKey,
  RunRate,
  RunResult,
  SourceChange,
  SourceMapper,
  SourceOptions,
  SourceStatus,
  StatusChange,
  StatusOf,
  StatusView,
} from '@kube-rx/controller';
export {
  Action,
  ChangePredicate,
  CompositeError,
  Conditions,
  Controller,
  composite,
  conditionsOf,
  controllerAnnotations,
  EventRecorder,
  finalizer,
  ignoreNotFound,
} from '@kube-rx/controller';

// Leading: one replica acts, the others stand by.

export type {
  ElectionCandidate,
  ElectionMessage,
  ElectionOutcome,
  ElectionPhase,
  ElectionRunOptions,
  ElectionStatus,
  LeaderElectionOptions,
  Leadership,
  LeadershipTerm,
  TermEnding,
} from '@kube-rx/controller';
export { electionChannel, LeaderElector, leaderLayer, NotLeaderError } from '@kube-rx/controller';

// A whole program: its start, its end, its health.

export type {
  CheckOptions,
  HealthCheck,
  ManagedCache,
  ManagedController,
  ManagedElection,
  ManagerAddress,
  ManagerHttpOptions,
  ManagerOptions,
  ManagerRunOptions,
  PartOptions,
  Runnable,
} from '@kube-rx/controller';
export { Manager } from '@kube-rx/controller';

// Waiting until something is so of one object.

export type { WaitCondition, WaitForOptions } from '@kube-rx/controller';
export {
  allOf,
  anyOf,
  hasCondition,
  hasLoadBalancerAddress,
  isAbsent,
  isAvailable,
  isBound,
  isComplete,
  isDeleted,
  isEstablished,
  isFailed,
  isPodRunning,
  isPresent,
  isReady,
  not,
  waitFor,
} from '@kube-rx/controller';

// Telling a log.

export type { Log, LogLevel, LogOptions } from '@kube-rx/runtime';
export { logTo } from '@kube-rx/runtime';

// Measuring.

export type {
  MeasuredController,
  Metrics,
  MetricsOptions,
  MetricsPage,
  OpenTelemetryMeter,
  OpenTelemetryOptions,
  PrometheusMetrics,
  PrometheusOptions,
  PrometheusRegistry,
} from '@kube-rx/controller';
export { openTelemetryMetrics, prometheusMetrics } from '@kube-rx/controller';

// Values as they stand on the wire, and time.

export type { BackoffOptions, Clock } from '@kube-rx/core';
export {
  compareResourceVersions,
  Duration,
  exactInteger,
  IntOrString,
  isResourceVersion,
  MicroTime,
  Quantity,
  Time,
  VirtualClock,
  withExactInteger,
} from '@kube-rx/core';

// What can go wrong, and the questions to ask of it.

export {
  AuthenticationError,
  ConfigError,
  clientClosed,
  DeadlineError,
  notKubernetes,
  proxyFailed,
  TransportError,
} from '@kube-rx/client';
export type { ApiErrorOptions, Status, StatusCause, StatusDetails } from '@kube-rx/core';
export {
  ApiError,
  DecodeError,
  InvalidRequestError,
  InvalidValueError,
  isAbortError,
  isAlreadyExists,
  isConflict,
  isExpired,
  isForbidden,
  isInvalid,
  isNotFound,
  isObjectNotFound,
  isTooLargeResourceVersion,
  isTooManyRequests,
  isUnauthorized,
  KubeError,
} from '@kube-rx/core';
