// What is measured of one server. Writes are of ConfigMaps of about 500 bytes, into a namespace of this program's.

import type { Contender } from './contender.ts';
import { HttpClient } from './http-client.ts';
import { overHttp1, overHttp2, speaksHttp2, type Version } from './watches.ts';

export interface Sizes {
  /** How long one round of writes takes. */
  readonly roundMs: number;
  readonly watches: number;
  readonly fanOuts: number;
  readonly objects: number;
  readonly lists: number;
}

interface Writes {
  readonly perSecond: number;
  /** Of the server's processes, for each write. */
  readonly processorMs: number;
}

export interface FanOut {
  /** Writes, one after the other, each until the last watch has its frame. */
  readonly reach: (writes: number) => Promise<Reached>;
  readonly close: () => void;
}

interface Reached {
  /** Milliseconds, one for each write. */
  readonly delays: number[];
  /** Of the server's processes, for each write to all watches. */
  readonly processorMs: number;
}

const collection = '/api/v1/namespaces/default/configmaps';
const parallel = 16;

export class Measures {
  readonly #client: HttpClient;
  readonly #contender: Contender;
  #made = 0;
  #fannedOut = 0;

  constructor(contender: Contender) {
    this.#contender = contender;
    this.#client = new HttpClient(contender);
  }

  /** Creations one after the other, or `parallel` at once. */
  async writes(writers: 1 | typeof parallel, ms: number): Promise<Writes> {
    const [started, used] = [performance.now(), this.#contender.processorMs()];
    let done = 0;
    const write = async (): Promise<void> => {
      while (performance.now() - started < ms) {
        await this.#create();
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
    return {
      perSecond: (done / (performance.now() - started)) * 1000,
      processorMs: (this.#contender.processorMs() - used) / done,
    };
  }

  /** Watches of one object. Undefined where the server does not speak this version of HTTP. */
  async fanOut({ watches }: Sizes, version: Version): Promise<FanOut | undefined> {
    if (version === 'HTTP/2' && !(await speaksHttp2(this.#contender))) return undefined;
    const open = version === 'HTTP/2' ? overHttp2(this.#contender) : overHttp1(this.#client);
    this.#fannedOut += 1;
    const name = `fan-out-${this.#fannedOut}`;
    await this.#client.ask('POST', collection, configMap(name, 0));
    let waiting = watches;
    let all = Promise.withResolvers<number>();
    const path = `${collection}?watch=true&fieldSelector=metadata.name%3D${name}`;
    const close = await open(path, watches, (chunk) => {
      // A frame ends its line, and no chunk holds two: the next write waits for all of this one.
      if (chunk.at(-1) !== 10) return;
      waiting -= 1;
      if (waiting === 0) all.resolve(performance.now());
    });
    await all.promise; // each begins with the object as it is
    let written = 0;
    const reach = async (): Promise<number> => {
      waiting = watches;
      all = Promise.withResolvers();
      written += 1;
      const started = performance.now();
      await this.#client.ask('PUT', `${collection}/${name}`, configMap(name, written));
      return (await all.promise) - started;
    };
    return { close, reach: (writes) => this.#reach(reach, writes) };
  }

  async #reach(reach: () => Promise<number>, writes: number): Promise<Reached> {
    const delays: number[] = [];
    const used = this.#contender.processorMs();
    for (let at = 0; at < writes; at += 1) delays.push(await reach());
    return { delays, processorMs: (this.#contender.processorMs() - used) / writes };
  }

  /** Creates objects until there are as many; gives the bytes that each takes of the server's memory. */
  async fill({ objects }: Sizes): Promise<number> {
    const [before, already] = [await this.#contender.residentBytes(), this.#made];
    const fill = async (): Promise<void> => {
      while (this.#made < objects) await this.#create();
    };
    await Promise.all(Array.from({ length: parallel }, fill));
    return ((await this.#contender.residentBytes()) - before) / Math.max(1, this.#made - already);
  }

  /** Milliseconds and bytes of lists of everything at once. */
  async lists({ lists }: Sizes): Promise<{ readonly ms: number[]; readonly bytes: number }> {
    const ms: number[] = [];
    let bytes = 0;
    for (let at = 0; at < lists; at += 1) {
      const started = performance.now();
      bytes = await this.#client.ask('GET', `${collection}?resourceVersion=0`);
      ms.push(performance.now() - started);
    }
    return { ms, bytes };
  }

  close(): void {
    this.#client.close();
  }

  async #create(): Promise<void> {
    this.#made += 1;
    await this.#client.ask('POST', collection, configMap(`object-${this.#made}`, 0));
  }
}

function configMap(name: string, version: number): object {
  return { metadata: { name }, data: { version: String(version), text: 'x'.repeat(200) } };
}
