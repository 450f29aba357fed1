// Makes a connection to the server, with TLS where it is wanted, each phase of it within the time that it has.

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import type { PoolTls, PoolWay } from '../connection-pool.ts';
import { connectByProxy, type PoolProxy, secure } from '../proxy-route.ts';
import { startStepTimer } from '../step-timer.ts';

export interface SocketOptions extends PoolWay {
  readonly url: URL;
  /** The protocols to offer in the handshake, the best one first. */
  readonly protocols: readonly string[];
  /** How long each of name lookup, TCP connect, the answer of a proxy and TLS handshake may take, in ms. */
  readonly timeoutMs: number;
  /** Told of every socket as soon as there is one. */
  readonly onSocket: (socket: Duplex) => void;
}

export interface OpenedSocket {
  readonly socket: Socket;
  /** Which protocol the handshake has chosen, if any. */
  readonly protocol: string | undefined;
}

// TCP probes notice a peer that vanished, even while nothing is sent.
const probeDelayMs = 30_000;

/** Rejects where there is no connection. */
export async function openSocket(options: SocketOptions): Promise<OpenedSocket> {
  const socket = await (options.proxy ? openByProxy(options.proxy, options) : openDirectly(options));
  return { socket, protocol: (socket instanceof TLSSocket && socket.alpnProtocol) || undefined };
}

async function openDirectly(options: SocketOptions): Promise<Socket> {
  const { url, tls, onSocket } = options;
  const address = {
    ...addressOf(options),
    keepAlive: true,
    keepAliveInitialDelay: probeDelayMs,
    noDelay: true,
  };
  const socket = tls ? connectTls({ ...address, ...tlsOptions(tls, options) }) : connectTcp(address);
  onSocket(socket);
  await untilReady(socket, tls ? 'secureConnect' : 'connect', { url, timeoutMs: options.timeoutMs });
  return socket;
}

async function openByProxy(proxy: PoolProxy, options: SocketOptions): Promise<Socket> {
  const { tls, timeoutMs, onSocket } = options;
  const route = { ...proxy, connectTimeout: timeoutMs, onSocket };
  const socket = await connectByProxy(addressOf(options), route);
  return tls ? secure(socket, tlsOptions(tls, options), route) : socket;
}

function addressOf({ url, tls }: SocketOptions): { readonly host: string; readonly port: number } {
  const { hostname, port } = urlToHttpOptions(url);
  return { host: String(hostname), port: Number(port || (tls ? 443 : 80)) };
}

function tlsOptions(tls: PoolTls, options: SocketOptions): ConnectionOptions {
  const { host } = addressOf(options);
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  return {
    ...tls,
    host,
    ...(servername !== undefined && { servername }),
    ALPNProtocols: [...options.protocols],
  };
}

async function untilReady(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { url, timeoutMs }: Pick<SocketOptions, 'url' | 'timeoutMs'>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let leave: (() => void) | undefined;
  const enter = (phase: string): void => {
    leave?.();
    leave = startStepTimer(timeoutMs, () => socket.destroy(phaseError(phase)));
  };
  enter(isIP(urlToHttpOptions(url).hostname ?? '') === 0 ? 'lookup' : 'connect');
  socket
    .once('lookup', () => enter('connect'))
    .once('connect', () => event === 'secureConnect' && enter('secureConnect'))
    .once(event, () => resolve(undefined))
    .on('error', reject)
    .once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  try {
    await promise;
  } finally {
    leave?.();
  }
}

/** As got tells of a phase that took too long. */
export function phaseError(event: string): Error {
  return Object.assign(new Error(`${event} timed out`), { code: 'ETIMEDOUT', event });
}
