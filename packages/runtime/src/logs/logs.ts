// The logs of many containers in one stream: of all Pods of an object or of a selector, of those that come later too.

import { type Client, RequestStream } from '@kube-rx/client';
import { abortError, InvalidRequestError, onAbort } from '@kube-rx/core';
import type { PodTarget } from '../pods/pod-selection.ts';
import type { LogLine, LogsOptions } from './log-options.ts';

/**
 * The lines of all containers of the Pods of `target`. Without `follow` it ends when all of them were read; with it, when
 * the reader leaves or the signal fires, and for a Pod that was named itself when that has finished.
 *
 * Guarantees: lines of one container come in order. A connection that breaks off is opened again where it was, and a
 * container that is restarted is followed, without a line lost or repeated as far as the server keeps them. Trouble of one
 * container does not hold up others. Nothing is read faster than it is asked for: one line of each container waits.
 *
 * Caveats: lines of different containers come as they arrive, not by their times. The server keeps the log of one run
 * before the present one, so lines of a container that was restarted twice during a break are lost.
 *
 * @throws ApiError where the object does not exist, InvalidRequestError where it has no Pods or an option is wrong.
 * @example
 * for await (const { pod, container, line } of logs(client, ObjectRef.of(Deployment, 'web', 'shop'), { follow: true }))
 *   console.log(`${pod} ${container} ${line}`);
 */
export function logs(
  client: Client,
  target: PodTarget,
  options: LogsOptions = {},
): AsyncIterableIterator<LogLine, undefined, undefined> {
  const { signal, follow = false, maxStreams = follow ? 50 : 5 } = options;
  if (!(Number.isSafeInteger(maxStreams) && maxStreams >= 1))
    throw new InvalidRequestError(`maxStreams must be a whole number of at least 1, not ${maxStreams}`);
  return new RequestStream(async function* (leave) {
    const ends = signal ? AbortSignal.any([signal, leave]) : leave;
    const [{ selectPods }, { LogReading }] = await Promise.all([
      import('../pods/pod-selection.ts'),
      import('./log-reading.ts'),
    ]);
    const selection = await selectPods(client, target, { signal: ends });
    const reading = new LogReading(client, selection, { ...options, maxStreams, signal: ends });
    const stop = onAbort(ends, () => reading.fail(abortError(ends)));
    try {
      await reading.start();
      yield* reading.lines;
    } finally {
      stop();
      await reading.close();
    }
    return undefined;
  });
}
