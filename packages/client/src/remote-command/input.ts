// What a remote command gets as its input, whatever it is given as. A stream of the process outlives the command: it is
// left as it was found, and not waited for once nobody wants what it gives.

/** Node's streams, web streams and generators are async iterables. */
export type InputSource = Uint8Array | AsyncIterable<string | Uint8Array>;

/** Gives pieces to `write` until the source ends, or `signal` fires. True where the source has ended. */
export async function readInput(
  source: InputSource,
  write: (piece: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  if (source instanceof Uint8Array) {
    await write(source);
    return true;
  }
  const pieces = iterate(source);
  const over = Promise.withResolvers<undefined>();
  const stop = (): void => over.resolve(undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      const piece = await Promise.race([over.promise, pieces.next()]);
      if (!piece) break;
      if (piece.done) return true;
      await write(bytesOf(piece.value));
    }
    return false;
  } finally {
    signal.removeEventListener('abort', stop);
    pieces.leave();
  }
}

interface Pieces {
  readonly next: () => Promise<IteratorResult<string | Uint8Array, unknown>>;
  /** Does not wait for a piece that is still to come. */
  readonly leave: () => void;
}

function iterate(source: AsyncIterable<string | Uint8Array>): Pieces {
  // Left in the middle of a wait, an iterator of Node's would stay attached.
  if (isNodeReadable(source)) return readableEvents(source);
  const iterator = source[Symbol.asyncIterator]();
  const ignore = (): void => undefined;
  return {
    next: () => iterator.next(),
    leave: () => void iterator.return?.().then(ignore, ignore),
  };
}

function isNodeReadable(source: object): source is NodeJS.ReadableStream {
  return 'on' in source && 'off' in source && 'pause' in source && 'resume' in source;
}

type Piece = IteratorResult<string | Uint8Array, undefined>;

/** Reads by events, one piece at a time, and leaves the stream paused and open. */
function readableEvents(stream: NodeJS.ReadableStream): Pieces {
  const waiting: (string | Uint8Array)[] = [];
  let isOver = false;
  let failure: Error | undefined;
  let reader: PromiseWithResolvers<Piece> | undefined;
  const settle = (): void => {
    if (!reader) return;
    const value = waiting.shift();
    if (value !== undefined) reader.resolve({ done: false, value });
    else if (failure) reader.reject(failure);
    else if (isOver) reader.resolve({ done: true, value: undefined });
    else return;
    reader = undefined;
  };
  const onData = (piece: string | Uint8Array): void => {
    stream.pause();
    waiting.push(piece);
    settle();
  };
  const onEnd = (): void => {
    isOver = true;
    settle();
  };
  const onError = (error: Error): void => {
    failure = error;
    settle();
  };
  stream.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
  stream.pause();
  return {
    next: () => {
      const asked = Promise.withResolvers<Piece>();
      reader = asked;
      // A stream that had ended before says nothing any more.
      if ('readableEnded' in stream && stream.readableEnded === true) isOver = true;
      settle();
      // Nothing is there yet.
      if (reader === asked && !isOver) stream.resume();
      return asked.promise;
    },
    leave: () => {
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
      stream.pause();
    },
  };
}

function bytesOf(piece: string | Uint8Array): Uint8Array {
  return typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
}
