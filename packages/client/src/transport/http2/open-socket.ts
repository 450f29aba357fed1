// Makes a connection to the server, with TLS where it is wanted, each phase of it within the time that it has.

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import type { PoolTls } from '../connection-pool.ts';

export interface SocketOptions {
  readonly url: URL;
  /** Absent for plain TCP. */
  readonly tls?: PoolTls | undefined;
  /** The protocols to offer in the handshake, the best one first. */
  readonly protocols: readonly string[];
  /** How long each of name lookup, TCP connect and TLS handshake may take, in ms. */
  readonly timeoutMs: number;
}

export interface OpenedSocket {
  readonly socket: Socket;
  /** Which protocol the handshake has chosen, if any. Rejects where there is no connection. */
  readonly ready: Promise<string | undefined>;
}

// TCP probes notice a peer that vanished, even while nothing is sent.
const probeDelayMs = 30_000;

export function openSocket(options: SocketOptions): OpenedSocket {
  const { url, tls } = options;
  const { hostname, port } = urlToHttpOptions(url);
  const host = String(hostname);
  const address = {
    host,
    port: Number(port || (tls ? 443 : 80)),
    keepAlive: true,
    keepAliveInitialDelay: probeDelayMs,
    noDelay: true,
  };
  if (!tls) {
    const socket = connectTcp(address);
    return { socket, ready: untilReady(socket, 'connect', options).then(() => undefined) };
  }
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  const socket = connectTls({
    ...address,
    ...tls,
    ...(servername !== undefined && { servername }),
    ALPNProtocols: [...options.protocols],
  });
  const ready = untilReady(socket, 'secureConnect', options);
  return { socket, ready: ready.then(() => socket.alpnProtocol || undefined) };
}

async function untilReady(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { url, timeoutMs }: SocketOptions,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enter = (phase: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.destroy(phaseError(phase)), timeoutMs);
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
    clearTimeout(timer);
  }
}

/** As got tells of a phase that took too long. */
export function phaseError(event: string): Error {
  return Object.assign(new Error(`${event} timed out`), { code: 'ETIMEDOUT', event });
}
