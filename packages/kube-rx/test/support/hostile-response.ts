// A hostile answer as a response.

import { TransportError } from '@kube-rx/client';
import type { HttpResponse } from '@kube-rx/core';
import type { HostileAnswer } from './hostile.ts';

/** With `hangs`, nothing follows what was sent, and the connection stays open until the signal. */
export function responseOf(
  { status, headers, pieces, breaks }: HostileAnswer,
  { hangs = false, signal }: { readonly hangs?: boolean; readonly signal?: AbortSignal | undefined } = {},
): HttpResponse {
  return { status, headers, body: bodyOf() };

  async function* bodyOf(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) yield Buffer.from(piece);
    if (breaks) throw new TransportError('connection lost', { code: 'ECONNRESET' });
    if (!hangs || !signal) return;
    await new Promise((_, reject) => {
      const leave = (): void => reject(new DOMException('left', 'AbortError'));
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }
}
