// A body that is read once, by its caller, and looked at when it has been read.

import type { ResponseBody } from '@kube-rx/core';

/**
 * The same body. `onEnd` gets its bytes when its reader has had all of them, before the reader is told of the end; it
 * gets nothing of a body that is longer than `limit` bytes. `onBreak` is called for one that breaks off or is left before
 * its end. Neither may throw.
 */
export function copyBody(body: ResponseBody, options: BodyCopyOptions): ResponseBody {
  return { [Symbol.asyncIterator]: () => copyIterator(body[Symbol.asyncIterator](), options) };
}

export interface BodyCopyOptions {
  readonly limit: number;
  readonly onEnd: (bytes: Uint8Array) => void;
  readonly onBreak: () => void;
}

// No async generator: one that has not begun does not pass a `return` on, and the connection would stay open.
function copyIterator(
  pieces: AsyncIterator<Uint8Array>,
  { limit, onEnd, onBreak }: BodyCopyOptions,
): AsyncIterator<Uint8Array> {
  const seen: Uint8Array[] = [];
  let length = 0;
  let isOver = false;
  const breakOff = (): void => {
    if (!isOver) onBreak();
    isOver = true;
  };
  return {
    async next() {
      const piece = await pieces.next().catch((error: unknown) => {
        breakOff();
        throw error;
      });
      if (!piece.done) {
        length += piece.value.length;
        if (length <= limit) seen.push(piece.value);
        else seen.length = 0;
        return piece;
      }
      if (!isOver && length <= limit) onEnd(joined(seen, length));
      isOver = true;
      return piece;
    },
    async return() {
      breakOff();
      await pieces.return?.();
      return { done: true, value: undefined };
    },
  };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces;
  if (first && pieces.length === 1) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
