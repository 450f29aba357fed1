// Where the files of a certificate or of an authority have changed and nobody has looked yet, the server may refuse us,
// or we it.

import { type Clock, untilAborted } from '@kube-rx/core';
import { TransportError } from '../../errors.ts';
import { discard } from '../../response/read-start.ts';
import { certificateFailure } from '../../transport/transport-error.ts';
import type { Layer } from '../service.ts';

/** What may have changed; `last` is another object or text once it has. */
export interface Rotating {
  readonly last: unknown;
  refresh(clock: Clock): Promise<unknown>;
}

/**
 * After a 401, or a handshake that failed because of a certificate, looks at the files, and sends the request once more
 * if one has changed. A request that changes something is sent again only where nothing of it was sent before, or the
 * server has answered 401.
 */
export function rotationLayer(files: readonly Rotating[], clock: Clock): Layer {
  return (next) =>
    async (request, options = {}) => {
      const { signal } = options;
      const before = files.map(({ last }) => last);
      const haveChanged = async (): Promise<boolean> => {
        // One that cannot be read is no worse than one that has not changed.
        await untilAborted(Promise.allSettled(files.map((file) => file.refresh(clock))), signal);
        return files.some(({ last }, at) => last !== before[at]);
      };
      try {
        const response = await next(request, options);
        if (response.status !== 401 || !(await haveChanged())) return response;
        await discard(response.body, { signal, clock });
      } catch (error) {
        const failure = error instanceof TransportError ? certificateFailure(error.code) : undefined;
        const isRead = request.method === 'GET' || request.method === 'HEAD';
        if (failure === undefined || !(await haveChanged()) || (failure === 'ours' && !isRead)) throw error;
      }
      return next(request, options);
    };
}
