// What an observer may know of each request, over node:diagnostics_channel: without a subscriber it costs one
// look at a flag. Logs, metrics and traces stand on the other side of the channel.

import { channel } from 'node:diagnostics_channel';
import type { Clock, HttpMethod } from '@kube-rx/core';
import { auditIdOf } from '../../transport/exchange-trace.ts';
import type { Layer } from '../service.ts';

/** The channel's name. */
export const requestChannel = 'kube-rx:request';

/** Published when a request was answered or failed. Never holds a query, a header or a body. */
export interface RequestMessage {
  readonly method: HttpMethod;
  readonly path: string;
  /** Of the server, as `10.0.0.1:6443`; absent where the client is made over a service that does not say. */
  readonly host?: string;
  /** Until the head of the answer came, retries included; a body may take longer. */
  readonly durationMs: number;
  /** The HTTP status; absent where no answer came. */
  readonly status?: number;
  /** By which the server's audit log knows the request, the last one where it was repeated. */
  readonly auditId?: string;
  /** Why no answer came. */
  readonly error?: unknown;
}

/** Publishes a `RequestMessage` for each request, to `host` where that is known. */
export function tracingLayer(clock: Clock, host?: string): Layer {
  const requests = channel(requestChannel);
  const server = host === undefined ? {} : { host };
  return (next) => async (request, options) => {
    if (!requests.hasSubscribers) return next(request, options);
    const { method } = request;
    // A query in a path is refused further down, where the request is sent.
    const [path = ''] = request.path.split('?', 1);
    const start = clock.monotonic();
    const publish = (outcome: Pick<RequestMessage, 'status' | 'auditId' | 'error'>): void => {
      const durationMs = clock.monotonic() - start;
      const message: RequestMessage = { method, path, ...server, durationMs, ...outcome };
      requests.publish(message);
    };
    try {
      const response = await next(request, options);
      const auditId = auditIdOf(response.headers);
      publish({ status: response.status, ...(auditId !== undefined && { auditId }) });
      return response;
    } catch (error) {
      publish({ error });
      throw error;
    }
  };
}
