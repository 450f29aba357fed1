// Carries faults out around a service, which knows nothing of them.

import {
  type CallOptions,
  type Clock,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  sleep,
} from '@kube-rx/core';
import { jsonAnswer, toResponse, withHeaders } from '../handlers/answer.ts';
import { brokenBody, silence } from './broken-body.ts';
import { type Fault, type StatusFault, statusOfFault } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';

/**
 * A layer around any service: requests that a rule of the plan matches go wrong as it says, the others pass.
 *
 * @example
 * const faults = new FaultPlan(systemClock, Math.random);
 * faults.inject({ fault: { type: 'refuse' }, times: 1 });
 * const client = new Client(faultLayer(faults, systemClock)(server.service));
 */
export function faultLayer(plan: FaultPlan, clock: Clock): (next: HttpService) => HttpService {
  return (next) => async (request, options) => {
    const faults = plan.hit(request);
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

async function withFaults(
  faults: readonly Fault[],
  next: HttpService,
  context: Context,
): Promise<HttpResponse> {
  const { options, clock } = context;
  let request = context.request;
  for (const fault of faults) {
    switch (fault.type) {
      case 'delay':
        await (fault.ms === undefined ? silence(options?.signal) : sleep(clock, fault.ms, options?.signal));
        break;
      case 'refuse':
        throw Object.assign(new Error('the connection was refused on purpose'), { code: 'ECONNREFUSED' });
      case 'status':
        return statusResponse(fault);
      case 'ignoreSendInitialEvents':
        request = without(request, ['sendInitialEvents', 'resourceVersionMatch']);
        break;
      case 'ignoreTimeoutSeconds':
        request = without(request, ['timeoutSeconds']);
        break;
      default:
    }
  }
  const response = await next(request, options);
  const body = faults.reduce(
    (source, fault) => brokenBody(source, fault, { clock, signal: options?.signal }),
    response.body,
  );
  if (body === response.body) return response;
  // A broken body would not have the length that the headers declare.
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => name !== 'content-length'),
  );
  return { ...response, headers, body };
}

function without(request: HttpRequest, parameters: readonly string[]): HttpRequest {
  return { ...request, query: request.query.filter(([name]) => !parameters.includes(name)) };
}

function statusResponse(fault: StatusFault): HttpResponse {
  const { code, retryAfterSeconds, headers = {}, body } = fault;
  const answer = jsonAnswer(code, statusOfFault(fault));
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const whole = body === undefined ? answer : { ...answer, body: new TextEncoder().encode(body) };
  return toResponse(withHeaders(whole, { ...retry, ...headers }));
}
