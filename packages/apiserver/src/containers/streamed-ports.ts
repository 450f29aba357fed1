// Connections to ports of a Pod over SPDY: two streams for each, of which one carries its bytes, and the other what went
// wrong.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cri-streaming/pkg/streaming/portforward/httpstream.go

import { SpdyConnection, type SpdyStream } from '../spdy/spdy-connection.ts';
import type { ForwardedPort } from './port-forward.ts';
import type { SocketEnd } from './socket-pair.ts';

export const streamedPortsProtocol = 'portforward.k8s.io';

/** Serves connections until the client is gone. */
export async function serveStreamedPorts(
  socket: SocketEnd,
  forwarded: (port: number) => ForwardedPort,
): Promise<void> {
  const connection = new SpdyConnection(socket);
  const halves = new Map<string, SpdyStream>();
  await connection.serve((stream) => {
    const half = readHalf(stream);
    // A client that drops the one half never opens the other.
    for (const [request, one] of halves) if (!connection.holds(one)) halves.delete(request);
    const other = half && halves.get(half.request);
    if (!half || (other && readHalf(other)?.isError === half.isError)) {
      stream.reset().catch(() => undefined);
      return;
    }
    if (!other) {
      halves.set(half.request, stream);
      return;
    }
    halves.delete(half.request);
    const [data, error] = half.isError ? [other, stream] : [stream, other];
    const port = readHalf(data)?.port ?? half.port;
    void serveConnection(connection, { data, error }, forwarded(port));
  });
}

interface Half {
  readonly port: number;
  readonly isError: boolean;
  /** The same for both halves of a connection. */
  readonly request: string;
}

function readHalf({ id, headers }: SpdyStream): Half | undefined {
  const text = headers.get('port') ?? '';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) return undefined;
  const type = headers.get('streamtype');
  if (type !== 'error' && type !== 'data') return undefined;
  const isError = type === 'error';
  // Clients that name no connection open its two streams one after the other, the one for errors first.
  return { port, isError, request: headers.get('requestid') || String(isError ? id : id - 2) };
}

async function serveConnection(
  connection: SpdyConnection,
  { data, error }: { readonly data: SpdyStream; readonly error: SpdyStream },
  { port, serve }: ForwardedPort,
): Promise<void> {
  try {
    try {
      await serve({
        port,
        write: (bytes) => data.write(bytes),
        signal: connection.signal,
        [Symbol.asyncIterator]: () => data.input[Symbol.asyncIterator](),
      });
    } catch (failure) {
      await error.write(failure instanceof Error ? failure.message : String(failure));
    }
    await data.end();
    await error.end();
  } catch {
    // Nobody is there any more to be told.
  }
  for (const stream of [data, error]) connection.forget(stream);
}
