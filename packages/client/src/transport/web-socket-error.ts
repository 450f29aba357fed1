// What is said of a WebSocket that was not made, or broke off.

import type { HttpRequest } from '@kube-rx/core';
import { escapeUnprintable, serverMessage } from '@kube-rx/core';
import { errorCode, TransportError } from '../errors.ts';
import { describeRequest, segmentsOf } from '../response/request-description.ts';
import { foreignAnswer, type Peer, toTransportError } from './transport-error.ts';

interface Broken {
  readonly request: HttpRequest;
  readonly peer: Peer;
  /** How many bytes of messages had come. */
  readonly received: number;
}

/**
 * For a WebSocket that was open. The code is `WEBSOCKET_1011`, with its number, where the server closed it so; `EPIPE`
 * where a message was sent after the end.
 */
export function brokenWebSocket(error: unknown, { request, peer, received }: Broken): TransportError {
  const code = errorCode(error);
  const words = wordsOf(error, code, request);
  if (words === undefined) return toTransportError(error, { request, peer, progress: received });
  return new TransportError(`${describeRequest(request)}: ${words} (${code})`, { code, cause: error });
}

function wordsOf(error: unknown, code: string, request: HttpRequest): string | undefined {
  const [, number] = /^WEBSOCKET_(\d+)$/.exec(code) ?? [];
  const message = error instanceof Error ? error.message : '';
  const said = serverMessage({ message }, segmentsOf(request));
  if (number !== undefined) return `the server closed the WebSocket${said ? `: "${said}"` : ''}`;
  if (code === 'EPIPE' && message === '') return 'the WebSocket is over: nothing can be sent any more';
  if (code === 'ETIMEDOUT' && message === '')
    return 'the connection is dead: the server has given no sign of life';
  return undefined;
}

/**
 * For a handshake that failed. `chosen`: the subprotocol in a 101; undefined where none came.
 *
 * ws gives no code to an answer that breaks the rules of the handshake.
 */
export function failedHandshake(
  error: unknown,
  { request, peer, chosen }: Pick<Broken, 'request' | 'peer'> & { readonly chosen: string | undefined },
): TransportError {
  const known = errorCode(error) !== 'unknown';
  return toTransportError(known ? error : foreignAnswer(breachOf(error, request, chosen)), {
    request,
    peer,
    progress: undefined,
  });
}

function breachOf(error: unknown, { webSocket = [] }: HttpRequest, chosen: string | undefined): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!/subprotocol/.test(message)) return `answered 101 with a handshake that is wrong (${message})`;
  const offered = webSocket.join(', ') || 'none';
  const named = chosen === undefined ? 'names no subprotocol' : `names the subprotocol ${quoted(chosen)}`;
  return `answered 101, but ${named} where we offered ${offered}`;
}

function quoted(text: string): string {
  return escapeUnprintable(JSON.stringify(text.slice(0, 100)));
}
