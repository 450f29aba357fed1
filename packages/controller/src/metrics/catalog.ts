// Every metric there is. Those that controller-runtime and client-go have bear their names, so that dashboards and alerts
// that exist fit; what nobody else has begins with `kube_rx_`. No label holds the name, the namespace, the uid or the key of
// an object: there may be any number of them.

import type { CounterMetric, GaugeMetric, HistogramMetric, Metric } from './metric.ts';

const controller = ['controller'];
const queue = ['name', 'controller'];
const source = ['controller', 'cluster', 'source'];

/** As controller-runtime. */
const runSeconds = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5,
  1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
/** As client-go. */
const queueSeconds = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000];
const requestSeconds = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];
const gateSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

function counter(name: string, labels: readonly string[], help: string): CounterMetric {
  return { type: 'counter', name, labels, help };
}

function gauge(name: string, labels: readonly string[], help: string): GaugeMetric {
  return { type: 'gauge', name, labels, help, ...(name.endsWith('_seconds') && { unit: 's' }) };
}

// Runs.

export const runs: CounterMetric = counter(
  'controller_runtime_reconcile_total',
  ['controller', 'result'],
  'Runs that ended, by result: success, requeue_after, requeue (it asked for its backoff), error, aborted (the controller or its cluster ended)',
);
export const runErrors: CounterMetric = counter(
  'controller_runtime_reconcile_errors_total',
  controller,
  'Runs that failed, timed out or were terminal',
);
export const terminalErrors: CounterMetric = counter(
  'controller_runtime_terminal_reconcile_errors_total',
  controller,
  'Runs after which the key waits until its object changes',
);
export const runTimeouts: CounterMetric = counter(
  'controller_runtime_reconcile_timeouts_total',
  controller,
  'Runs that took longer than the timeout of the controller',
);
export const runTime: HistogramMetric = {
  type: 'histogram',
  name: 'controller_runtime_reconcile_time_seconds',
  labels: controller,
  help: 'How long runs took',
  unit: 's',
  buckets: runSeconds,
};
export const concurrency: GaugeMetric = gauge(
  'controller_runtime_max_concurrent_reconciles',
  controller,
  'How many keys may run at once',
);
export const activeWorkers: GaugeMetric = gauge(
  'controller_runtime_active_workers',
  controller,
  'Keys that run, those included whose run was given up',
);

// The queue.

export const queueDepth: GaugeMetric = gauge(
  'workqueue_depth',
  queue,
  'Keys that are due and wait for a worker',
);
export const queueAdds: CounterMetric = counter(
  'workqueue_adds_total',
  queue,
  'Times a key began to wait for a run: by a change, a request, a time or a failure',
);
export const queueTime: HistogramMetric = {
  type: 'histogram',
  name: 'workqueue_queue_duration_seconds',
  labels: queue,
  help: 'How long keys were due before their runs began',
  unit: 's',
  buckets: queueSeconds,
};
export const workTime: HistogramMetric = {
  type: 'histogram',
  name: 'workqueue_work_duration_seconds',
  labels: queue,
  help: 'How long runs took',
  unit: 's',
  buckets: queueSeconds,
};
export const unfinishedWork: GaugeMetric = gauge(
  'workqueue_unfinished_work_seconds',
  queue,
  'For how long all keys that run have run, added up',
);
export const longestRun: GaugeMetric = gauge(
  'workqueue_longest_running_processor_seconds',
  queue,
  'For how long the key has run that has run for longest',
);
export const queueRetries: CounterMetric = counter(
  'workqueue_retries_total',
  queue,
  'Runs after which the key was queued again with a backoff',
);
export const queuedKeys: GaugeMetric = gauge(
  'kube_rx_queue_keys',
  ['controller', 'state'],
  'Keys that are not due yet: waiting for a time, or held until caches show what the key wrote',
);

// What runs wrote.

export const gateWait: HistogramMetric = {
  type: 'histogram',
  name: 'kube_rx_gate_wait_seconds',
  labels: ['controller', 'outcome'],
  help: 'How long runs waited for caches to show what the run before wrote: opened when they did, overdue when the run went ahead',
  unit: 's',
  buckets: gateSeconds,
};
export const gateTimeouts: CounterMetric = counter(
  'kube_rx_gate_timeouts_total',
  controller,
  'Times what a key wrote was no longer waited for, though caches did not show it',
);
export const selfTriggered: CounterMetric = counter(
  'kube_rx_self_triggered_runs_total',
  controller,
  'Runs that nothing led to but what the key itself wrote',
);
export const loopHolds: CounterMetric = counter(
  'kube_rx_loop_holds_total',
  controller,
  'Times a key was held back because it reconciles itself in a loop',
);
export const pausedObjects: GaugeMetric = gauge(
  'kube_rx_paused_objects',
  controller,
  'Objects that are paused by annotation',
);

// Sources.

export const sourceSynced: GaugeMetric = gauge(
  'kube_rx_source_synced',
  source,
  '1 where the whole first state of the source is there; runs wait for all sources of their cluster',
);
export const sourceAway: GaugeMetric = gauge(
  'kube_rx_source_away_seconds',
  source,
  'For how long the watch of the source has not been open; 0 while it is',
);
export const sourceEventAge: GaugeMetric = gauge(
  'kube_rx_source_last_event_age_seconds',
  source,
  'How long ago the last event, bookmark or page of the source came, or its watch was opened, which it is every few minutes',
);
export const sourceLag: GaugeMetric = gauge(
  'kube_rx_source_version_lag',
  source,
  'By how many versions the cache of the source is behind the newest that any source of the controller has of the same cluster',
);

// Watches.

export const watchers: GaugeMetric = gauge(
  'kube_rx_watchers',
  ['resource', 'phase'],
  'Watchers of the process by phase: queued, listing, streaming, connecting, live, waiting',
);
export const watchInterruptions: CounterMetric = counter(
  'kube_rx_watch_interruptions_total',
  ['resource', 'reason'],
  'Trouble of watches and their lists, by what it was taken for',
);
export const watchRestarts: CounterMetric = counter(
  'kube_rx_watch_restarts_total',
  ['resource', 'reason'],
  'Watches opened after the first one of a watcher, by what ended the one before; ended: the server, in good order',
);
export const watchRelists: CounterMetric = counter(
  'kube_rx_watch_relists_total',
  ['resource', 'reason'],
  'Times everything was read again after the first whole state, by what led to it',
);
export const watchFailures: CounterMetric = counter(
  'kube_rx_watch_failures_total',
  ['resource'],
  'Watchers that ended for good because of an error',
);
export const skippedObjects: CounterMetric = counter(
  'kube_rx_skipped_objects_total',
  ['resource'],
  'Times an object was left out because it could not be decoded',
);
export const refusedDeletions: CounterMetric = counter(
  'kube_rx_refused_mass_deletions_total',
  ['resource'],
  'Lists that lacked most of what a cache holds, and were not believed before a second one agreed',
);
export const audits: CounterMetric = counter(
  'kube_rx_audits_total',
  ['resource', 'result'],
  'Audits of caches, by what they found: agreed, drifted (it differed, and everything was read again), failed (nothing to compare with)',
);

// Requests.

export const requests: CounterMetric = counter(
  'rest_client_requests_total',
  ['code', 'method', 'host'],
  'Calls to API servers, by the code of the last answer; <error>: none came. A call that is repeated counts once',
);
export const requestTime: HistogramMetric = {
  type: 'histogram',
  name: 'rest_client_request_duration_seconds',
  labels: ['verb', 'host'],
  help: 'How long it took until the head of the answer came, repetitions included',
  unit: 's',
  buckets: requestSeconds,
};

// Leader election.

export const masterStatus: GaugeMetric = gauge(
  'leader_election_master_status',
  ['name'],
  '1 while this process leads, 0 while it stands by',
);
export const slowpaths: CounterMetric = counter(
  'leader_election_slowpath_total',
  ['name'],
  'Renewals that had to read the Lease first',
);

export const catalog: readonly Metric[] = [
  ...[runs, runErrors, terminalErrors, runTimeouts, runTime, concurrency, activeWorkers],
  ...[queueDepth, queueAdds, queueTime, workTime, unfinishedWork, longestRun, queueRetries, queuedKeys],
  ...[gateWait, gateTimeouts, selfTriggered, loopHolds, pausedObjects],
  ...[sourceSynced, sourceAway, sourceEventAge, sourceLag],
  ...[watchers, watchInterruptions, watchRestarts, watchRelists, watchFailures],
  ...[skippedObjects, refusedDeletions, audits],
  ...[requests, requestTime],
  ...[masterStatus, slowpaths],
];
