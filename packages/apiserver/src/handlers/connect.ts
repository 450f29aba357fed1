// What a request turns into a stream: a command in a container, its terminal, and its ports.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/pod/rest/subresources.go

import { attributesOf } from '../access/attributes.ts';
import type { Admission } from '../admission/admission.ts';
import type { CommandResult, CommandStreams } from '../containers/container.ts';
import { type ForwardedPort, portForwardProtocols, servePorts } from '../containers/port-forward.ts';
import { commandProtocols, serveCommand, type WantedStreams } from '../containers/remote-command.ts';
import { type SocketEnd, socketPair } from '../containers/socket-pair.ts';
import { serveStreamedCommand, streamedCommandProtocols } from '../containers/streamed-command.ts';
import { serveStreamedPorts, streamedPortsProtocol } from '../containers/streamed-ports.ts';
import type { JsonObject } from '../json/json.ts';
import { badRequest, forbidden, StatusError, tooManyRequests } from '../status-error.ts';
import { admitRequest } from './admitted-action.ts';
import type { Answer } from './answer.ts';
import { type Call, target } from './call.ts';
import { isScheduled, type PodContainer, podContainer } from './pod-container.ts';

export function* execute(call: Call): Admission<Answer> {
  yield* admitConnect(call, 'exec');
  requireCreate(call);
  const container = podContainer(call);
  requireKubelet(call, container);
  const wanted = wantedStreams(call);
  const command = call.query.all('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command');
  return commandAnswer(call, wanted, async (streams) => {
    const { exec } = behaviourOf(container);
    if (exec) return telling('error executing command in container', () => exec(command, streams));
    const [name = ''] = command;
    const why = `exec: "${name}": executable file not found in $PATH`;
    throw new Error(`error executing command in container: ${why}`);
  });
}

export function* attach(call: Call): Admission<Answer> {
  yield* admitConnect(call, 'attach');
  requireCreate(call);
  const container = podContainer(call);
  requireKubelet(call, container);
  const wanted = wantedStreams(call);
  return commandAnswer(call, wanted, async (streams) => {
    const { attach: attached } = behaviourOf(container);
    return attached ? telling('error attaching to container', () => attached(streams)) : 0;
  });
}

export function* forwardPorts(call: Call): Admission<Answer> {
  const ports = portsOf(call);
  yield* admitConnect(call, 'portforward');
  requireCreate(call);
  const { object: pod } = target(call);
  const { server, namespace, name } = call;
  const containers = server.containers.of(`${namespace}/${name}`);
  const forwarded = (port: number): ForwardedPort => ({
    port,
    serve: async (connection) => {
      const handler = containers
        .map(({ behaviour }) => behaviour.ports?.[port])
        .find((one) => one !== undefined);
      const prefix = `error forwarding port ${port} to pod ${name}, uid `;
      if (handler) return telling(prefix, () => handler(connection));
      throw new Error(
        `${prefix}: failed to connect to localhost:${port} inside namespace: dial tcp4 127.0.0.1:${port}: connect: connection refused`,
      );
    },
  });
  // Over SPDY each stream names its port.
  const [tunnelled] = tunnelledProtocols;
  if (wantsSpdy(call) || call.request.webSocket?.includes(tunnelled)) {
    if (containers.length === 0) requireScheduled(call, pod);
    const protocols = wantsSpdy(call) ? [streamedPortsProtocol] : tunnelledProtocols;
    return socketAnswer(call, protocols, (socket) => serveStreamedPorts(socket, forwarded));
  }
  if (containers.length === 0) requireScheduled(call, pod);
  requirePorts(ports);
  return socketAnswer(call, portForwardProtocols, (socket) => servePorts(socket, ports.map(forwarded)));
}

const connectKinds = {
  exec: 'PodExecOptions',
  attach: 'PodAttachOptions',
  portforward: 'PodPortForwardOptions',
};

function* admitConnect(call: Call, subresource: keyof typeof connectKinds): Admission<void> {
  const kind = { group: '', version: 'v1', kind: connectKinds[subresource] };
  const action = {
    kind,
    asked: connectOptions(call, subresource),
    options: () => undefined,
    dryRun: false,
    warnings: [],
  };
  yield* admitRequest(call, { operation: 'CONNECT', subresource, ...action });
}

// As its query is read into the options of the real server.
function connectOptions(call: Call, subresource: keyof typeof connectKinds): JsonObject {
  const { query } = call;
  if (subresource === 'portforward') {
    const ports = portsOf(call);
    return ports.length > 0 ? { ports } : {};
  }
  const flags = ['stdin', 'stdout', 'stderr', 'tty'].filter((name) => query.flag(name));
  const command = query.all('command');
  const container = query.text('container');
  return {
    ...Object.fromEntries(flags.map((name) => [name, true])),
    ...(container !== '' && { container }),
    ...(subresource === 'exec' && command.length > 0 && { command }),
  };
}

/** SPDY within the messages of a WebSocket, which kubectl speaks since 1.31. */
const tunnelledProtocols = [`SPDY/3.1+${streamedPortsProtocol}`] as const;

function wantsSpdy({ request }: Call): boolean {
  return request.headers['upgrade']?.toLowerCase() === 'spdy/3.1';
}

// A GET is judged as `get`; only whoever may create as well may run something.
function requireCreate({ served, requester, request, name }: Call): void {
  const attributes = { ...attributesOf(request), verb: 'create' };
  const { allowed, reason } = requester.authorizer.judge(requester.user, attributes);
  if (!allowed) throw forbidden(served.resource, name, { why: reason });
}

function requireScheduled({ name }: Call, pod: PodContainer['pod']): void {
  if (!isScheduled(pod)) throw badRequest(`pod ${name} does not have a host assigned`);
}

function requireKubelet(call: Call, { pod, running }: PodContainer): void {
  if (!running) requireScheduled(call, pod);
}

function behaviourOf({ running, name }: PodContainer) {
  if (running) return running.behaviour;
  throw new Error(`unable to upgrade connection: container not found ("${name}")`);
}

async function telling<T>(prefix: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new Error(`${prefix}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function wantedStreams({ query }: Call): WantedStreams {
  const wants = (name: string): boolean => query.flag(name) ?? false;
  const tty = wants('tty');
  // A terminal has one output.
  const wanted = { stdin: wants('stdin'), stdout: wants('stdout'), stderr: wants('stderr') && !tty, tty };
  if (!wanted.stdin && !wanted.stdout && !wanted.stderr)
    throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
  return wanted;
}

function portsOf({ query }: Call): number[] {
  return query.all('ports').flatMap((text) =>
    text.split(',').map((one) => {
      const port = /^\d+$/.test(one) ? Number(one) : Number.NaN;
      if (port <= 65_535) return port;
      const why = Number.isNaN(port) ? 'invalid syntax' : 'value out of range';
      throw badRequest(
        `cannot convert to []int32: strconv.ParseUint: parsing ${JSON.stringify(one)}: ${why}`,
      );
    }),
  );
}

function requirePorts(ports: readonly number[]): void {
  if (ports.length === 0) throw badRequest('query parameter "ports" is required');
  if (ports.includes(0)) throw badRequest('port "0" must be > 0');
}

function commandAnswer(
  call: Call,
  wanted: WantedStreams,
  run: (streams: CommandStreams) => CommandResult,
): Answer {
  const { clock } = call.server;
  return wantsSpdy(call)
    ? socketAnswer(call, streamedCommandProtocols, (socket) =>
        serveStreamedCommand(socket, { wanted, clock }, run),
      )
    : socketAnswer(call, commandProtocols, (socket) => serveCommand(socket, wanted, run));
}

function socketAnswer(
  call: Call,
  protocols: readonly string[],
  serve: (socket: SocketEnd) => Promise<void>,
): Answer {
  const { server, request } = call;
  if (!request.webSocket) throw badRequest('Upgrade request required');
  const isSpdy = wantsSpdy(call);
  if (isSpdy && request.webSocket.length === 0)
    throw badRequest('unable to upgrade: header X-Stream-Protocol-Version names no protocol');
  const protocol = request.webSocket.find((offered) => protocols.includes(offered));
  if (protocol === undefined)
    throw new StatusError(
      403,
      'Forbidden',
      isSpdy
        ? `unable to upgrade: unable to negotiate protocol: client supports [${request.webSocket.join(' ')}], server accepts [${protocols.join(' ')}]`
        : `none of the subprotocols that were offered is known: this server speaks ${protocols.join(', ')}`,
    );
  if (server.sockets.size >= server.maxWatches) throw tooManyRequests();
  const [client, own] = socketPair(protocol, () => server.sockets.delete(client));
  server.sockets.add(client);
  void serve(own);
  return {
    status: 101,
    headers: { [isSpdy ? 'x-stream-protocol-version' : 'sec-websocket-protocol']: protocol },
    body: new Uint8Array(),
    webSocket: client,
  };
}
