// A small HTTP server for probes and scrapers: it answers GET and HEAD, reads no body, and keeps nobody's connection for
// long. What it answers is handed in.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { InvalidRequestError } from '@kube-rx/core';
import { failureOf } from '../controller/failure.ts';
import { Connections } from './connections.ts';
import type { Answer } from './endpoints.ts';

export interface HttpServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Undefined: all addresses of the host, as a kubelet asks by that of the Pod. */
  readonly host: string | undefined;
  /** To a target as `/readyz?verbose`. Must not reject. */
  readonly answer: (target: string) => Promise<Answer>;
}

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** Takes no connection any more; answers under way have a second. */
  close(): Promise<void>;
}

const limits = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 16 * 1024,
} as const;
/** For a reader that does not read. */
const idleMs = 30_000;
const closingMs = 1000;

/** @throws InvalidRequestError where the port cannot be had. */
export async function openHttpServer({ port, host, answer }: HttpServerOptions): Promise<RunningServer> {
  const connections = new Connections();
  const server = createServer(limits, (request, response) => {
    if (connections.asks(request.socket, response)) void respond(request, response, answer);
  });
  server.on('connection', (socket) => connections.opened(socket));
  server.setTimeout(idleMs, (socket) => socket.destroy());
  try {
    server.listen({ port, host });
    await once(server, 'listening');
  } catch (cause) {
    const where = host === undefined ? `port ${port}` : `port ${port} of ${host}`;
    const { error } = failureOf(cause);
    throw new InvalidRequestError(`manager: ${where} cannot be listened on: ${error}`, { cause });
  }
  // Such as a connection that could not be accepted: the others go on.
  server.on('error', () => undefined);
  const address = server.address();
  const bound = typeof address === 'object' && address ? address : { address: host ?? '', port };
  return { host: bound.address, port: bound.port, close: () => close(server) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpServerOptions['answer'],
): Promise<void> {
  const { method, url = '/', headers } = request;
  try {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-cache, private');
    // Nobody reads a body, so what follows it could not be told from it.
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    if (hasBody) response.setHeader('connection', 'close');
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' });
      response.end('method not allowed\n');
      return;
    }
    const { status, contentType, body } = await answer(url);
    const bytes = Buffer.from(body);
    response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
    response.end(method === 'HEAD' ? undefined : bytes);
  } catch {
    // A page of metrics that is no text, or whose type is none.
    response.destroy();
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), closingMs);
  await closed;
  clearTimeout(timer);
}
