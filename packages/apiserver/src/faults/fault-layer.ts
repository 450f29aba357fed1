// Carries faults out around a service, without the service knowing.

import type { CallOptions, Clock, HttpRequest, HttpResponse, Service } from '@kube-rx/core';
import { jsonAnswer, toResponse, withHeaders } from '../handlers/answer.ts';
import { brokenBody } from './broken-body.ts';
import { type Fault, targetOf } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';

export function faultLayer(plan: FaultPlan, clock: Clock): (next: Service) => Service {
  return (next) => async (request, options) => {
    const faults = plan.hit(targetOf(request));
    return faults.length === 0
      ? next(request, options)
      : withFaults(faults, next, { request, options, clock });
  };
}

interface Context {
  readonly request: HttpRequest;
  readonly options: CallOptions | undefined;
  readonly clock: Clock;
}

async function withFaults(faults: readonly Fault[], next: Service, context: Context): Promise<HttpResponse> {
  const { options, clock } = context;
  let request = context.request;
  for (const fault of faults) {
    switch (fault.type) {
      case 'delay':
        await pause(clock, fault.ms, options?.signal);
        break;
      case 'refuse':
        throw Object.assign(new Error('the connection was reset on purpose'), { code: 'ECONNRESET' });
      case 'status':
        return statusResponse(fault);
      case 'ignoreSendInitialEvents':
        request = { ...request, query: request.query.filter(([name]) => !watchListParameters.has(name)) };
        break;
      default:
    }
  }
  const response = await next(request, options);
  const broken = faults.filter((fault) => breaksBody(fault));
  if (broken.length === 0) return response;
  // The declared length would be a promise that the fault is about to break.
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => name !== 'content-length'),
  );
  const body = broken.reduce(
    (source, fault) => brokenBody(source, fault, { clock, signal: options?.signal }),
    response.body,
  );
  return { ...response, headers, body };
}

const watchListParameters = new Set(['sendInitialEvents', 'resourceVersionMatch']);

function breaksBody({ type }: Fault): boolean {
  return !['delay', 'refuse', 'status', 'ignoreSendInitialEvents'].includes(type);
}

function statusResponse(fault: Fault & { readonly type: 'status' }): HttpResponse {
  const { code, reason, message = 'injected', retryAfterSeconds, headers = {}, body } = fault;
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason !== undefined && { reason }),
    ...(retryAfterSeconds !== undefined && { details: { retryAfterSeconds } }),
    code,
  };
  const answer = jsonAnswer(code, status);
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const whole = body === undefined ? answer : { ...answer, body: new TextEncoder().encode(body) };
  return toResponse(withHeaders(whole, { ...retry, ...headers }));
}

/** Waits, for ever without `ms`, unless the call is given up. */
async function pause(clock: Clock, ms: number | undefined, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = ms === undefined ? undefined : clock.schedule(ms, () => resolve(undefined));
  const onAbort = (): void => reject(new DOMException('The request was aborted', 'AbortError'));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await promise;
  } finally {
    timer?.cancel();
    signal?.removeEventListener('abort', onAbort);
  }
}
