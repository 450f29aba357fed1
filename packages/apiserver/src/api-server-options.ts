import type { Clock, Resource } from '@kube-rx/core';
import type { AccessListener } from './access/asked-access.ts';
import type { Tokens } from './access/user.ts';
import type { WebhookServicePlace } from './admission/webhooks/service-place.ts';
import type { ResourceDescription } from './registry/resource-description.ts';
import type { RuntimeConfig } from './registry/runtime-config.ts';

export interface ApiServerOptions {
  /**
   * Every wait and every timestamp of the API goes through it; the timeouts of sockets and the dates of certificates
   * keep the machine's time. Default: the machine's.
   */
  readonly clock?: Clock;
  /** Between 0 and 1; for uids, generated names and timeouts. Default `Math.random`. */
  readonly random?: () => number;
  /** The built-in kinds to serve, as the catalog of the k8s package. Default: core, apps, batch, coordination, rbac and apiextensions v1. */
  readonly resources?: readonly (Resource | ResourceDescription)[];
  /** Versions that are switched on or off, as with kube-apiserver's `--runtime-config`. Default: alpha and beta are off. */
  readonly runtimeConfig?: RuntimeConfig;
  /** Changes kept per kind, for watches that resume and lists at an exact version. Default 10,000. */
  readonly historySize?: number;
  /** Bytes of objects that the history of one kind may hold; it is shorter where these are used up. Default 256 MiB. */
  readonly historyBytes?: number;
  /** Bytes of all stored objects as JSON; what would exceed it gets a 507. Default 1 GiB. */
  readonly maxStoredBytes?: number;
  /** Stored objects of all kinds; what would exceed it gets a 507. Default 1,000,000. */
  readonly maxObjects?: number;
  /** Watches open at once; one more gets a 429. Default 10,000. */
  readonly maxWatches?: number;
  /**
   * Users by bearer token. A request without one is anonymous; one with another, that is no good token of a service
   * account either, gets a 401. Without `tokens` and `rbac`, tokens are not looked at.
   */
  readonly tokens?: Tokens;
  /** Judge requests by the stored roles and bindings; the group system:masters may do everything. Default false. */
  readonly rbac?: boolean;
  /**
   * Called with each right that a request needs, before it is judged: by these a role can be written that allows just
   * that. What it throws fails the request.
   */
  readonly onAccess?: AccessListener;
  /**
   * Admission plugins that are on besides those that are on in a cluster, by the names of `--enable-admission-plugins`.
   * The constructor throws an InvalidRequestError for a name that Kubernetes does not know, and for a plugin that is
   * not here. Default: none.
   *
   * @example
   * const server = new ApiServer({ enableAdmissionPlugins: ['ServiceAccount'] });
   */
  readonly enableAdmissionPlugins?: readonly string[];
  /**
   * Admission plugins that are off, by the names of `--disable-admission-plugins`. One that is not here is off anyway.
   * Default: none.
   */
  readonly disableAdmissionPlugins?: readonly string[];
  /**
   * Who issues the tokens of service accounts, and the audience of the server itself: an https URL. Default
   * `https://kubernetes.default.svc.cluster.local`.
   */
  readonly serviceAccountIssuer?: string;
  /**
   * The private key that signs them, PEM: RSA, or P-256, P-384 or P-521. Default: a new one of P-256, which is kept
   * with the state of the server.
   *
   * @example
   * const serviceAccountKey = process.env['SERVICE_ACCOUNT_KEY'] ?? '';
   * const server = new ApiServer({ rbac: true, serviceAccountKey });
   */
  readonly serviceAccountKey?: string;
  /** IPv4 addresses for services. Default 10.96.0.0/12. */
  readonly serviceCidr?: string;
  /**
   * Where the webhook of a service listens, as `https://127.0.0.1:9443`; only host and port count. Its certificate must
   * be valid for `NAME.NAMESPACE.svc`, as in a cluster. Default: nowhere, so that its calls fail. A webhook with a `url`
   * needs none of this.
   *
   * @example
   * const server = new ApiServer({
   *   webhookService: ({ name }) => (name === 'policy' ? 'https://127.0.0.1:9443' : undefined),
   * });
   */
  readonly webhookService?: WebhookServicePlace;
  /** Offers faults and forced compaction to other processes, under /kube-rx/. Default false. */
  readonly control?: boolean;
}

export interface RestartOptions {
  /** Keep what can be watched from and listed at. Default false: as a server that has just started. */
  readonly keepHistory?: boolean;
  /** How watches end. Default `clean`. */
  readonly watches?: 'clean' | 'reset';
  /**
   * How long its caches are being filled: watches and most lists get a 429 with Retry-After meanwhile, reads of one
   * object and all writes are answered. `Infinity`: until `finishInitialising`. Default 0.
   */
  readonly initialisingMs?: number;
}
