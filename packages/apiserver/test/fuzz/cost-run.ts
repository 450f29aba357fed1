// What an answer costs this process, and what all of them leave in its memory.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpRequest, readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { shapes } from './costly/costly.ts';
import { type Shape, thingDefinition } from './costly/shape.ts';

const maxMs = 1_000;
const maxSize = 20_000;

/** Milliseconds of the processors' own time, which a busy machine does not make more. */
export function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Bytes that are still in use. */
export function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let at = 0; at < 3; at += 1) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A request for people, of bounded length. */
export function shown({ method, path, query, headers, body }: HttpRequest): string {
  const text = JSON.stringify({
    method,
    path,
    query,
    headers,
    body: typeof body === 'string' ? body : [...(body ?? [])],
  });
  return text.length > 2_000 ? `${text.slice(0, 2_000)}... of ${text.length} characters` : text;
}

interface Cost {
  readonly ms: number;
  readonly request: HttpRequest;
}

/** Requests that could cost more than their size, to a server that forgets them after each shape. */
export class CostRun {
  /** The most that an answer has cost so far. */
  longest: { readonly name: string; readonly ms: number } = { name: '', ms: 0 };
  readonly #random: () => number;
  readonly #server: ApiServer;
  readonly #empty: ReturnType<ApiServer['snapshot']>;
  #waiting: string[] = [];

  private constructor(random: () => number, server: ApiServer) {
    this.#random = random;
    this.#server = server;
    this.#empty = server.snapshot();
  }

  static async start(random: () => number): Promise<CostRun> {
    const server = new ApiServer({ resources: catalog });
    await answered(server, thingDefinition);
    return new CostRun(random, server);
  }

  /** Sends the next shape, in a size by chance; each comes once before one comes again. */
  async next(): Promise<void> {
    if (this.#waiting.length === 0)
      this.#waiting = Object.keys(shapes)
        .map((name) => ({ name, at: this.#random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ name }) => name);
    const name = this.#waiting.pop() ?? '';
    const { requests, most = maxSize }: Shape = shapes[name] ?? { requests: () => [thingDefinition] };
    const size = Math.floor(Math.min(most, maxSize) * (this.#random() < 0.5 ? 1 : this.#random())) + 1;
    const all = requests(size);
    // A pause of the collector may fall on one answer, and not on the same one three times.
    let cost: Cost = { ms: Number.POSITIVE_INFINITY, request: all[0] };
    for (let tries = 0; tries < 3 && cost.ms >= maxMs; tries += 1) cost = less(cost, await this.#cost(all));
    if (cost.ms > this.longest.ms) this.longest = { name: `${name}, of ${size}`, ms: cost.ms };
    if (cost.ms >= maxMs)
      throw new Error(
        `${name}, of ${size}: ${Math.round(cost.ms)} ms for one answer: ${shown(cost.request)}`,
      );
  }

  /** Of the answer that cost most. */
  async #cost(requests: ReturnType<Shape['requests']>): Promise<Cost> {
    this.#server.restore(this.#empty);
    let most: Cost = { ms: 0, request: requests[0] };
    for (const request of requests) {
      const begun = ownMs();
      await answered(this.#server, request);
      const ms = ownMs() - begun;
      if (ms > most.ms) most = { ms, request };
    }
    this.#server.restore(this.#empty);
    return most;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }
}

function less(one: Cost, other: Cost): Cost {
  return one.ms < other.ms ? one : other;
}

async function answered(server: ApiServer, request: HttpRequest): Promise<void> {
  const { body } = await server.service(request);
  await readBody(body);
}
