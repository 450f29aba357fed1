// What an answer costs this process, and what all of them leave in its memory.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpRequest, readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { shapes } from './costly/costly.ts';
import { type Shape, thingDefinition } from './costly/shape.ts';

const maxSize = 20_000;
// What costs this is looked at again: how fast the machine is makes no fault of it, but how the cost grows does.
const suspectMs = 1_000;
const maxMs = 4_000;
// Of a request to one of a quarter of its size: 4 where the cost is linear, 16 where it is quadratic.
const maxGrowth = 10;

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
    const cost = await this.#least(requests(size));
    if (cost.ms > this.longest.ms) this.longest = { name: `${name}, of ${size}`, ms: cost.ms };
    if (cost.ms < suspectMs) return;
    const quarter = await this.#least(requests(Math.ceil(size / 4)));
    if (cost.ms >= maxMs || cost.ms > maxGrowth * quarter.ms)
      throw new Error(
        `${name}, of ${size}: ${Math.round(cost.ms)} ms for one answer, ${Math.round(quarter.ms)} ms for a quarter of it: ${shown(cost.request)}`,
      );
  }

  /** Of three tries where it seems much: a pause of the collector may fall on one of them, and not on all. */
  async #least(requests: ReturnType<Shape['requests']>): Promise<Cost> {
    let least: Cost = { ms: Number.POSITIVE_INFINITY, request: requests[0] };
    for (let tries = 0; tries < 3 && least.ms >= suspectMs; tries += 1)
      least = less(least, await this.#cost(requests));
    return least;
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
