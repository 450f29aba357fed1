// Logs every request that a server of this process answers, from Node's own diagnostics channels.
// https://nodejs.org/api/diagnostics_channel.html#http

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Logs each request when it has been answered in full, and a watch when it ends; costs nothing above level debug.
 * Returns a function that stops it.
 */
export function logRequests(log: Logger): () => void {
  const begun = new WeakMap<IncomingMessage, number>();
  const onStart = (message: unknown): void =>
    void begun.set((message as Exchange).request, performance.now());
  const onFinish = (message: unknown): void => {
    const { request, response } = message as Exchange;
    const { method, url } = request;
    const ms = Math.round(performance.now() - (begun.get(request) ?? Number.NaN));
    log.debug({ method, url, status: response.statusCode, ms }, 'request');
  };
  if (!log.isLevelEnabled('debug')) return () => undefined;
  subscribe('http.server.request.start', onStart);
  subscribe('http.server.response.finish', onFinish);
  return () => {
    unsubscribe('http.server.request.start', onStart);
    unsubscribe('http.server.response.finish', onFinish);
  };
}
