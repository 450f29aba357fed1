/** A real control plane as an `HttpService`: the admin's token, the control plane's own authority, nothing else. */
import { Agent, request as httpsRequest } from 'node:https';
import { formatTarget, type HttpService } from '@kube-rx/core';
import type { ControlPlane } from '../control-plane.ts';

export function realService(controlPlane: ControlPlane): HttpService {
  const agent = new Agent({ ca: controlPlane.ca, keepAlive: true });
  return (request) =>
    new Promise((resolve, reject) => {
      const outgoing = httpsRequest(controlPlane.url + formatTarget(request), {
        agent,
        method: request.method,
        headers: {
          authorization: `Bearer ${controlPlane.adminToken}`,
          ...request.headers,
          ...Object.fromEntries(
            Object.entries(request.repeatedHeaders ?? {}).map(([name, values]) => [name, [...values]]),
          ),
          // Without it Node sends the body of a DELETE outside of any message.
          ...(request.body !== undefined && { 'content-length': String(Buffer.byteLength(request.body)) }),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(headers) as Record<string, string>,
          body: incoming,
        });
      });
      outgoing.end(request.body);
    });
}
