// The body of a request as it comes over a socket: bounded in size here, and in time by the limits of the listener.

import type { IncomingMessage } from 'node:http';
import { maxBodyBytes } from '../handlers/body.ts';
import type { Incoming } from './incoming.ts';
import type { UnfinishedBodies } from './unfinished-bodies.ts';

// A client that sees its answer stops sending, and one that does not is not waited for. The real server waits for half
// a second: https://github.com/golang/go/blob/go1.26.8/src/net/http/server.go (rstAvoidanceDelay)
const lingerMs = 500;
const mostDiscardedBytes = 4 * maxBodyBytes;
// Each chunk is an object and a turn of the parser, be it of one byte. The largest body in packets of the smallest size
// that is common has 6,000.
const mostPieces = 50_000;

/** Why there is no body: it is too large, when more may be coming, or others need its room. */
export type BodyRefusal = 'tooLarge' | 'noRoom';

/** The whole body, however it is packed. Rejects where the client goes before its end. */
export async function readIncoming(
  { headers, body }: Incoming,
  bodies: UnfinishedBodies,
): Promise<Uint8Array | BodyRefusal> {
  if (Number(headers['content-length']) > maxBodyBytes) return 'tooLarge';
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | BodyRefusal>();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const coming = bodies.begin(() => resolve('noRoom'));
  const take = (chunk: Uint8Array): void => {
    size += chunk.length;
    if (size > maxBodyBytes || chunks.length === mostPieces) {
      resolve('tooLarge');
      return;
    }
    // A small piece would hold on to all that came with it, as other streams' of the connection.
    chunks.push(2 * chunk.length < chunk.buffer.byteLength ? Buffer.from(chunk) : chunk);
    coming.add(chunk.length);
  };
  const finish = (): void => resolve(Buffer.concat(chunks));
  const fail = (): void => reject(new Error('the client has gone'));
  body.on('data', take).once('end', finish).once('close', fail).once('error', fail);
  try {
    return await promise;
  } finally {
    coming.end();
    chunks.length = 0;
    body.pause().off('data', take).off('end', finish).off('close', fail).off('error', fail);
  }
}

/**
 * Ends the connection of a request that was answered before its body had come. What comes for a moment is read and
 * forgotten: the answer is lost on a client whose bytes nobody reads.
 */
export async function linger(incoming: IncomingMessage): Promise<void> {
  const timer = setTimeout(() => incoming.socket.destroy(), lingerMs);
  try {
    let size = 0;
    for await (const chunk of piecesOf(incoming)) {
      size += chunk.length;
      if (size > mostDiscardedBytes) break;
    }
  } catch {
    // The client has gone.
  } finally {
    clearTimeout(timer);
    if (!incoming.complete) incoming.socket.destroy();
  }
}

// Leaving a loop over the request itself would destroy its socket, and with it the answer.
function piecesOf(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  return incoming.iterator({ destroyOnReturn: false });
}
