// The story: an embedded API server, a shop that keeps changing, a cache and a watch that follow it over HTTP, and
// what happens when the network or the server fails. Nothing here repairs anything: cache and watch do it themselves.

import { setTimeout as delay } from 'node:timers/promises';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, appliedObjects, Client, type Reflector, reflector, watcher } from 'kube-rx';
import { ConfigMap, Pod } from 'kube-rx/k8s';
import { filter, firstValueFrom, shareReplay } from 'rxjs';
import { type AuditResult, auditCache, auditLatest } from './audit.ts';
import { Narrator, settledStatus } from './narrator.ts';
import { Shop } from './shop.ts';
import type { View } from './view.ts';

export interface StoryOptions {
  readonly view: View;
  /** In seconds in place of a minute. */
  readonly fast: boolean;
  readonly forever: boolean;
  readonly signal: AbortSignal;
}

/** What a scene may do to the server. */
interface Stage {
  readonly server: ApiServer;
  readonly shop: Shop;
  /** Nothing listens any more. */
  readonly stop: () => Promise<void>;
  /** Something listens again, at the same address. */
  readonly start: () => Promise<void>;
  readonly downMs: number;
}

interface Scene {
  readonly title: string;
  readonly explanation: string;
  /** What goes wrong; absent where nothing does. */
  readonly perform?: (stage: Stage) => Promise<void> | void;
}

const scenes: readonly Scene[] = [
  {
    title: 'An ordinary day',
    explanation: 'Pods come, get ready and go. One watch keeps the cache up to date.',
  },
  {
    title: 'The connection is cut',
    explanation:
      'Every socket is destroyed while the shop goes on. The watch resumes at the version it had seen.',
    perform: ({ server }) => server.disconnect(),
  },
  {
    title: 'The history is compacted',
    explanation:
      'Cut again, and the server forgets what happened meanwhile (410 Gone): only a new list can tell.',
    perform: async ({ server, shop }) => {
      server.disconnect();
      for (let i = 0; i < 10; i += 1) await shop.step();
      server.compact();
    },
  },
  {
    title: 'The server restarts',
    explanation:
      'Nothing listens for a while, and what comes back has the objects, but no memory of the changes.',
    perform: async ({ server, stop, start, downMs }) => {
      await stop();
      await delay(downMs);
      server.restart({ watches: 'reset' });
      await start();
    },
  },
];

/** True where cache and watch agreed with the server after every scene. */
export async function tellStory(options: StoryOptions): Promise<boolean> {
  const pace = options.fast
    ? { calmMs: 700, downMs: 500, tickMs: 20 }
    : { calmMs: 12_000, downMs: 3000, tickMs: 120 };
  const server = new ApiServer();
  let listener = await server.listen();
  const shop = new Shop(new Client(server.service), pace);
  await shop.build();
  const stage: Stage = {
    server,
    shop,
    stop: () => listener.close(),
    start: async () => {
      listener = await server.listen({ port: listener.port });
    },
    downMs: pace.downMs,
  };

  const client = Client.fromConfig({ server: listener.url });
  const pods = Api.all(client, Pod);
  // Here pods live for a second, so that a list which lacks most of them is no surprise.
  const cache = reflector(pods, { confirmMassDeletion: false });
  await cache.ready({ timeout: 10_000 });
  const configMaps = Api.namespaced(client, ConfigMap, 'shop');
  const release$ = watcher(configMaps).pipe(appliedObjects(), shareReplay({ bufferSize: 1, refCount: true }));

  const { view, signal, forever } = options;
  const narrator = new Narrator(cache, view, describePod);
  const releases = release$.subscribe(({ data }) =>
    view.change(`  release ${data?.['version'] ?? ''} rolls out`),
  );
  const onEnd = (): void => view.note('info', 'the scene is played to its end; Ctrl-C again ends at once');
  signal.addEventListener('abort', onEnd, { once: true });
  view.open(`Pods of an embedded API server at ${listener.url}`, () => narrator.vitals);

  try {
    const results: AuditResult[] = [];
    do {
      for (const [at, { title, explanation, perform }] of scenes.entries()) {
        if (signal.aborted) break;
        view.scene(`${at + 1}/${scenes.length} ${title}`, explanation);
        shop.resume();
        if (perform) await disturbed(cache, () => perform(stage));
        await delay(pace.calmMs, undefined, { signal }).catch(() => undefined);
        await shop.pause();
        await settled(cache);
        const scene = [await auditCache(pods, cache), await auditLatest(configMaps, release$)];
        for (const { passed, text } of scene) view.note(passed ? 'passed' : 'failed', text);
        results.push(...scene);
      }
    } while (forever && !signal.aborted);

    const passed = results.filter((verdict) => verdict.passed).length;
    const { watches, relists } = cache.status.counters;
    view.scene(
      `${passed} of ${results.length} checks passed`,
      `${narrator.vitals.changes} changes were told; watches opened: ${watches}; everything was read again: ${relists} times.`,
    );
    return passed === results.length;
  } finally {
    // If the shop has failed, that is thrown already.
    await shop.pause().catch(() => undefined);
    narrator.close();
    releases.unsubscribe();
    await cache.close();
    await client.close();
    await server.close();
  }
}

/** Does what disturbs a cache, and resolves when the cache has noticed. */
async function disturbed(cache: Reflector<Pod>, disturb: () => Promise<void> | void): Promise<void> {
  const { watches } = cache.status.counters;
  // A watch that is resumed at once may never be seen to wait.
  const noticed = firstValueFrom(
    cache.status$.pipe(filter(({ phase, counters }) => phase === 'waiting' || counters.watches > watches)),
  );
  await disturb();
  await noticed;
}

/** Resolves when the watch of a cache is open, and stays it. */
async function settled(cache: Reflector<Pod>): Promise<void> {
  await firstValueFrom(settledStatus(cache).pipe(filter(({ phase }) => phase === 'live')));
}

function describePod({ metadata, spec, status }: Pod): string {
  return `${status?.phase ?? ''}  ${spec?.containers[0]?.image ?? metadata.uid ?? ''}`;
}
