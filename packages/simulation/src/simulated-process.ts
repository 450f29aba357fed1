// A program that can be killed at any moment: its clock and its network are its own, and go dead with it.

import { Client } from '@kube-rx/client';
import type {
  CallOptions,
  Clock,
  HttpRequest,
  HttpResponse,
  HttpService,
  ResponseBody,
  Timer,
} from '@kube-rx/core';
import { connectionReset } from './simulated-connection.ts';
import { Stillness, type WakeOrder } from './stillness.ts';

/** When a program dies by a write: before it is sent, once the server has taken it, or once its answer has been read. */
export type CrashMoment = 'before' | 'unanswered' | 'answered';

/** What befalls a write: the process dies by it, or it is carried out and no answer comes. */
export type WriteFate = CrashMoment | 'lost';

export interface ProcessOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1), for the jitter of its client's waits. Default `Math.random`. */
  readonly random?: () => number;
  /** The network as the process sees it. */
  readonly service: HttpService;
  /** Called before each write is sent; says what befalls it. */
  readonly onWrite?: (request: HttpRequest) => WriteFate | undefined | Promise<WriteFate | undefined>;
  /** Called when the answer to a write has been read to its end. */
  readonly onAnswered?: (request: HttpRequest) => void;
  /** Called when the process learns that the answer to a write will not come, or that the server failed. */
  readonly onUnanswered?: (request: HttpRequest) => void;
  /** Called once, as the process dies. */
  readonly onKilled?: () => void;
}

/**
 * What a program needs of its machine. Once it is killed, its timers never fire and its calls never end, so that nothing
 * of it runs any more; the server sees its connections close.
 *
 * @example
 * const world = new World(42);
 * const process = new SimulatedProcess({ clock: world.clock, service: world.network.service('mine') });
 * const cache = reflector(Api.all(process.client, ConfigMap), { clock: process.clock });
 * process.kill();
 */
export class SimulatedProcess {
  readonly clock: Clock;
  readonly client: Client;
  readonly #options: ProcessOptions;
  readonly #end = new AbortController();
  readonly #stillness = new Stillness();

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.clock = mortalClock(options.clock, { end: this.#end.signal, stillness: this.#stillness });
    const { random } = options;
    this.client = new Client((request, call) => this.#send(request, call), {
      clock: this.clock,
      ...(random && { random }),
    });
  }

  get alive(): boolean {
    return !this.#end.signal.aborted;
  }

  kill(): void {
    if (!this.alive) return;
    this.#stillness.drop();
    this.#end.abort();
    this.#options.onKilled?.();
  }

  /** Whether it stands still. */
  get isPaused(): boolean {
    return this.#stillness.isStill;
  }

  /** Lets it stand still: what its timers and its network have for it is held. */
  pause(): void {
    if (this.alive) this.#stillness.begin();
  }

  /** Lets it go on: what was held comes at once, one kind before the other. */
  resume(first: WakeOrder): void {
    // In turns of their own, so that what follows by promises alone comes in between.
    if (this.alive && this.isPaused)
      this.#stillness.end(first, (deliver) => void this.clock.schedule(0, deliver));
  }

  async #send(request: HttpRequest, call: CallOptions = {}): Promise<HttpResponse> {
    // As a transport's client does.
    call.beforeSend?.();
    const moment = request.method === 'GET' ? undefined : await this.#options.onWrite?.(request);
    if (moment === 'before') this.kill();
    if (!this.alive) return never();
    const signal = AbortSignal.any([this.#end.signal, ...(call.signal ? [call.signal] : [])]);
    const answer = this.#options.service(request, { ...call, signal }).finally(() => {
      if (moment === 'unanswered') this.kill();
    });
    const isWrite = request.method !== 'GET';
    const onLost = (): void => {
      if (isWrite) this.#options.onUnanswered?.(request);
    };
    const { body, ...head } = await this.#whileAlive(answer, onLost);
    if (moment === 'lost') {
      await body[Symbol.asyncIterator]().return?.();
      onLost();
      throw connectionReset();
    }
    if (head.status >= 500) onLost();
    const onEnd = (): void => {
      if (isWrite && head.status < 500) this.#options.onAnswered?.(request);
      // At once, but behind all that follows by promises alone.
      if (moment === 'answered') this.#options.clock.schedule(0, () => this.kill());
    };
    return { ...head, body: this.#mortal(body, { onEnd, onLost }) };
  }

  /** The body; nothing of it is read once the process is dead. */
  #mortal(
    body: ResponseBody,
    { onEnd, onLost }: { readonly onEnd: () => void; readonly onLost: () => void },
  ): ResponseBody {
    return {
      [Symbol.asyncIterator]: () => {
        const pieces = body[Symbol.asyncIterator]();
        return {
          next: async () => {
            const piece = await this.#whileAlive(pieces.next(), onLost);
            if (piece.done) onEnd();
            return piece;
          },
          return: () =>
            this.#whileAlive(pieces.return?.() ?? Promise.resolve({ value: undefined, done: true })),
        };
      },
      ...(body.lend && {
        lend: async (take: (piece: Uint8Array) => boolean) => {
          let goesOn = true;
          const { promise: broken, reject } = Promise.withResolvers<never>();
          const taken = (piece: Uint8Array): boolean => {
            if (!this.#stillness.isStill) return (goesOn &&= take(piece));
            // What is lent must be copied to be read later.
            const kept = piece.slice();
            this.#stillness.pass('answers', () => {
              try {
                goesOn &&= take(kept);
              } catch (error) {
                goesOn = false;
                reject(error);
              }
            });
            return goesOn;
          };
          const read = body.lend?.((piece) => this.alive && taken(piece));
          await this.#whileAlive(Promise.race([read, broken]), onLost);
          onEnd();
        },
      }),
    };
  }

  async #whileAlive<T>(promise: PromiseLike<T> | T, onFailed?: () => void): Promise<T> {
    try {
      const value = await promise;
      if (this.#stillness.isStill) await this.#stillness.over('answers');
      return this.alive ? value : await never();
    } catch (error) {
      if (this.#stillness.isStill) await this.#stillness.over('answers');
      if (!this.alive) return never();
      onFailed?.();
      throw error;
    }
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function mortalClock(
  clock: Clock,
  { end, stillness }: { readonly end: AbortSignal; readonly stillness: Stillness },
): Clock {
  const timers = new Set<Timer>();
  end.addEventListener('abort', () => {
    for (const timer of timers) timer.cancel();
    timers.clear();
  });
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    schedule: (delayMs, callback) => {
      if (end.aborted) return { cancel: () => undefined };
      let isWanted = true;
      const timer = clock.schedule(delayMs, () => {
        timers.delete(timer);
        stillness.pass('timers', () => {
          if (isWanted) callback();
        });
      });
      timers.add(timer);
      return {
        cancel: () => {
          isWanted = false;
          timers.delete(timer);
          timer.cancel();
        },
      };
    },
  };
}
