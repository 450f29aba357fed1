// A layer that lets no write out of a process that does not lead.

import type { Layer } from '@kube-rx/client';
import { KubeError } from '@kube-rx/core';
import type { LeadershipTerm } from './leadership.ts';

/** A write was refused before it was sent, as this process does not lead any more. */
export class NotLeaderError extends KubeError {
  override readonly name = 'NotLeaderError';
}

/** Refuses everything but reads where the term is not held. */
export function leaderLayer(term: LeadershipTerm): Layer {
  return (next) => async (request, options) => {
    const isRead = (request.method === 'GET' || request.method === 'HEAD') && !request.webSocket;
    if (!isRead && !term.isHeld())
      throw new NotLeaderError(`${request.method} ${request.path}: this process does not lead any more`);
    return next(request, options);
  };
}
