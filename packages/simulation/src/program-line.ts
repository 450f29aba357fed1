// The line between one program and the network: it can be cut for that program alone, and hold a request back that its
// sender has long given up.

import { TransportError } from '@kube-rx/client';
import {
  type CallOptions,
  type Clock,
  type HttpRequest,
  type HttpResponse,
  type HttpService,
  onAbort,
  sleep,
  type Timer,
  untilAborted,
} from '@kube-rx/core';

/** How a cut line behaves: connections are refused, or nothing at all comes back until it is mended. */
export type CutMode = 'refuse' | 'hang';

export interface ProgramLineOptions {
  /** Whether a write that is given up by its sender reaches the server all the same. Default false. */
  readonly abandonedArrive?: boolean | undefined;
}

interface Cut {
  readonly mode: CutMode;
  readonly mended: PromiseWithResolvers<undefined>;
  readonly timer: Timer;
}

export class ProgramLine {
  readonly #clock: Clock;
  readonly #service: HttpService;
  readonly #abandonedArrive: boolean;
  #cut: Cut | undefined;
  #late: { left: number; readonly delayMs: number } | undefined;
  // Ends what nobody waits for any more, and the network holds.
  readonly #stray = new Set<AbortController>();

  constructor(clock: Clock, service: HttpService, { abandonedArrive = false }: ProgramLineOptions = {}) {
    this.#clock = clock;
    this.#service = service;
    this.#abandonedArrive = abandonedArrive;
  }

  /** Whether it carries what is sent at once. */
  get isFree(): boolean {
    return this.#cut === undefined && this.#late === undefined;
  }

  /** Cuts it for so long. Answers that are on their way then come once it is mended. */
  cut(mode: CutMode, forMs: number): void {
    if (this.#cut) return;
    const mended = Promise.withResolvers<undefined>();
    this.#cut = { mode, mended, timer: this.#clock.schedule(forMs, () => this.mend()) };
  }

  mend(): void {
    const cut = this.#cut;
    this.#cut = undefined;
    cut?.timer.cancel();
    cut?.mended.resolve(undefined);
  }

  /** The next writes reach the server so late, whether or not anybody still waits for them. */
  late(times: number, delayMs: number): void {
    this.#late = { left: times, delayMs };
  }

  calm(): void {
    this.#late = undefined;
    for (const stray of this.#stray) stray.abort();
    this.mend();
  }

  readonly send: HttpService = async (request, options = {}) => {
    if (this.#cut?.mode === 'refuse')
      throw new TransportError('connection refused by the simulated network', { code: 'ECONNREFUSED' });
    if (this.#cut) await untilAborted(this.#cut.mended.promise, options.signal);
    const delayMs = this.#delayOf(request);
    const answer =
      delayMs === undefined
        ? await this.#service(request, options)
        : await this.#sendFree(request, { ...options, delayMs });
    const cut = this.#cut;
    if (!cut) return answer;
    try {
      await untilAborted(cut.mended.promise, options.signal);
    } catch (error) {
      await answer.body[Symbol.asyncIterator]().return?.();
      throw error;
    }
    return answer;
  };

  /** How much later a write arrives, whatever becomes of its sender; undefined for what ends with its call. */
  #delayOf({ method }: HttpRequest): number | undefined {
    if (method === 'GET') return undefined;
    const late = this.#late;
    if (!late) return this.#abandonedArrive ? 0 : undefined;
    late.left -= 1;
    if (late.left <= 0) this.#late = undefined;
    return late.delayMs;
  }

  async #sendFree(
    request: HttpRequest,
    { signal, delayMs }: CallOptions & { readonly delayMs: number },
  ): Promise<HttpResponse> {
    const stray = new AbortController();
    this.#stray.add(stray);
    const answer = (delayMs > 0 ? sleep(this.#clock, delayMs, stray.signal) : Promise.resolve())
      .then(() => this.#service(request, { signal: stray.signal }))
      .finally(() => this.#stray.delete(stray));
    try {
      const found = await untilAborted(answer, signal);
      onAbort(signal, () => stray.abort());
      return found;
    } catch (error) {
      // The answer to what was given up is read by nobody.
      answer.then(
        ({ body }) => body[Symbol.asyncIterator]().return?.(),
        () => undefined,
      );
      throw error;
    }
  }
}
