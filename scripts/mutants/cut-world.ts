// A world in which a kind is written all the time and each watch is cut soon after it began: each has news, so that nothing
// but the limits on starts holds a watcher back.

import { Api } from '@kube-rx/client';
import { isNotFound, type Timer } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import type { SimulateOptions, StartActor, StartSubject } from '@kube-rx/simulation';

const writeEveryMs = 150;
const cutEveryMs = 300;
const durationMs = 100_000;

const busyWriter: StartActor = (world) => {
  const { clock } = world;
  const configMaps = Api.namespaced(world.client('writer'), ConfigMap, 'default');
  let timer: Timer | undefined;
  let count = 0;
  const write = async (): Promise<void> => {
    count += 1;
    const data = { count: String(count) };
    try {
      await configMaps.patch.merge('busy', { data });
    } catch (error) {
      if (isNotFound(error)) await configMaps.create({ metadata: { name: 'busy' }, data });
    }
  };
  const plan = (): void => {
    timer = clock.schedule(writeEveryMs, () => {
      if (clock.monotonic() > durationMs) return;
      // What is cut with its answer is written again next time.
      void write().catch(() => undefined);
      plan();
    });
  };
  plan();
  return {
    close: () => {
      timer?.cancel();
      return Promise.resolve();
    },
  };
};

export function cutWorld(seed: number, subjects: readonly StartSubject[]): SimulateOptions {
  const cuts = durationMs / cutEveryMs;
  const faults = Array.from({ length: cuts }, (_, cut) => ({
    at: cut * cutEveryMs,
    fault: { type: 'cut' } as const,
  }));
  return { seed, subjects, durationMs, actors: [busyWriter], faults };
}
