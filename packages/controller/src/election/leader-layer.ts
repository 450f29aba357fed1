// No write without leadership: what every client of a run goes through while its process may lead and may not.

import type { Layer } from '@kube-rx/client';
import { type HttpRequest, KubeError, onAbort, printable } from '@kube-rx/core';
import type { LeadershipTerm } from './leadership.ts';

/**
 * A write was not sent, as this process does not lead any more. Whoever leads now brings the object where it should be.
 *
 * @example
 * await pods.delete('web-0').catch((error: unknown) => {
 *   if (!(error instanceof NotLeaderError)) throw error;
 * });
 */
export class NotLeaderError extends KubeError {
  override readonly name = 'NotLeaderError';
}

/**
 * Refuses what changes something in the cluster as soon as the term is over; reads pass.
 *
 * Guarantees: the term is asked at the moment of each write, by the local clock, and again each time that the request is
 * about to leave: also where a process stood still while the client waited to repeat it, or for credentials. A write that
 * waits, as for a connection, ends as the term does; so does what goes through to a container.
 *
 * Caveats: what is on its way to the server arrives. It has `leaseDuration` less `renewDeadline` to do so before another
 * process can lead.
 *
 * @throws NotLeaderError for a write where the term is not held.
 *
 * @example
 * new LeaderElector({ client, name: 'website-operator' }).onTerm((term) => {
 *   const led = client.layered([leaderLayer(term)]);
 * });
 */
export function leaderLayer(term: LeadershipTerm): Layer {
  return (next) =>
    async (request, options = {}) => {
      if (isRead(request)) return next(request, options);
      const beforeSend = (): void => {
        options.beforeSend?.();
        if (!term.isHeld()) throw new NotLeaderError(refusal(request));
      };
      if (!term.isHeld()) throw new NotLeaderError(refusal(request));
      // What goes through to a container goes on after the answer. It is over when the term is.
      if (request.webSocket)
        return next(request, { ...options, beforeSend, signal: eitherOf(term.signal, options.signal) });
      // Of this call alone: a term lasts for days, and keeps whatever listens to it.
      const ended = new AbortController();
      const stopListening = onAbort(term.signal, () => ended.abort(term.signal.reason));
      try {
        return await next(request, {
          ...options,
          beforeSend,
          signal: eitherOf(ended.signal, options.signal),
        });
      } finally {
        stopListening();
      }
    };
}

function eitherOf(signal: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other ? AbortSignal.any([signal, other]) : signal;
}

/** A WebSocket is for a command, a terminal or a port, though it is asked for by a GET. */
function isRead({ method, webSocket }: HttpRequest): boolean {
  return !webSocket && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS');
}

function refusal({ method, path }: HttpRequest): string {
  return `${method} ${printable(path)} is not sent: this process does not lead any more`;
}
