/**
 * A real kube-apiserver and etcd for one test file: started in a temporary folder on free loopback ports, ready when
 * {@link ControlPlane.start} resolves, gone when disposed of or when the test process ends, however it ends.
 *
 * ```ts
 * await using controlPlane = await ControlPlane.start();
 * const config = controlPlane.kubeconfig();          // admin, by token
 * await controlPlane.compact();                      // etcd forgets its history
 * await controlPlane.restartApiServer();             // killed and started again: same port, same data
 * ```
 *
 * What is not there: no scheduler and no kubelet, so no pod runs; and unless asked for, no kube-controller-manager, so
 * nothing collects garbage, finishes a namespace's termination or creates default ServiceAccounts; admission of
 * ServiceAccounts is off for that reason. What it is asked for and started with is in `control-plane-options.ts` and
 * `server-flags.ts`.
 * Faults of the network are the business of `cut-proxy.ts`, finding the binaries that of `binaries.ts`.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, type KeyPair } from '@kube-rx/apiserver';
import { type Binaries, findBinaries, findControllerManager } from './binaries.ts';
import { Child } from './child.ts';
import type {
  AdminRequest,
  ControlPlaneOptions,
  KubeconfigOptions,
  TokenUser,
} from './control-plane-options.ts';
import { freePort } from './free-port.ts';
import { type HttpAnswer, send } from './http-request.ts';
import { formatKubeconfig } from './kubeconfig.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, loopback, type Place } from './server-flags.ts';
import { writeServerKeys } from './server-keys.ts';

export type { ControlPlaneOptions, KubeconfigOptions, TokenUser } from './control-plane-options.ts';

/** A copy of etcd's data, see {@link ControlPlane.snapshot}. */
export interface EtcdSnapshot {
  readonly folder: string;
}

const ADMIN: TokenUser = { name: 'admin', token: 'admin-token', groups: ['system:masters'] };

export class ControlPlane {
  /** `https://127.0.0.1:PORT`; the same for the control plane's lifetime. */
  readonly url: string;
  /** etcd's client address, plain http, which also speaks its JSON gateway under /v3. */
  readonly etcdUrl: string;
  /** Holds everything: data, logs, keys. Removed by {@link stop} unless KUBE_RX_KEEP_CONTROL_PLANE is set. */
  readonly folder: string;
  /** The bearer token of the user `admin` in the group system:masters. */
  readonly adminToken: string = ADMIN.token;
  readonly #authority: CertificateAuthority;
  readonly #binaries: Binaries;
  readonly #options: ControlPlaneOptions;
  readonly #place: Place;
  #users: readonly TokenUser[];
  #etcd: Child | undefined;
  #apiServer: Child | undefined;
  #controllerManager: Child | undefined;
  #snapshots = 0;

  private constructor(
    { binaries, place }: { binaries: Binaries; place: Place },
    options: ControlPlaneOptions,
  ) {
    this.#binaries = binaries;
    this.#options = options;
    this.#place = place;
    this.#users = options.users ?? [];
    this.#authority = new CertificateAuthority();
    this.folder = place.folder;
    this.url = loopback('https', place.ports.apiServer);
    this.etcdUrl = loopback('http', place.ports.etcd);
  }

  /**
   * Starts etcd and kube-apiserver and waits until the `default` namespace is there, and for kube-controller-manager
   * where it is asked for until it has made the namespace's ServiceAccount. When one of them fails the error carries the end of its log. Binaries are built first if need be, see `binaries.ts`.
   */
  static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const binaries = await findBinaries();
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-control-plane-'));
    const ports = {
      apiServer: await freePort(),
      etcd: await freePort(),
      etcdPeer: await freePort(),
      controllerManager: await freePort(),
    };
    const place = { folder, ports, controllerManager: options.controllerManager ?? false };
    const controlPlane = new ControlPlane({ binaries, place }, options);
    try {
      await writeServerKeys(folder, controlPlane.#authority);
      await controlPlane.startEtcd();
      await controlPlane.startApiServer();
      if (place.controllerManager) await controlPlane.startControllerManager();
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
    return controlPlane;
  }

  /** The authority that signed the serving certificate and signs client certificates, PEM. */
  get ca(): string {
    return this.#authority.certificate;
  }

  /** A file with {@link ca}. */
  get caFile(): string {
    return join(this.folder, 'ca.crt');
  }

  get running(): { readonly etcd: boolean; readonly apiServer: boolean } {
    return { etcd: this.#etcd?.running === true, apiServer: this.#apiServer?.running === true };
  }

  /** The process ids of the servers, as far as they have been started. */
  get pids(): readonly number[] {
    return [this.#etcd, this.#apiServer, this.#controllerManager].flatMap((child) => child?.pid ?? []);
  }

  kubeconfig(options: KubeconfigOptions = {}): string {
    const user = options.user ?? ADMIN;
    return formatKubeconfig({
      server: options.server ?? this.url,
      ca: this.ca,
      user: 'token' in user ? user.name : 'certificate',
      credentials: 'token' in user ? { token: user.token } : { clientCertificate: user },
      ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    });
  }

  async writeKubeconfig(file: string, options: KubeconfigOptions = {}): Promise<void> {
    await writeFile(file, this.kubeconfig(options), { mode: 0o600 });
  }

  /** A client certificate the API server accepts at once: the user's name, and groups such as system:masters. */
  issueClientCertificate(user: {
    readonly name: string;
    readonly groups?: readonly string[];
    readonly notAfter?: Date;
  }): KeyPair {
    return this.#authority.issue({
      usage: 'client',
      subject: { commonName: user.name, organizations: user.groups ?? [] },
      ...(user.notAfter === undefined ? {} : { notAfter: user.notAfter }),
    });
  }

  /** One request over node:https, so that a test can look at the server without the code it tests. */
  async request(path: string, options: AdminRequest = {}): Promise<HttpAnswer> {
    const body =
      options.body === undefined || typeof options.body === 'string'
        ? options.body
        : JSON.stringify(options.body);
    return send(new URL(path, this.url), {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      ca: this.ca,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${(options.user ?? ADMIN).token}`,
        ...(body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
        ...options.headers,
      },
      body,
    });
  }

  /**
   * Ends the API server, by SIGKILL or gracefully, and starts it again on the same port and data. The new process
   * has an empty watch cache: a watch from an older resourceVersion now gets 410 Expired.
   * `users` replaces those of the start, e.g. to revoke or rotate a token.
   */
  async restartApiServer(
    options: { readonly graceful?: boolean; readonly users?: readonly TokenUser[] } = {},
  ): Promise<void> {
    await this.stopApiServer(options);
    this.#users = options.users ?? this.#users;
    await this.startApiServer();
  }

  async stopApiServer(options: { readonly graceful?: boolean } = {}): Promise<void> {
    await this.#apiServer?.stop(options);
  }

  async startApiServer(): Promise<void> {
    if (this.#apiServer?.running === true) return;
    const users = [ADMIN, ...this.#users];
    // The format has quotes around the groups only: token,user,uid,"group1,group2"
    const lines = users.map(
      ({ token, name, groups }) => `${token},${name},${name},"${(groups ?? []).join(',')}"\n`,
    );
    await writeFile(join(this.folder, 'tokens.csv'), lines.join(''));
    const apiServer = await Child.start({
      name: 'kube-apiserver',
      command: this.#binaries.kubeApiserver,
      logFile: join(this.folder, 'kube-apiserver.log'),
      args: [...apiServerFlags(this.#place), ...(this.#options.apiServerFlags ?? [])],
    });
    this.#apiServer = apiServer;
    await apiServer.waitUntil(async () => {
      const ready = await this.request('/readyz');
      return ready.status === 200 && (await this.request('/api/v1/namespaces/default')).status === 200;
    }, this.#options.startTimeout);
  }

  /** Freezes the API server's process: connections stay open and nothing answers, until {@link resumeApiServer}. */
  pauseApiServer(): void {
    this.#apiServer?.signal('SIGSTOP');
  }

  resumeApiServer(): void {
    this.#apiServer?.signal('SIGCONT');
  }

  /** Ends kube-controller-manager, by SIGKILL or gracefully: until it is started again, nothing acts after a write. */
  async stopControllerManager(options: { readonly graceful?: boolean } = {}): Promise<void> {
    await this.#controllerManager?.stop(options);
  }

  async startControllerManager(): Promise<void> {
    if (this.#controllerManager?.running === true) return;
    const user = this.issueClientCertificate({ name: 'system:kube-controller-manager' });
    await this.writeKubeconfig(join(this.folder, 'kube-controller-manager.kubeconfig'), { user });
    const controllerManager = await Child.start({
      name: 'kube-controller-manager',
      command: (await findControllerManager()).file,
      logFile: join(this.folder, 'kube-controller-manager.log'),
      args: controllerManagerFlags(this.#place),
    });
    this.#controllerManager = controllerManager;
    const health = new URL('/healthz', loopback('https', this.#place.ports.controllerManager));
    await controllerManager.waitUntil(async () => {
      const { status } = await send(health, { method: 'GET', headers: {}, ca: this.ca, body: undefined });
      const account = '/api/v1/namespaces/default/serviceaccounts/default';
      return status === 200 && (await this.request(account)).status === 200;
    }, this.#options.startTimeout);
  }

  async stopEtcd(options: { readonly graceful?: boolean } = {}): Promise<void> {
    await this.#etcd?.stop(options);
  }

  async startEtcd(): Promise<void> {
    if (this.#etcd?.running === true) return;
    const etcd = await Child.start({
      name: 'etcd',
      command: this.#binaries.etcd,
      logFile: join(this.folder, 'etcd.log'),
      args: etcdFlags(this.#place),
    });
    this.#etcd = etcd;
    const isHealthy = async (): Promise<boolean> =>
      (await this.#etcdRequest('GET', '/health')).status === 200;
    await etcd.waitUntil(isHealthy, this.#options.startTimeout);
  }

  /**
   * Has etcd forget all history up to its current revision, and tells that revision. The API server goes on answering
   * lists and watches at older resourceVersions as long as its own caches reach back: follow with
   * {@link restartApiServer} to have them get 410 Expired, or start with the flag `--watch-cache=false`.
   */
  async compact(): Promise<number> {
    const status = await this.#etcdRequest('POST', '/v3/maintenance/status', {});
    const revision = Number(
      (status.body as { readonly header: { readonly revision: string } }).header.revision,
    );
    const answer = await this.#etcdRequest('POST', '/v3/kv/compaction', {
      revision: String(revision),
      physical: true,
    });
    // 400 "required revision has been compacted": nothing was written since the last time.
    if (answer.status !== 200 && !JSON.stringify(answer.body).includes('has been compacted')) {
      throw new Error(`etcd did not compact to revision ${revision}: ${JSON.stringify(answer.body)}`);
    }
    return revision;
  }

  /** Takes away all that is stored below `prefix` at one revision, as the end of a lease does with Events. */
  async deleteTogether(prefix: string): Promise<void> {
    // 0 is the byte after "/".
    const [key, rangeEnd] = [`${prefix}/`, `${prefix}0`].map((end) => Buffer.from(end).toString('base64'));
    const answer = await this.#etcdRequest('POST', '/v3/kv/deleterange', { key, range_end: rangeEnd });
    if (answer.status !== 200) throw new Error(`etcd did not delete: ${JSON.stringify(answer.body)}`);
  }

  /** Copies etcd's data as a crash would leave it; etcd is down meanwhile (a second), the API server is not. */
  async snapshot(): Promise<EtcdSnapshot> {
    this.#snapshots += 1;
    const folder = join(this.folder, `snapshot-${this.#snapshots}`);
    await this.stopEtcd();
    await cp(this.#etcdData, folder, { recursive: true });
    await this.startEtcd();
    return { folder };
  }

  /**
   * Puts etcd's data back to what a snapshot holds and restarts both servers: what an operator does after a disaster.
   * resourceVersions go back and are given out a second time, to other objects.
   */
  async restore(snapshot: EtcdSnapshot): Promise<void> {
    await this.stopApiServer();
    await this.stopEtcd();
    await rm(this.#etcdData, { recursive: true });
    await cp(snapshot.folder, this.#etcdData, { recursive: true });
    await this.startEtcd();
    await this.startApiServer();
  }

  /** Ends the servers and removes the folder. Idempotent. */
  async stop(): Promise<void> {
    await this.stopControllerManager();
    await this.stopApiServer();
    await this.stopEtcd();
    if (process.env['KUBE_RX_KEEP_CONTROL_PLANE'] === undefined) {
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  get #etcdData(): string {
    return join(this.folder, 'etcd-data');
  }

  async #etcdRequest(method: string, path: string, body?: unknown): Promise<HttpAnswer> {
    return send(new URL(path, this.etcdUrl), { method, headers: {}, body: JSON.stringify(body) });
  }

  /** The log of a server so far, for a test that fails in a way only the server can explain. */
  async log(server: 'kube-apiserver' | 'kube-controller-manager' | 'etcd'): Promise<string> {
    return readFile(join(this.folder, `${server}.log`), 'utf8');
  }
}
