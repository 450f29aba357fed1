// Metrics for Prometheus, as users see them. What makes them is loaded when it is used.

import type { PrometheusMetrics, PrometheusOptions } from './prometheus-options.ts';

/**
 * Measures controllers, and the watches and requests of this process, for Prometheus. Needs `prom-client` beside the
 * program. Call it before controllers run: watches that are open already are measured from their next change of phase on.
 *
 * Guarantees: no label holds the name, the namespace, the uid or the key of an object, and no label has more than 200
 * values; further ones are `other`. What cannot be measured disturbs no run.
 *
 * @throws InvalidRequestError where prom-client cannot be loaded, the registry has one of the metrics already, two
 * controllers have one name, or the prefix cannot begin a metric's name.
 * @example
 * import { createServer } from 'node:http';
 *
 * const websites = new Controller(Api.all(client, ConfigMap), { reconcile: () => undefined });
 * const metrics = await prometheusMetrics({ controllers: [websites] });
 * createServer((_request, response) => {
 *   void metrics.text().then((text) => response.setHeader('content-type', metrics.contentType).end(text));
 * }).listen(8080);
 */
export async function prometheusMetrics(options: PrometheusOptions = {}): Promise<PrometheusMetrics> {
  const { startPrometheus } = await import('./prometheus.ts');
  return startPrometheus(options);
}
