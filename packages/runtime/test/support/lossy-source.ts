// A source that loses what a test names, as a proxy might that filters: frames of a watch, or all objects of a list.

import type { DynamicObject, ListParams, ResponseBody, WatchParams } from '@kube-rx/core';
import type { ListWatch, OpenOptions } from '../../src/watcher/source.ts';

/** What is lost, and what was asked for, of all sources of one proxy. */
export class Losses {
  /** Names of objects whose frames are lost. */
  readonly names: Set<string> = new Set();
  /** Whether lists are empty. */
  lists = false;
  /** `list * 10`, `metadata list shop another`, `watch * 10`. */
  readonly asked: string[] = [];

  get audits(): string[] {
    return this.asked.filter((each) => each.startsWith('metadata'));
  }
}

export class LossySource implements ListWatch<DynamicObject> {
  readonly resource: ListWatch<DynamicObject>['resource'];
  readonly namespace: string | undefined;
  readonly client: object;
  readonly codec: ListWatch<DynamicObject>['codec'];
  readonly #source: ListWatch<DynamicObject>;
  readonly #losses: Losses;

  constructor(source: ListWatch<DynamicObject>, losses: Losses) {
    this.#source = source;
    this.#losses = losses;
    this.resource = source.resource;
    this.namespace = source.namespace;
    this.client = source.client ?? source;
    this.codec = source.codec;
  }

  inNamespace(namespace: string): LossySource {
    const source = this.#source.inNamespace?.(namespace);
    if (!source) throw new Error('the source is of one namespace');
    return new LossySource(source, this.#losses);
  }

  async openList(options: ListParams & OpenOptions): Promise<ResponseBody> {
    const { metadataOnly, resourceVersion, connection, continue: token } = options;
    this.#note(metadataOnly ? 'metadata list' : 'list', resourceVersion, connection, token && 'continued');
    const body = await this.#source.openList(options);
    return this.#losses.lists ? withoutItems(body) : body;
  }

  async openWatch(options: WatchParams & OpenOptions): Promise<ResponseBody> {
    this.#note('watch', options.resourceVersion);
    return this.#without(await this.#source.openWatch(options));
  }

  #note(verb: string, ...how: readonly (string | undefined)[]): void {
    this.#losses.asked.push([verb, this.namespace ?? '*', ...how.filter(Boolean)].join(' '));
  }

  async *#without(body: ResponseBody): AsyncGenerator<Uint8Array> {
    let rest = '';
    for await (const chunk of body) {
      const lines = (rest + Buffer.from(chunk).toString()).split('\n');
      rest = lines.pop() ?? '';
      const isLost = (line: string): boolean =>
        [...this.#losses.names].some((name) => line.includes(`"name":"${name}"`));
      for (const line of lines) if (!isLost(line)) yield Buffer.from(`${line}\n`);
    }
  }
}

async function* withoutItems(body: ResponseBody): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Uint8Array.from(chunk));
  const list = JSON.parse(Buffer.concat(chunks).toString()) as object;
  yield Buffer.from(JSON.stringify({ ...list, items: [] }));
}
