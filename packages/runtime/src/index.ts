// Watching, caching and shaping streams of Kubernetes objects. A watcher is a watch that heals itself; a
// reflector is a watcher with a store.

// Logging.
export { type Log, type LogLevel, type LogOptions, type LogRecord, logTo } from './logging/log-to.ts';
export {
  type AuditResult,
  type StoreMessage,
  storeChannel,
  type WatchIdentity,
  type WatchMessage,
  watchChannel,
} from './logging/watch-channel.ts';
// Logs of Pods.
export type { LogLine, LogsOptions, LogTrouble } from './logs/log-options.ts';
export { logs } from './logs/logs.ts';
export { prefixedLine } from './logs/prefixed-line.ts';
export { clockScheduler } from './operators/clock-scheduler.ts';
// Shaping.
export { appliedObjects, modify, reflect, touchedObjects } from './operators/event-operators.ts';
export { type PredicateFilterOptions, predicateFilter } from './operators/predicate-filter.ts';
export { type Predicate, predicates } from './operators/predicates.ts';
export type { ContainerType } from './pods/container-instances.ts';
// Ports of Pods.
export type { PodSelector, PodTarget } from './pods/pod-selection.ts';
export type { ForwardedPort, ForwardPortOptions, ForwardTrouble } from './port-forward/forward-options.ts';
export { forwardPort } from './port-forward/forward-port.ts';
export type { PortForward } from './port-forward/port-forward.ts';
// Reflecting.
export { type AuditOptions, loadAudits } from './reflector/audit-schedule.ts';
export { Change, type ChangeType } from './reflector/change.ts';
export { changesOf, type KeyState, watchKey } from './reflector/changes.ts';
export { coalescedChanges } from './reflector/coalesced-changes.ts';
export { DecodedCache, decodedObjects } from './reflector/decoded-cache.ts';
export { type LiveQueryOptions, liveQuery } from './reflector/live-query.ts';
export {
  type ReadyOptions,
  Reflector,
  type ReflectorOptions,
  reflector,
  type WaitOptions,
} from './reflector/reflector.ts';
export { CacheFunctionError } from './reflector/shape.ts';
export {
  type SharedReflector,
  SharedReflectors,
  type SharedReflectorsOptions,
} from './reflector/shared-reflectors.ts';
export {
  type ChangeListener,
  createStore,
  Store,
  type StoreKey,
  type StoreSelection,
} from './reflector/store.ts';
export type { IndexFunction, IndexOptions, ShapeOptions, StoreOptions } from './reflector/store-options.ts';
export type { BatchListener, ChangeBatch } from './reflector/store-state.ts';
export { StoreWriter } from './reflector/writer.ts';
export type { NamespaceSelection, ScopeOptions } from './scope/scope-options.ts';
// Watching.
export { type Classified, classify, type Verdict, WatchError } from './watcher/classify.ts';
export {
  type InitDoneEvent,
  type InitEvent,
  type InterruptedEvent,
  ObjectWatcherEvent,
  type SkippedEvent,
  type WatcherBookmarkEvent,
  type WatcherEvent,
} from './watcher/event.ts';
export type { WatcherOptions } from './watcher/options.ts';
export type { ListWatch, OpenOptions } from './watcher/source.ts';
export type {
  InitialMode,
  ScopeStatus,
  WatcherCounters,
  WatcherPhase,
  WatcherStatus,
} from './watcher/status.ts';
export { watcher } from './watcher/watcher.ts';
