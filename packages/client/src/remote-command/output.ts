// Where the outputs of a remote command go. A target belongs to whoever gave it: it is written to, no faster than it
// takes, and never ended.

import { ByteQueue } from '@kube-rx/core';

/** A stream of Node's, a web stream, or a function, which is waited for. */
export type OutputTarget =
  | NodeJS.WritableStream
  | WritableStream<Uint8Array>
  | ((bytes: Uint8Array) => void | Promise<void>);

export interface Output {
  /** Resolves when more may follow. Rejects where the target takes no more. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Nothing more comes; `failure`: because of that. Lets go of the target. */
  readonly end: (failure?: Error) => void;
  /** What nobody gave a target for. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Nobody reads any more. */
  readonly discard: () => void;
}

/** Without a target, or with `pipe`, the bytes are there to be read. */
export function openOutput(target: OutputTarget | 'pipe' = 'pipe'): Output {
  const queue = new ByteQueue();
  const end = (failure?: Error): void => (failure ? queue.fail(failure) : queue.end());
  const discard = (): void => queue.discard();
  if (target === 'pipe') return { write: (bytes) => queue.push(bytes), end, bytes: queue, discard };
  const { write, release } = writerOf(target);
  return {
    write,
    end: (failure) => {
      end(failure);
      release();
    },
    bytes: queue,
    discard,
  };
}

interface Writer {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly release: () => void;
}

function writerOf(target: OutputTarget): Writer {
  if (typeof target === 'function')
    return { write: async (bytes) => target(bytes), release: () => undefined };
  if ('getWriter' in target) {
    const writer = target.getWriter();
    return { write: (bytes) => writer.write(bytes), release: () => writer.releaseLock() };
  }
  return nodeWriter(target);
}

// The write's own callback is called when the bytes are taken, and with the error where they are not; a stream that is
// destroyed meanwhile need not call it.
function nodeWriter(stream: NodeJS.WritableStream): Writer {
  const broken = new AbortController();
  const onError = (error: Error): void => broken.abort(error);
  const onClose = (): void => broken.abort(new Error('the stream that the output went to was closed'));
  stream.on('error', onError).on('close', onClose);
  return {
    write: (bytes) => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const { signal } = broken;
      const fail = (): void => reject(signal.reason as Error);
      if (signal.aborted) fail();
      else {
        signal.addEventListener('abort', fail, { once: true });
        stream.write(bytes, (error) => {
          signal.removeEventListener('abort', fail);
          if (error) reject(error);
          else resolve(undefined);
        });
      }
      return promise;
    },
    release: () => stream.off('error', onError).off('close', onClose),
  };
}
