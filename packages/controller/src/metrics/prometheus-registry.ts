// As much of a registry of prom-client as its users see here, so that nobody needs its types who does not use it.

/** A `Registry` of prom-client. */
export interface PrometheusRegistry {
  readonly contentType: string;
  metrics(): Promise<string>;
}
