// Servers on the loopback interface that count their sockets, and disappear at the end of each test.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { afterEach } from '@jest/globals';

/** A PEM text of `test/fixtures/tls`. */
export function pem(name: string): string {
  return readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
}

export interface Loopback {
  readonly port: number;
  /** How many connections were ever made. */
  readonly accepted: () => number;
  readonly openSockets: () => number;
  /** Resolves as soon as no connection is open. */
  readonly quiet: () => Promise<void>;
}

const running: { server: Server; sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
});

/** Listens on a free port of 127.0.0.1. */
export async function serve(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let onQuiet: (() => void)[] = [];
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      for (const resolve of onQuiet) resolve();
      onQuiet = [];
    });
  });
  running.push({ server, sockets });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    openSockets: () => sockets.size,
    quiet: () => new Promise((resolve) => (sockets.size === 0 ? resolve() : onQuiet.push(resolve))),
  };
}

export function serveHttp(listener: RequestListener): Promise<Loopback> {
  return serve(createServer(listener));
}

export function serveHttps(tls: TlsOptions, listener: RequestListener): Promise<Loopback> {
  return serve(createTlsServer(tls, listener));
}

/** Answers each connection by bytes, once something was asked. */
export function serveTcp(onRequest: (socket: Socket, request: string) => void): Promise<Loopback> {
  return serve(
    createTcpServer((socket) => {
      socket.once('data', (data) => onRequest(socket, data.toString('latin1')));
    }),
  );
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
