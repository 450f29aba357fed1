// What metrics for Prometheus are told, and what they give.

import type { Metrics, MetricsOptions } from './metrics-options.ts';
import type { MetricsPage } from './metrics-page.ts';
import type { PrometheusRegistry } from './prometheus-registry.ts';

export interface PrometheusOptions extends MetricsOptions {
  /** A `Registry` of prom-client that has other metrics as well. Default: one of its own. */
  readonly registry?: PrometheusRegistry;
  /** Comes before the name of each metric. The dashboard knows the names without it. Default `''`. */
  readonly prefix?: string;
}

export interface PrometheusMetrics extends Metrics, MetricsPage {
  readonly registry: PrometheusRegistry;
}
