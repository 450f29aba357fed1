// A service that answers by a script, and remembers what it was asked.

import {
  abortError,
  type CallOptions,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  type Status,
  untilAborted,
} from '@kube-rx/core';

export interface ScriptedBody extends AsyncIterable<Uint8Array> {
  /** Whether it was read to its end, left early, or neither yet. */
  readonly fate: 'open' | 'read' | 'left';
}

/** A body of the given chunks; without an end, it waits for ever after the last. */
export function bodyOf(
  chunks: readonly (string | Error)[],
  options: { endless?: boolean } = {},
): ScriptedBody {
  let fate: ScriptedBody['fate'] = 'open';
  let wake: () => void = () => undefined;
  return {
    get fate() {
      return fate;
    },
    [Symbol.asyncIterator]() {
      let at = 0;
      return {
        async next(): Promise<IteratorResult<Uint8Array>> {
          const chunk = chunks[at];
          at += 1;
          if (typeof chunk === 'object') {
            fate = 'left';
            throw chunk;
          }
          if (chunk !== undefined && fate !== 'left')
            return { done: false, value: new TextEncoder().encode(chunk) };
          if (options.endless && fate === 'open')
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          else fate = 'read';
          return { done: true, value: undefined };
        },
        return(): Promise<IteratorResult<Uint8Array>> {
          fate = 'left';
          wake();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}

/** A whole response; `body` is text, or a value to be sent as JSON. */
export function answer(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  return { status, headers: { 'content-type': type, ...headers }, body: bodyOf(text === '' ? [] : [text]) };
}

export function ok(body: unknown = {}, headers: Record<string, string> = {}): HttpResponse {
  return answer(200, body, headers);
}

/** A failure `Status`, as the API server sends it. */
export function failure(code: number, said: Pick<Status, 'reason' | 'message' | 'details'>): HttpResponse {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  return answer(code, { details: {}, ...status, code, ...said });
}

type Step = HttpResponse | Error | 'silence' | ((request: HttpRequest) => HttpResponse);

export interface Script {
  readonly service: HttpService;
  readonly requests: HttpRequest[];
  readonly options: CallOptions[];
}

/** Answers each call by the next step; `silence` waits for the signal. A call beyond the script fails. */
export function script(...steps: Step[]): Script {
  const requests: HttpRequest[] = [];
  const options: CallOptions[] = [];
  const service: HttpService = async (request, callOptions = {}) => {
    const step = steps[requests.length];
    requests.push(request);
    options.push(callOptions);
    const { signal } = callOptions;
    if (signal?.aborted) throw abortError(signal);
    if (step === undefined) throw new Error(`the script has no answer to call ${requests.length}`);
    if (typeof step === 'function') return step(request);
    if (step !== 'silence') {
      if ('body' in step) return step;
      throw step;
    }
    return untilAborted(new Promise<never>(() => undefined), signal);
  };
  return { service, requests, options };
}
