// The embedded API server: one process, everything in memory, the real server's answers.

import { type HttpService, systemClock } from '@kube-rx/core';
import type { AccessListener } from './access/asked-access.ts';
import { reconcilePolicy } from './access/policy/reconcile.ts';
import { accessBy } from './access/requester.ts';
import { enabledPlugins } from './admission/enabled-plugins.ts';
import { placeOfService } from './admission/webhooks/service-place.ts';
import { WebhookClient } from './admission/webhooks/webhook-client.ts';
import type { ApiServerOptions, RestartOptions } from './api-server-options.ts';
import { apiService } from './api-service.ts';
import { ServiceAccountIssuer } from './authentication/service-account-issuer.ts';
import { Containers } from './containers/containers.ts';
import type { SocketEnd } from './containers/socket-pair.ts';
import { roleController } from './controllers/aggregated-roles.ts';
import type { Controller } from './controllers/controller.ts';
import { definitionController } from './controllers/definitions.ts';
import { namespaceController } from './controllers/namespaces.ts';
import { quotaController } from './controllers/resource-quotas.ts';
import { serviceAccountController } from './controllers/service-accounts.ts';
import { storageProtectionController } from './controllers/storage-protection.ts';
import { controlLayer } from './faults/control.ts';
import { faultLayer } from './faults/fault-layer.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { type SeedObject, seedObject } from './handlers/seed.ts';
import { type HttpListener, type ListenOptions, listen } from './http/http-server.ts';
import { OpenApiDocuments } from './openapi/document.ts';
import { defaultResources } from './registry/default-resources.ts';
import { Registry } from './registry/registry.ts';
import { isServed } from './registry/runtime-config.ts';
import type { ServerContext } from './server-context.ts';
import { type KeepStateOptions, type KeptState, StateKeeper } from './state/kept-state.ts';
import { realFile } from './state/real-file.ts';
import { restoredState } from './state/restored-state.ts';
import { restoreSnapshot, type ServerSnapshot, takeSnapshot } from './state/snapshot.ts';
import { readStateFile, removeDrafts, writeStateFile } from './state/state-file.ts';
import { StateLock } from './state/state-lock.ts';
import { Readiness } from './storage/readiness.ts';
import { Revisions } from './storage/revisions.ts';
import type { WatchBody } from './watch/watch-body.ts';

// In the order in which they hear of a write.
const controllers: readonly Controller[] = [
  definitionController,
  namespaceController,
  serviceAccountController,
  roleController,
  storageProtectionController,
  quotaController,
];

const mebibyte = 1024 * 1024;

/**
 * @example
 * const server = new ApiServer();
 * server.seed([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } }]);
 * const client = new Client(server.service);
 */
export class ApiServer implements AsyncDisposable {
  /** The server without sockets. */
  readonly service: HttpService;
  /** What goes wrong on purpose. */
  readonly faults: FaultPlan;
  /** What runs in its Pods: logs, commands and ports for `log`, `exec`, `attach` and `portforward`. */
  readonly containers: Containers;
  readonly #server: ServerContext;
  readonly #serve: (onAccess?: AccessListener) => HttpService;
  readonly #reconcile: () => void;
  readonly #webhooks: WebhookClient;
  readonly #listeners: Set<HttpListener> = new Set();
  readonly #kept: Set<KeptState> = new Set();
  #closed = false;
  /** How often it went back. */
  #restored = 0;

  constructor(options: ApiServerOptions = {}) {
    const {
      clock = systemClock,
      random = Math.random,
      resources = defaultResources,
      runtimeConfig = {},
      historySize = 10_000,
      historyBytes = 256 * mebibyte,
      maxStoredBytes = 1024 * mebibyte,
      maxObjects = 1_000_000,
      maxWatches = 10_000,
    } = options;
    const revisions = new Revisions();
    const { webhookService } = options;
    this.#webhooks = new WebhookClient(clock, (service) =>
      placeOfService(this.#server.registry, service, webhookService),
    );
    this.containers = new Containers(clock);
    this.#server = {
      clock,
      random,
      revisions,
      registry: new Registry(revisions, {
        history: { changes: historySize, bytes: historyBytes },
        quota: { bytes: maxStoredBytes, objects: maxObjects },
      }),
      watches: new Set<WatchBody>(),
      containers: this.containers,
      sockets: new Set<SocketEnd>(),
      readiness: new Readiness(clock),
      maxWatches,
      plugins: enabledPlugins(options),
      serviceCidr: options.serviceCidr ?? '10.96.0.0/12',
      openApi: new OpenApiDocuments(),
      tokens: options.tokens ?? {},
      serviceAccounts: new ServiceAccountIssuer(options.serviceAccountIssuer, options.serviceAccountKey),
      callWebhook: (call) => this.#webhooks.call(call),
      afterWrite: (write) => {
        for (const { afterWrite } of controllers) afterWrite(this.#server, write);
      },
    };
    this.#server.registry.addBuiltins(resources.filter((one) => isServed(one, runtimeConfig)));
    for (const { start } of controllers) start?.(this.#server);
    this.faults = new FaultPlan(clock, random);
    const { tokens, rbac = false, control = false } = options;
    this.#reconcile = (): void => {
      if (rbac) reconcilePolicy(this.#server);
    };
    this.#reconcile();
    this.#serve = (onAccess) => {
      const access = accessBy(this.#server, { byToken: tokens !== undefined || rbac, rbac, onAccess });
      const faulty = faultLayer(this.faults, clock)(apiService(this.#server, access));
      const service = control ? controlLayer(this, access)(faulty) : faulty;
      return async (request, call) => {
        if (this.#closed) throw closedError();
        return service(request, call);
      };
    };
    this.service = this.#serve(options.onAccess);
  }

  /** A server that already listens on a free port of the loopback interface. */
  static async start(
    options: ApiServerOptions & ListenOptions = {},
  ): Promise<ApiServer & { readonly url: string }> {
    const server = new ApiServer(options);
    const { url } = await server.listen(options);
    return Object.assign(server, { url });
  }

  /** The revision of the newest write. */
  get revision(): number {
    return this.#server.revisions.current;
  }

  /** How many watches are open. */
  get watches(): number {
    return this.#server.watches.size;
  }

  /**
   * The same server for one client: the listener is called with each right that its requests need, and with those of
   * nobody else, as the option `onAccess` is with those of all.
   */
  serviceTelling(onAccess: AccessListener): HttpService {
    return this.#serve(onAccess);
  }

  /** Serves HTTP as well. Several listeners may run at once. */
  async listen(options: ListenOptions = {}): Promise<HttpListener> {
    const listener = await listen(this.service, this.#server.clock, options);
    this.#listeners.add(listener);
    return listener;
  }

  /**
   * Creates objects as requests would, with their status, namespaces that are missing included.
   *
   * @throws InvalidRequestError for a kind that is not served, and where a webhook would have to be asked
   * about the object, as seeds wait for nobody; an error with the server's words for an object
   * that it refuses. What came before is stored.
   */
  seed(objects: Iterable<SeedObject>): void {
    for (const object of objects) seedObject(this.#server, object);
  }

  /** Forgets the past: older versions can no longer be listed or watched from. Running watches go on. */
  compact(): void {
    for (const store of this.#server.registry.stores.values()) store.compact();
  }

  /** Ends every watch, as a server that goes down and comes back with the same objects. */
  restart({ keepHistory = false, watches = 'clean', initialisingMs = 0 }: RestartOptions = {}): void {
    this.#server.readiness.begin(initialisingMs);
    if (watches === 'reset') this.disconnect();
    for (const watch of this.#server.watches) watch.close();
    if (!keepHistory) this.compact();
    this.#reconcile();
  }

  /** The caches are filled, however long they still had: see `restart`. */
  finishInitialising(): void {
    this.#server.readiness.finish();
  }

  /** The state of this moment, to go back to. Costs nothing: objects are never changed in place. */
  snapshot(): ServerSnapshot {
    return takeSnapshot(this.#server);
  }

  /**
   * Goes back to an earlier state, as after the restore of a backup: resourceVersions start over from there, the
   * history is gone, watches end.
   */
  restore(snapshot: ServerSnapshot): void {
    this.#restored += 1;
    restoreSnapshot(this.#server, snapshot);
  }

  /**
   * Writes the state of this moment to a file, for `loadState` of this server or another one. The file is replaced
   * at once, and only its owner can read it: it holds Secrets. A symbolic link stays, and the file that it leads to is
   * replaced.
   */
  async saveState(file: string): Promise<void> {
    await writeStateFile(await realFile(file), this.snapshot(), this.#server.serviceAccounts.kept);
  }

  /**
   * Goes back to what `saveState` has written, as `restore` does, custom kinds included. False where there is no
   * such file.
   *
   * @throws StateFileError for a file that holds something else or is damaged; no object has changed then.
   */
  async loadState(file: string): Promise<boolean> {
    const saved = await readStateFile(file);
    if (!saved) return false;
    this.restore(restoredState(this.#server, saved, file));
    if (saved.serviceAccountKey) this.#server.serviceAccounts.restore(saved.serviceAccountKey);
    for (const restored of saved.objects)
      for (const { resume } of controllers) resume?.(this.#server, restored);
    this.#reconcile();
    return true;
  }

  /**
   * Keeps the state in a file from now on: goes back to what it holds, as `loadState` does, and saves what changes every
   * few seconds, and at the end. No other server can keep the same file meanwhile; a lock file beside it says so.
   *
   * @throws StateInUseError where another server keeps it; StateFileError as `loadState`.
   * @example
   * await using kept = await server.keepState('cluster.state');
   * if (!kept.restored) server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
   */
  async keepState(file: string, options: KeepStateOptions = {}): Promise<KeptState> {
    const real = await realFile(file);
    const lock = await StateLock.take(real);
    try {
      await removeDrafts(real);
      const restored = await this.loadState(real);
      if (this.#closed) throw closedError();
      const kept = new StateKeeper({
        ...options,
        lock,
        restored,
        clock: this.#server.clock,
        state: () => `${this.#restored} ${this.revision} ${this.#server.serviceAccounts.hasKept}`,
        write: () => this.saveState(real),
      });
      this.#kept.add(kept);
      return kept;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Cuts all connections: watches and WebSockets fail, sockets are destroyed. */
  disconnect(): void {
    const cut = connectionError('ECONNRESET', 'the connection to the embedded API server was cut');
    for (const watch of this.#server.watches) watch.close(cut);
    for (const socket of this.#server.sockets) socket.abort(cut);
    for (const listener of this.#listeners) listener.disconnect();
  }

  /** Ends all watches, WebSockets and listeners, and saves what is kept; requests are refused from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const watch of this.#server.watches) watch.close();
    for (const socket of this.#server.sockets) void socket.close();
    this.#webhooks.close();
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    await Promise.all([...listeners, ...this.#kept].map((one) => one.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function closedError(): Error {
  return connectionError('ECONNREFUSED', 'the embedded API server is closed');
}

/** As Node's sockets tell it. */
function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
