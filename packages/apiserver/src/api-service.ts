// The server as a function: a request in, a response out, no sockets.

import { abortError, type HttpRequest, type HttpService, onAbort, untilAborted } from '@kube-rx/core';
import type { Access, Requester } from './access/requester.ts';
import { bearerWarnings } from './authentication/bearer-token.ts';
import type { ServerCall } from './authentication/client-certificate.ts';
import { LogBody } from './containers/log-body.ts';
import { type Answer, statusAnswer, textAnswer, toResponse } from './handlers/answer.ts';
import { pathFault } from './handlers/request-info.ts';
import { route } from './handlers/route.ts';
import { refusalAnswer } from './negotiation/printed.ts';
import type { ServerContext } from './server-context.ts';
import { badRequest, notImplemented, StatusError } from './status-error.ts';
import { WatchBody } from './watch/watch-body.ts';

/** The service of a server, for those who have access. Every failure is a response with a Status, except an abort. */
export function apiService(server: ServerContext, access: Access): HttpService {
  return async (request, { signal, certificate }: ServerCall = {}) => {
    signal?.throwIfAborted();
    const admit = (): Requester => access(request, certificate);
    const told = bearerWarnings(request.headers['authorization']);
    const answering = answerTo(server, admit, request);
    const answer = warnedFirst(await abortable(answering, signal), told);
    const { body, webSocket } = answer;
    if (signal && body instanceof WatchBody) onAbort(signal, () => body.close(abortError(signal)));
    if (signal && body instanceof LogBody) onAbort(signal, () => body.close(abortError(signal)));
    if (signal && webSocket) onAbort(signal, () => webSocket.abort(abortError(signal)));
    const response = toResponse(answer);
    return request.method === 'HEAD' ? { ...response, body: noBody() } : response;
  };
}

function warnedFirst(answer: Answer, told: readonly string[]): Answer {
  return told.length === 0 ? answer : { ...answer, warnings: [...told, ...(answer.warnings ?? [])] };
}

async function answerTo(
  server: ServerContext,
  admit: () => Requester,
  request: HttpRequest,
): Promise<Answer> {
  const fault = pathFault(request);
  if (fault !== undefined) return textAnswer(500, fault);
  try {
    return await route(server, admit(), request);
  } catch (error) {
    if (error instanceof StatusError) return await refusalAnswer(error, request);
    // A body that is nested too deeply overflows the stack.
    if (error instanceof RangeError && /call stack/.test(error.message))
      return await refusalAnswer(badRequest('the request is nested too deeply'), request);
    // A rule in CEL, as one that repeats a text, can make more than fits into a text.
    if (error instanceof RangeError && /Invalid (string|array) length/.test(error.message))
      return await refusalAnswer(notImplemented('texts and lists of this length'), request);
    const why = error instanceof Error ? error.message : 'unknown';
    return statusAnswer(new StatusError(500, 'InternalError', `Internal error occurred: ${why}`));
  }
}

async function abortable(answer: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  try {
    return await untilAborted(answer, signal);
  } catch (error) {
    // A watch that comes too late has no reader.
    if (signal?.aborted) void answer.then(leave, () => undefined);
    throw error;
  }
}

function leave({ body, webSocket }: Answer): void {
  if (body instanceof WatchBody) body.close();
  void webSocket?.close();
}

async function* noBody(): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield* [];
}
