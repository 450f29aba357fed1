// What an AbortSignal means to code that waits.

/**
 * Calls back once when the signal fires, or at once where it already has. Returns what stops listening.
 *
 * @example
 * const stopListening = onAbort(signal, () => console.log('given up'));
 * stopListening();
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal?.aborted) callback();
  if (!signal || signal.aborted) return () => undefined;
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}

/**
 * Settles as `promise` does, or rejects with an `AbortError` as soon as the signal fires. The outcome of a
 * promise that was given up is dropped. No listener stays on the signal.
 *
 * @example
 * const answer = await untilAborted(pods.list(), signal);
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const aborted = Promise.withResolvers<never>();
  const stopListening = onAbort(signal, () => aborted.reject(abortError(signal)));
  try {
    return await Promise.race([aborted.promise, promise]);
  } finally {
    stopListening();
  }
}

/**
 * What to throw once `signal` has fired: its own reason if that is an `AbortError`, or one that it caused.
 *
 * @example if (signal.aborted) throw abortError(signal);
 */
export function abortError({ reason }: AbortSignal): Error {
  if (isAbortError(reason)) return reason;
  return new DOMException('This operation was aborted', { name: 'AbortError', cause: reason });
}

/**
 * Whether something that was thrown says that a signal has fired.
 *
 * @example
 * try {
 *   await pods.list({ signal });
 * } catch (error) {
 *   if (!isAbortError(error)) throw error;
 * }
 */
export function isAbortError(problem: unknown): problem is Error {
  // By name: the signal may come from another realm, which has an Error class of its own.
  return (
    typeof problem === 'object' && problem !== null && 'name' in problem && problem.name === 'AbortError'
  );
}
