// `kube-rx apiserver`: the embedded API server over HTTP, for kubectl and any other client of a cluster.

import { ApiServer, type ApiServerOptions, type HttpListener, type RuntimeConfig } from '@kube-rx/apiserver';
import { Client, readManifests, systemErrorOf } from '@kube-rx/client';
import { onAbort } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { pino } from 'pino';
import { AccessFile } from '../apiserver/access-file.ts';
import { type AuthenticationFlags, readAuthentication, withToken } from '../apiserver/authentication.ts';
import { withFlag } from '../apiserver/flag-of-option.ts';
import { writeKubeconfig } from '../apiserver/kubeconfig-file.ts';
import { loadManifests } from '../apiserver/load.ts';
import { formatLogLine } from '../apiserver/log-text.ts';
import { nextSteps } from '../apiserver/next-steps.ts';
import { logRequests } from '../apiserver/request-log.ts';
import { keepState, savedAtLast } from '../apiserver/state-flag.ts';
import type { LogFlags } from '../client-log.ts';
import { fileAccess, UsageError } from '../failure.ts';
import { safeJson } from '../output/safe-text.ts';
import type { Terminal } from '../terminal.ts';

export interface ApiServerFlags extends AuthenticationFlags {
  /** A whole number in digits; not checked yet. */
  readonly port: string;
  readonly host: string;
  /** Comma-separated; not checked yet. */
  readonly acceptHosts?: string;
  /** Comma-separated; not checked yet. */
  readonly runtimeConfig?: string;
  /** Comma-separated; not checked yet. */
  readonly enableAdmissionPlugins?: string;
  /** Comma-separated; not checked yet. */
  readonly disableAdmissionPlugins?: string;
  readonly load?: readonly string[];
  readonly state?: string;
  /** Where to write what the requests needed. */
  readonly recordAccess?: string;
  /** Each as `NAMESPACE/NAME=https://127.0.0.1:9443`; not checked yet. */
  readonly webhookService?: readonly string[];
  readonly control?: boolean;
  readonly logLevel: NonNullable<LogFlags['logLevel']>;
}

/** Serves until the terminal is interrupted, and returns exit code 0: this is how it is meant to end. */
export async function apiserver(flags: ApiServerFlags, terminal: Terminal): Promise<number> {
  const { load = [], writeKubeconfig: file, adminKubeconfig, state } = flags;
  const port = readPort(flags.port);
  const acceptHosts = readHosts(flags.acceptHosts);
  const formatLine = terminal.errIsTty ? formatLogLine : safeJson;
  const write = (line: string): void => terminal.err(formatLine(line));
  const log = pino({ level: flags.logLevel, base: null }, { write });
  const manifests = await readManifests(load, { recursive: true, signal: terminal.signal });
  const record = flags.recordAccess === undefined ? undefined : new AccessFile(flags.recordAccess);
  const places = readWebhookServices(flags.webhookService);
  const { options, clientAuthority, adminToken, warnings } = await readAuthentication(flags, terminal.signal);
  for (const warning of warnings) log.warn(warning);
  const server = newServer(
    {
      ...options,
      resources: catalog,
      runtimeConfig: readRuntimeConfig(flags.runtimeConfig),
      enableAdmissionPlugins: readNames(flags.enableAdmissionPlugins),
      disableAdmissionPlugins: readNames(flags.disableAdmissionPlugins),
      webhookService: ({ namespace, name }) => places.get(`${namespace}/${name}`),
      control: flags.control === true,
      ...(record && { onAccess: (asked) => record.add(asked) }),
    },
    flags,
  );
  try {
    const kept = state === undefined ? undefined : await keepState(server, state, log);
    if (kept?.restored) log.info({ file: state, revision: server.revision }, 'restored');
    else {
      // What is loaded is nobody's request.
      const service = withToken(
        server.serviceTelling(() => undefined),
        adminToken,
      );
      await loadManifests(new Client(service), manifests);
      if (manifests.length > 0) log.info({ objects: manifests.length }, 'loaded');
    }
    // If the state cannot be saved, the user should know before the work, not after it.
    if (kept && state !== undefined) await fileAccess(state, 'written', kept.save());
    await record?.write();
    const { host, tls = false } = flags;
    // Node would listen on all addresses.
    if (host === '') throw new UsageError('--host must name an address, as 127.0.0.1');
    const { url, certificateAuthority } = await listen(server, {
      port,
      host,
      tls,
      acceptHosts,
      ...(clientAuthority !== undefined && { clientAuthority }),
    });
    const stopLogging = logRequests(log);
    if (file !== undefined) await writeKubeconfig(file, url, { certificateAuthority });
    if (adminKubeconfig !== undefined)
      await writeKubeconfig(adminKubeconfig, url, { certificateAuthority, token: adminToken });
    log.info({ url }, 'listening');
    if (!isLoopback(host) && options.rbac !== true)
      log.warn({ host }, 'whoever reaches this address may do everything');
    terminal.out(`${url}\n`);
    if (terminal.outIsTty) terminal.out(nextSteps({ url, kubeconfig: adminKubeconfig ?? file, state }));
    await new Promise<void>((resolve) => void onAbort(terminal.signal, resolve));
    stopLogging();
    await record?.write();
    if (record && record.dropped > 0)
      log.warn({ dropped: record.dropped }, 'accesses were too many to record');
    if (kept && !(await savedAtLast(kept, log))) return 1;
  } finally {
    await server.close();
  }
  log.info('closed');
  return 0;
}

/** @throws UsageError that names the flag of an option that the server refuses. */
function newServer(options: ApiServerOptions, flags: ApiServerFlags): ApiServer {
  try {
    return new ApiServer(options);
  } catch (error) {
    throw withFlag(error, flags);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new UsageError(
    `--port must be a number from 0 (any free port) to 65535, not ${JSON.stringify(text)}`,
  );
}

// As kubectl proxy has it, but a plain name is one name, and no pattern of others.
function readHosts(text = ''): (string | RegExp)[] {
  return readNames(text).map((one) => (one.startsWith('^') ? readPattern(one) : one));
}

function readNames(text = ''): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function readRuntimeConfig(text = ''): RuntimeConfig {
  return Object.fromEntries(readNames(text).map(readSetting));
}

function readSetting(setting: string): [string, boolean] {
  const [, key = '', value] = /^((?:[a-z0-9.-]+\/)?[a-z0-9]+)(?:=(true|false))?$/.exec(setting) ?? [];
  if (key !== '' && !isKnown(key))
    throw new UsageError(
      `--runtime-config: no version ${JSON.stringify(key)} of Kubernetes' groups is known`,
    );
  if (key !== '') return [key, value !== 'false'];
  throw new UsageError(
    `--runtime-config: ${JSON.stringify(setting)} is no setting; give GROUP/VERSION=true or =false, or api/all, api/beta, api/alpha`,
  );
}

function isKnown(key: string): boolean {
  if (/^api\/(all|ga|beta|alpha)$/.test(key)) return true;
  return catalog.some(
    ({ resource: { group, version } }) => key === (group === '' ? version : `${group}/${version}`),
  );
}

/** Where the webhooks of services listen, by `NAMESPACE/NAME`. */
function readWebhookServices(settings: readonly string[] = []): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const setting of settings) {
    const [, service, place] = /^([^/=]+\/[^/=]+)=(https:\/\/.+)$/.exec(setting) ?? [];
    if (service === undefined || place === undefined || !URL.canParse(place))
      throw new UsageError(
        `--webhook-service: ${JSON.stringify(setting)} is no place of a service; give NAMESPACE/NAME=https://HOST:PORT`,
      );
    places.set(service, place);
  }
  return places;
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (cause) {
    throw new UsageError(`--accept-hosts: ${JSON.stringify(text)} is no regular expression`, { cause });
  }
}

async function listen(
  server: ApiServer,
  options: {
    readonly port: number;
    readonly host: string;
    readonly tls: boolean;
    readonly acceptHosts: readonly (string | RegExp)[];
    readonly clientAuthority?: string;
  },
): Promise<HttpListener> {
  try {
    return await server.listen(options);
  } catch (error) {
    const problem = listenProblem(systemErrorOf(error)?.code, options);
    throw problem === undefined ? withFlag(error, {}) : new UsageError(problem, { cause: error });
  }
}

function listenProblem(
  code: string | undefined,
  { port, host }: { readonly port: number; readonly host: string },
): string | undefined {
  const another = 'choose another --port, or 0 for any free one';
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is taken; ${another}`;
    case 'EACCES':
      return `port ${port} of ${host} is not for this user; ${another}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${JSON.stringify(host)} is no address of this machine; choose another --host`;
    default:
      return undefined;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
