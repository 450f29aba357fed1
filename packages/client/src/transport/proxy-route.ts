// The way to a server through a proxy: a socket that is connected, each step of it within its time. Who it is that
// answers at the far end is left to TLS.

import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions, SecureContext } from 'node:tls';
import type { ProxyServer } from '../config/proxy-server.ts';
import { HttpConnect } from './http-connect.ts';
import { explainProxyError, proxyRefusal } from './proxy-failure.ts';
import type { ProxyHandshake, ProxyTarget } from './proxy-handshake.ts';
import { SocksConnect } from './socks.ts';
import { startStepTimer } from './step-timer.ts';

/** A proxy, and how it is recognised. */
export interface PoolProxy {
  readonly proxy: ProxyServer;
  /** Absent for a proxy that does not speak TLS. */
  readonly tls?: ProxyTls | undefined;
}

export interface ProxyTls {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
}

export interface ProxyRoute extends PoolProxy {
  /** How long each step may take, in ms: connecting to the proxy, TLS with it, its answer, TLS with the server. */
  readonly connectTimeout: number;
  /** Told of every socket on the way as soon as there is one. */
  readonly onSocket: (socket: Duplex) => void;
}

// TCP probes notice a peer that vanished, even while nothing is sent.
const probeDelayMs = 30_000;

/** A connection to the proxy itself. */
export async function dialProxy(route: ProxyRoute): Promise<Socket> {
  const { proxy, tls, connectTimeout, onSocket } = route;
  const { host, port } = proxy;
  try {
    const raw = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: probeDelayMs });
    onSocket(raw);
    await untilDone(raw, { timeoutMs: connectTimeout, event: 'connect' }, (done) =>
      raw.once('connect', done),
    );
    if (!tls) return raw;
    const name = isIP(host) === 0 ? { servername: host } : {};
    return await secure(raw, { ...tls, ...name, host, ALPNProtocols: ['http/1.1'] }, route);
  } catch (error) {
    throw explainProxyError(error, proxy);
  }
}

/** A connection to `target`, by the proxy. */
export async function connectByProxy(target: ProxyTarget, route: ProxyRoute): Promise<Socket> {
  const { proxy, connectTimeout } = route;
  const socket = await dialProxy(route);
  const handshake =
    proxy.protocol === 'socks5'
      ? new SocksConnect(target, proxy.credentials())
      : new HttpConnect(target, proxy.credentials());
  try {
    await untilDone(socket, { timeoutMs: connectTimeout, event: 'answer' }, (done, fail) =>
      shakeHands(socket, handshake, { done, refuse: (problem) => fail(proxyRefusal(proxy, problem)) }),
    );
    return socket;
  } catch (error) {
    throw explainProxyError(error, proxy);
  }
}

/** TLS over a connection. What goes wrong is told by its error of Node's or OpenSSL's. */
export async function secure(
  socket: Socket,
  tls: ConnectionOptions,
  { connectTimeout, onSocket }: Pick<ProxyRoute, 'connectTimeout' | 'onSocket'>,
): Promise<Socket> {
  const secured = process.getBuiltinModule('node:tls').connect({ ...tls, socket });
  onSocket(secured);
  await untilDone(secured, { timeoutMs: connectTimeout, event: 'secureConnect' }, (done) =>
    secured.once('secureConnect', done),
  );
  return secured;
}

interface Outcome {
  readonly done: () => void;
  readonly refuse: (problem: string) => void;
}

function shakeHands(socket: Socket, handshake: ProxyHandshake, { done, refuse }: Outcome): void {
  let received = Buffer.alloc(0);
  // Read, not listened to for `data`: what is not taken stays for whoever gets the socket.
  const onReadable = (): void => {
    // Since Node 26 a read gives one of the pieces that have come, not all of them.
    for (;;) {
      const chunk: unknown = socket.read();
      if (!Buffer.isBuffer(chunk)) return;
      received = Buffer.concat([received, chunk]);
      const step = handshake.next(received);
      switch (step.type) {
        case 'wait':
          break;
        case 'send':
          received = Buffer.alloc(0);
          socket.write(step.bytes);
          break;
        case 'connected':
          socket.off('readable', onReadable);
          done();
          return;
        case 'refused':
          refuse(step.problem);
          return;
      }
    }
  };
  socket.on('readable', onReadable).write(handshake.greeting);
}

interface Bound {
  readonly timeoutMs: number;
  /** What is waited for: the `event` of the error where it does not come in time. */
  readonly event: string;
}

/** Waits for a step. Where it fails, the socket ends or it takes too long, the socket is destroyed. */
function untilDone(
  socket: Socket,
  { timeoutMs, event }: Bound,
  begin: (done: () => void, fail: (error: Error) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      stopTimer();
      socket.off('error', fail).off('end', onEnd).off('close', onEnd);
    };
    const fail = (error: Error): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const onEnd = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const stopTimer = startStepTimer(timeoutMs, () =>
      fail(Object.assign(new Error('late'), { code: 'ETIMEDOUT', event })),
    );
    socket.on('error', fail).once('end', onEnd).once('close', onEnd);
    begin(() => {
      settle();
      resolve();
    }, fail);
  });
}
