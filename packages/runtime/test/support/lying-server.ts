// A server with a history of its own that lies about versions for a while, and is well then.

import {
  ApiError,
  type DynamicObject,
  type ListParams,
  type VirtualClock,
  type WatchParams,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import type { ListWatch } from '../../src/watcher/source.ts';
import { ConfigMaps, configMap, frame } from './objects.ts';
import { Feed } from './script.ts';

/** A version as it may stand in JSON. */
export type Claim = string | number | null | undefined;

export type LyingFrame =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly name: string; readonly version: Claim }
  | { readonly type: 'BOOKMARK'; readonly version: Claim };

/** What one request gets. Absent: the truth. */
export interface Lie {
  /** Of a list. */
  readonly listVersion?: Claim;
  /** Of its first object. */
  readonly itemVersion?: Claim;
  /** Of a watch, after what is true. */
  readonly frames?: readonly LyingFrame[];
}

interface Write {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: DynamicObject;
}

export class LyingServer implements ListWatch<DynamicObject> {
  readonly resource = ConfigMaps;
  readonly codec = jsonCodec;
  /** Watches that were opened and told a lie to. */
  readonly lied: LyingFrame[][] = [];
  requests = 0;
  readonly #clock: VirtualClock;
  readonly #lies: Lie[];
  /** Whether it accepts a watch from a version that it does not have, and says nothing. */
  readonly #acceptsFuture: boolean;
  readonly #objects = new Map<string, DynamicObject>();
  readonly #history: Write[] = [];
  readonly #open = new Set<Feed>();
  #version = 100;

  constructor(clock: VirtualClock, lies: readonly Lie[], acceptsFuture: boolean) {
    this.#clock = clock;
    this.#lies = [...lies];
    this.#acceptsFuture = acceptsFuture;
    this.write('a');
    this.write('b');
  }

  get contents(): string[] {
    return Array.from(
      this.#objects.values(),
      ({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`,
    );
  }

  /** Creates or changes an object, or deletes it. */
  write(name: string, deletes: boolean = false): void {
    const type = deletes ? 'DELETED' : this.#objects.has(name) ? 'MODIFIED' : 'ADDED';
    if (deletes && !this.#objects.has(name)) return;
    this.#version += 1;
    const object = configMap(name, this.#version);
    if (deletes) this.#objects.delete(name);
    else this.#objects.set(name, object);
    this.#history.push({ type, object });
    for (const feed of this.#open) feed.push(frame(type, object));
  }

  openList(options: ListParams): Promise<AsyncIterable<Uint8Array>> {
    this.requests += 1;
    const lie = this.#lies.shift() ?? {};
    if (this.#isFuture(options.resourceVersion)) return Promise.reject(tooLarge());
    const version = 'listVersion' in lie ? lie.listVersion : String(this.#version);
    const items = Array.from(this.#objects.values(), (object, index) =>
      index === 0 && 'itemVersion' in lie
        ? { ...object, metadata: { ...object.metadata, resourceVersion: lie.itemVersion } }
        : object,
    );
    const list = { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: version }, items };
    return Promise.resolve(new Feed().push(new TextEncoder().encode(JSON.stringify(list))).end());
  }

  openWatch(options: WatchParams & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>> {
    this.requests += 1;
    const { frames = [] } = this.#lies.shift() ?? {};
    const from = options.resourceVersion;
    if (!/^\d+$/.test(from ?? '')) return Promise.reject(badRequest());
    if (this.#isFuture(from) && !this.#acceptsFuture) return Promise.reject(tooLarge());
    const feed = new Feed();
    const missed = this.#history.filter(({ object }) => BigInt(versionOf(object)) > BigInt(from ?? 0));
    feed.push(...missed.map(({ type, object }) => frame(type, object)));
    if (frames.length > 0) this.lied.push([...frames]);
    for (const { type, version: resourceVersion, ...named } of frames)
      feed.push(
        frame(type, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata:
            'name' in named ? { ...configMap(named.name, 0).metadata, resourceVersion } : { resourceVersion },
        }),
      );
    // A watch from the future hears nothing until the history gets there.
    if (!this.#isFuture(from)) this.#open.add(feed);
    const end = (): void => {
      this.#open.delete(feed);
      feed.end();
    };
    options.signal.addEventListener('abort', () => {
      this.#open.delete(feed);
      feed.abort();
    });
    this.#clock.schedule((options.timeoutSeconds ?? 300) * 1000, end);
    return Promise.resolve(feed);
  }

  #isFuture(version: string | undefined): boolean {
    return version !== undefined && /^\d+$/.test(version) && BigInt(version) > BigInt(this.#version);
  }
}

function versionOf({ metadata }: DynamicObject): string {
  return metadata.resourceVersion ?? '0';
}

function badRequest(): ApiError {
  return new ApiError('invalid resource version', { status: { code: 400, reason: 'BadRequest' } });
}

function tooLarge(): ApiError {
  const details = { causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 1 };
  return new ApiError('too large', { status: { code: 504, reason: 'Timeout', details } });
}
