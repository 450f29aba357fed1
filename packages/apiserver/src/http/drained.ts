import { once } from 'node:events';
import type { Writable } from 'node:stream';

// Waits for room in the socket, but not for ever.
export async function drained(
  outgoing: Writable,
  {
    gone,
    writeMs,
    cut = () => outgoing.destroy(),
  }: { readonly gone: AbortSignal; readonly writeMs: number; readonly cut?: () => void },
): Promise<void> {
  const timer = setTimeout(cut, writeMs);
  try {
    await once(outgoing, 'drain', { signal: gone });
  } finally {
    clearTimeout(timer);
  }
}
