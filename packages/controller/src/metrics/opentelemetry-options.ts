// What metrics for OpenTelemetry are told.

import type { MetricsOptions } from './metrics-options.ts';
import type { OpenTelemetryMeter } from './opentelemetry-meter.ts';

export interface OpenTelemetryOptions extends MetricsOptions {
  /** Default: that of the global provider named `kube-rx`, for which `@opentelemetry/api` must be there. */
  readonly meter?: OpenTelemetryMeter;
}
