// What watchers ask a server for that never has anything to say: counted in virtual time, with default options.

import { type Clock, type ResponseBody, type Timer, VirtualClock } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { ConfigMap } from '@kube-rx/k8s';
import { type ListWatch, watcher } from '@kube-rx/runtime';

type Source = ListWatch<ConfigMap>;
type WatchOptions = Parameters<Source['openWatch']>[0];

const hourMs = 3_600_000;
const hours = 3;
// Each asks by itself, so that fewer tell what many cost.
const sample = 100;

/** Of `watchers`, on average over hours, once the first hour is over. `bookmarkMs` 0: the server sends none. */
export async function requestsPerMinute(watchers: number, bookmarkMs: number): Promise<number> {
  const clock = new VirtualClock();
  let requests = 0;
  const source: Source = {
    resource: ConfigMap,
    codec: jsonCodec,
    openList: () => Promise.reject(new Error('nothing is to be listed')),
    openWatch: (options) => {
      requests += 1;
      return Promise.resolve(quietWatch(options, clock, bookmarkMs));
    },
  };
  const subscriptions = Array.from({ length: sample }, () => watcher(source, { clock }).subscribe());
  await clock.advance(hourMs);
  requests = 0;
  await clock.advance(hours * hourMs);
  for (const subscription of subscriptions) subscription.unsubscribe();
  return ((requests / (hours * 60)) * watchers) / sample;
}

function quietWatch(options: WatchOptions, clock: Clock, bookmarkMs: number): ResponseBody {
  const { signal, timeoutSeconds = 300, sendInitialEvents } = options;
  const endsAt = clock.monotonic() + timeoutSeconds * 1000;
  return {
    async *[Symbol.asyncIterator]() {
      if (sendInitialEvents) yield bookmark(true);
      while (!signal.aborted) {
        const leftMs = endsAt - clock.monotonic();
        if (leftMs <= 0) return;
        const isBookmark = bookmarkMs > 0 && bookmarkMs < leftMs;
        await pass(isBookmark ? bookmarkMs : leftMs, clock, signal);
        if (isBookmark) yield bookmark(false);
      }
    },
  };
}

function pass(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer: Timer = clock.schedule(ms, resolve);
    signal.addEventListener('abort', () => {
      timer.cancel();
      reject(new Error('aborted'));
    });
  });
}

function bookmark(isEnd: boolean): Uint8Array {
  const annotations = isEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: '1', ...annotations };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
  return Buffer.from(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
}
