// Metrics for OpenTelemetry, as users see them. What makes them is loaded when it is used.

import type { Metrics } from './metrics-options.ts';
import type { OpenTelemetryOptions } from './opentelemetry-options.ts';

/**
 * Measures controllers, and the watches and requests of this process, by OpenTelemetry: the same metrics under the same
 * names as `prometheusMetrics`, of which it has the guarantees. Call it once the provider is set, and before controllers run.
 *
 * @throws InvalidRequestError where there is no meter and @opentelemetry/api cannot be loaded, or two controllers have one
 * name.
 * @example
 * const websites = new Controller(Api.all(client, ConfigMap), { reconcile: () => undefined });
 * using metrics = await openTelemetryMetrics({ controllers: [websites], signal });
 */
export async function openTelemetryMetrics(options: OpenTelemetryOptions = {}): Promise<Metrics> {
  const { startOpenTelemetry } = await import('./opentelemetry.ts');
  return startOpenTelemetry(options);
}
