// Carries faults out around a service, which knows nothing of them.

import { type Clock, type HttpRequest, type HttpResponse, type HttpService, sleep } from '@kube-rx/core';
import { jsonAnswer, toResponse, withHeaders } from '../handlers/answer.ts';
import { brokenBody, type Surroundings, silence } from './broken-body.ts';
import { backToFirstPage, falseAnswer } from './false-answer.ts';
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
    if (faults.length === 0) return next(request, options);
    const signal = options?.signal;
    let changed = request;
    for (const fault of faults) {
      switch (fault.type) {
        case 'delay':
          await (fault.ms === undefined ? silence(signal) : sleep(clock, fault.ms, signal));
          break;
        case 'refuse':
          throw Object.assign(new Error('the connection was refused on purpose'), {
            code: fault.code ?? 'ECONNREFUSED',
          });
        case 'status':
          return statusResponse(fault, { clock, signal });
        case 'repeatPages':
          changed = backToFirstPage(changed);
          break;
        case 'ignoreSendInitialEvents':
          changed = without(changed, ['sendInitialEvents', 'resourceVersionMatch']);
          break;
        case 'ignoreTimeoutSeconds':
          changed = without(changed, ['timeoutSeconds']);
          break;
        default:
      }
    }
    const answer = await next(changed, options);
    const told = faults.reduce((sent, fault) => falseAnswer(sent, fault, request), answer);
    return brokenResponse(told, faults, { clock, signal });
  };
}

function brokenResponse(
  response: HttpResponse,
  faults: readonly Fault[],
  surroundings: Surroundings,
): HttpResponse {
  const body = faults.reduce((source, fault) => brokenBody(source, fault, surroundings), response.body);
  if (body === response.body) return response;
  // A broken body would not have the length that the headers declare.
  const headers = Object.entries(response.headers).filter(([name]) => name !== 'content-length');
  return { ...response, headers: Object.fromEntries(headers), body };
}

function without(request: HttpRequest, parameters: readonly string[]): HttpRequest {
  return { ...request, query: request.query.filter(([name]) => !parameters.includes(name)) };
}

function statusResponse(fault: StatusFault, surroundings: Surroundings): HttpResponse {
  const { code, retryAfterSeconds, headers = {}, body, hangs = false } = fault;
  const answer = jsonAnswer(code, statusOfFault(fault));
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const whole = body === undefined ? answer : { ...answer, body: new TextEncoder().encode(body) };
  const response = toResponse(withHeaders(whole, { ...retry, ...headers }));
  if (!hangs) return response;
  const sentBytes = Number(response.headers['content-length']) - 1;
  return {
    ...response,
    body: brokenBody(response.body, { type: 'silence', afterBytes: sentBytes }, surroundings),
  };
}
