// Controllers: reconcile loops that can be left alone. A controller is a function from a key to a state of the world,
// run again whenever something says that the answer may have changed.

// What a run wants to be.
export type { DesiredOptions } from './apply/desired-options.ts';
// Desired state as a pure function.
export type { Children } from './composite/children.ts';
export { type CompositeOptions, composite, type ObjectOf } from './composite/composite.ts';
export { CompositeError, type CompositeFault } from './composite/composite-error.ts';
export type { ChildrenView, StatusView } from './composite/reconcile-composite.ts';
// Reads after own writes.
export { type GateMessage, gateChannel } from './consistency/gate-channel.ts';
// A controller and its runs.
export { Action } from './controller/action.ts';
export { controllerAnnotations } from './controller/annotations.ts';
export type { ReconcileContext } from './controller/context.ts';
export { Controller, type ControllerRunOptions } from './controller/controller.ts';
export type { ControllerLog } from './controller/controller-log.ts';
export type {
  ControllerOptions,
  OnDeleted,
  PrimaryOptions,
  QueueingOptions,
  Reconcile,
  RunResult,
} from './controller/controller-options.ts';
export type {
  ControllerCounters,
  ControllerPhase,
  ControllerStatus,
  RunningKey,
} from './controller/controller-status.ts';
export type { Failure } from './controller/failure.ts';
export { type RunEnding, type RunIdentity, type RunMessage, runChannel } from './controller/run-channel.ts';
// Leader election.
export type { TermEnding } from './election/election.ts';
export {
  type ElectionCandidate,
  type ElectionMessage,
  electionChannel,
} from './election/election-channel.ts';
export type {
  ElectionOutcome,
  ElectionRunOptions,
  LeaderElectionOptions,
} from './election/election-options.ts';
export type { ElectionPhase, ElectionStatus } from './election/election-status.ts';
export { LeaderElector } from './election/leader-elector.ts';
export { leaderLayer, NotLeaderError } from './election/leader-layer.ts';
export type { Leadership, LeadershipTerm } from './election/leadership.ts';
// Events.
export type { EventNote } from './events/event-note.ts';
export { EventRecorder, type EventRecorderOptions } from './events/event-recorder.ts';
// Finalizers.
export { type FinalizerContext, type FinalizerOptions, finalizer } from './finalizer/finalizer.ts';
export { ignoreNotFound } from './finalizer/ignore-not-found.ts';
// Hot loops.
export { type LoopMessage, loopChannel } from './loop-guard/loop-channel.ts';
// A whole program.
export type { HealthCheck } from './manager/health-check.ts';
export type { ManagedCache, ManagedController, ManagedElection, PartOptions } from './manager/managed.ts';
export {
  type CheckOptions,
  Manager,
  type ManagerRunOptions,
} from './manager/manager.ts';
export type { ManagerAddress, ManagerHttpOptions, ManagerOptions } from './manager/manager-options.ts';
export type { Runnable } from './manager/runnable.ts';
// Metrics.
export type { Metrics, MetricsOptions } from './metrics/metrics-options.ts';
export type { MetricsPage } from './metrics/metrics-page.ts';
export type { OpenTelemetryMeter } from './metrics/opentelemetry-meter.ts';
export { openTelemetryMetrics } from './metrics/opentelemetry-metrics.ts';
export type { OpenTelemetryOptions } from './metrics/opentelemetry-options.ts';
export { prometheusMetrics } from './metrics/prometheus-metrics.ts';
export type { PrometheusMetrics, PrometheusOptions } from './metrics/prometheus-options.ts';
export type { PrometheusRegistry } from './metrics/prometheus-registry.ts';
export type { MeasuredController } from './metrics/status-metrics.ts';
// The queue.
export type { WorkQueueOptions } from './queue/queue-options.ts';
export type { RunRate } from './queue/rate-limit.ts';
export type { Reason, ReasonType } from './queue/reason.ts';
export type { QueueEntry, QueueSizes, Run, RunOutcome, Trigger } from './queue/run.ts';
export { WorkQueue } from './queue/work-queue.ts';
// Sources.
export type { MetadataSourceOptions, SourceMapper, SourceOptions } from './source/declaration.ts';
export { ChangePredicate, type SourceChange } from './source/predicate.ts';
export type { MappedRef } from './source/references.ts';
export { RunKey } from './source/run-key.ts';
export type { SourceStatus } from './source/source-status.ts';
// Status.
export type { NewCondition } from './status/conditions.ts';
export { Conditions, conditionsOf } from './status/conditions.ts';
export type { StatusChange, StatusOf } from './status/status-of.ts';
// Waiting for one object.
export {
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
} from './wait/conditions.ts';
export { allOf, anyOf, not, type WaitCondition } from './wait/wait-condition.ts';
export { type WaitForOptions, waitFor } from './wait/wait-for.ts';
