// The embedded API server: one process, everything in memory, the real server's answers.

import { type Clock, InvalidRequestError, type Resource, type Service, systemClock } from '@kube-rx/core';
import { accessLayer } from './access/access-layer.ts';
import type { Tokens } from './access/user.ts';
import { apiService } from './api-service.ts';
import { controllers } from './controllers/controllers.ts';
import { type Controlled, controlLayer } from './faults/control.ts';
import { faultLayer } from './faults/fault-layer.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { seedObject } from './handlers/seed.ts';
import { type HttpListener, type ListenOptions, listen } from './http-server.ts';
import { type JsonObject, objectAt, stringAt } from './json/json.ts';
import { OpenApiDocuments } from './openapi/document.ts';
import { defaultResources } from './registry/default-resources.ts';
import { Registry } from './registry/registry.ts';
import type { ResourceDescription } from './registry/resource-description.ts';
import type { ServedResource } from './registry/served-resource.ts';
import type { ServerContext } from './server-context.ts';
import { restoredState } from './state/restored-state.ts';
import { readStateFile, writeStateFile } from './state/state-file.ts';
import type { Snapshot } from './storage/history.ts';
import { Readiness } from './storage/readiness.ts';
import type { ResourceStore } from './storage/resource-store.ts';
import { Revisions } from './storage/revisions.ts';
import { SortedTree } from './storage/sorted-tree.ts';
import { createObject } from './strategy/create.ts';
import { ownWrite } from './strategy/write-options.ts';
import type { WatchStream } from './watch/watch-stream.ts';

const mebibyte = 1024 * 1024;

export interface ApiServerOptions {
  /** Default: the machine's time. Every wait and every timestamp goes through it. */
  readonly clock?: Clock;
  /** Between 0 and 1; for uids, generated names and timeouts. Default `Math.random`. */
  readonly random?: () => number;
  /** The built-in kinds to serve, as the catalog of the k8s package. Default: core, apps, batch, coordination, rbac and apiextensions v1. */
  readonly resources?: readonly (Resource | ResourceDescription)[];
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
  /** Users by bearer token. A request without one is anonymous; one with another is refused. */
  readonly tokens?: Tokens;
  /** Judge requests by the stored roles and bindings; the group system:masters may do everything. Default false. */
  readonly rbac?: boolean;
  /** IPv4 addresses for services. Default 10.96.0.0/12. */
  readonly serviceCidr?: string;
  /** Offers faults and forced compaction to other processes, under /kube-rx/. Default false. */
  readonly control?: boolean;
}

/** Opaque: only to be handed to `restore` of the same server. */
export interface ServerSnapshot {
  readonly revision: number;
  readonly stores: readonly { readonly store: ResourceStore; readonly objects: Snapshot }[];
}

/** Where `seed` takes any object from, typed or not. */
export interface SeedObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: object;
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

/**
 * @example
 * const server = new ApiServer();
 * server.seed([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } }]);
 * const client = new Client(server.service);
 */
export class ApiServer implements AsyncDisposable {
  /** The server without sockets. */
  readonly service: Service;
  /** What goes wrong on purpose. */
  readonly faults: FaultPlan;
  readonly #server: ServerContext;
  readonly #listeners: Set<HttpListener> = new Set();
  #closed = false;

  constructor(options: ApiServerOptions = {}) {
    const {
      clock = systemClock,
      random = Math.random,
      resources = defaultResources,
      historySize = 10_000,
      historyBytes = 256 * mebibyte,
      maxStoredBytes = 1024 * mebibyte,
      maxObjects = 1_000_000,
      maxWatches = 10_000,
    } = options;
    const revisions = new Revisions();
    this.#server = {
      clock,
      random,
      revisions,
      registry: new Registry(revisions, {
        history: { changes: historySize, bytes: historyBytes },
        quota: { bytes: maxStoredBytes, objects: maxObjects },
      }),
      watches: new Set<WatchStream>(),
      readiness: new Readiness(clock),
      maxWatches,
      serviceCidr: options.serviceCidr ?? '10.96.0.0/12',
      openApi: new OpenApiDocuments(),
      afterWrite: (write) => {
        for (const { afterWrite } of controllers) afterWrite(this.#server, write);
      },
    };
    this.#server.registry.addBuiltins(resources);
    for (const { start } of controllers) start?.(this.#server);
    this.faults = new FaultPlan(clock, random);
    const plain = apiService(this.#server);
    const guarded =
      options.tokens || options.rbac
        ? accessLayer(this.#server, { tokens: options.tokens, rbac: options.rbac ?? false })(plain)
        : plain;
    const faulty = faultLayer(this.faults, clock)(guarded);
    const service = options.control ? controlLayer(this.#controlled())(faulty) : faulty;
    this.service = async (request, call) => {
      if (this.#closed) throw connectionError('ECONNREFUSED', 'the embedded API server is closed');
      return service(request, call);
    };
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

  /** Serves HTTP as well. Several listeners may run at once. */
  async listen(options: ListenOptions = {}): Promise<HttpListener> {
    const listener = await listen(this.service, this.#server.clock, options);
    this.#listeners.add(listener);
    return listener;
  }

  /**
   * Creates objects as requests would, namespaces that are missing included.
   *
   * @throws InvalidRequestError for a kind that is not served; an error with the server's words for an object
   * that it refuses. What came before is stored.
   */
  seed(objects: Iterable<SeedObject>): void {
    for (const object of objects) {
      const decoded: JsonObject = JSON.parse(JSON.stringify(object)) as JsonObject;
      const [apiVersion, kind] = [stringAt(decoded, 'apiVersion') ?? '', stringAt(decoded, 'kind') ?? ''];
      const served = this.#server.registry.findKind(apiVersion, kind);
      if (!served)
        throw new InvalidRequestError(
          `seed: the server has no kind ${JSON.stringify(kind)} in ${JSON.stringify(apiVersion)}`,
        );
      const namespace = this.#namespaceOf(served, decoded);
      seedObject(this.#server, served, namespace, decoded);
    }
  }

  /** Forgets the past: older versions can no longer be listed or watched from. Running watches go on. */
  compact(): void {
    for (const store of this.#server.registry.stores) store.compact();
  }

  /** Ends every watch, as a server that goes down and comes back with the same objects. */
  restart({ keepHistory = false, watches = 'clean', initialisingMs = 0 }: RestartOptions = {}): void {
    this.#server.readiness.begin(initialisingMs);
    if (watches === 'reset') this.disconnect();
    for (const stream of this.#server.watches) stream.close();
    if (!keepHistory) this.compact();
  }

  /** The caches are filled, however long they still had: see `restart`. */
  finishInitialising(): void {
    this.#server.readiness.finish();
  }

  /** The state of this moment, to go back to. Costs nothing: objects are never changed in place. */
  snapshot(): ServerSnapshot {
    const { registry, revisions } = this.#server;
    const stores = registry.stores.map((store) => ({ store, objects: store.snapshot }));
    return { revision: revisions.current, stores };
  }

  /**
   * Goes back to an earlier state, as after the restore of a backup: resourceVersions start over from there, the
   * history is gone, watches end.
   */
  restore({ revision, stores }: ServerSnapshot): void {
    for (const stream of this.#server.watches) stream.close();
    this.#server.revisions.reset(revision);
    const known = new Map(stores.map(({ store, objects }) => [store, objects]));
    for (const store of this.#server.registry.stores) store.reload(known.get(store) ?? SortedTree.empty());
  }

  /**
   * Writes the state of this moment to a file, for `loadState` of this server or another one. The file is replaced
   * at once, and only its owner can read it: it holds Secrets.
   */
  async saveState(file: string): Promise<void> {
    const { registry, revisions } = this.#server;
    const stores = registry.namedStores.map(([name, { snapshot }]) => ({ name, snapshot }));
    await writeStateFile(file, {
      revision: revisions.current,
      count: stores.reduce((sum, { snapshot }) => sum + snapshot.size, 0),
      objects: savedObjects(stores),
    });
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
    for (const restored of saved.objects)
      for (const { resume } of controllers) resume?.(this.#server, restored);
    return true;
  }

  /** Cuts all connections: watches fail, sockets are destroyed. */
  disconnect(): void {
    for (const stream of this.#server.watches)
      stream.reset(connectionError('ECONNRESET', 'the connection to the embedded API server was cut'));
    for (const listener of this.#listeners) listener.disconnect();
  }

  /** Ends all watches and listeners; requests are refused from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stream of this.#server.watches) stream.close();
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    await Promise.all(listeners.map((listener) => listener.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #controlled(): Controlled {
    let saved: ServerSnapshot | undefined;
    return {
      faults: this.faults,
      compact: () => this.compact(),
      restart: (options) => this.restart(options),
      finishInitialising: () => this.finishInitialising(),
      disconnect: () => this.disconnect(),
      snapshot: () => {
        saved = this.snapshot();
      },
      restore: () => {
        if (saved) this.restore(saved);
      },
    };
  }

  #namespaceOf({ resource }: ServedResource, object: JsonObject): string {
    if (resource.scope === 'Cluster') return '';
    const name = stringAt(objectAt(object, 'metadata'), 'namespace') ?? 'default';
    const namespaces = this.#server.registry.find('', 'v1', 'namespaces');
    if (namespaces && !namespaces.store.get(name))
      createObject(this.#server, namespaces, {
        ...ownWrite(),
        namespace: '',
        object: { metadata: { name } },
      });
    return name;
  }
}

function* savedObjects(
  stores: readonly { readonly name: string; readonly snapshot: Snapshot }[],
): Generator<{ store: string; bytes: Uint8Array }, undefined, undefined> {
  for (const { name, snapshot } of stores)
    for (const [, { bytes }] of snapshot.entries()) yield { store: name, bytes };
  return undefined;
}

/** As Node's sockets tell it. */
function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
