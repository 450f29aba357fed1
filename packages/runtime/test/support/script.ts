// A server that is a script: each request takes the next line of it.

import { abortError, type DynamicObject, type ListParams, onAbort, type WatchParams } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import type { ListWatch } from '../../src/watcher/source.ts';
import { ConfigMaps } from './objects.ts';

/** A body that a test feeds by hand. */
export class Feed implements AsyncIterable<Uint8Array> {
  /** Whether the reader left or was aborted. */
  released = false;
  readonly #chunks: Uint8Array[] = [];
  #wake: (() => void) | undefined;
  #end: { readonly error?: Error } | undefined;

  push(...chunks: Uint8Array[]): this {
    this.#chunks.push(...chunks);
    this.#wake?.();
    return this;
  }

  end(error?: Error): this {
    this.#end = error ? { error } : {};
    this.#wake?.();
    return this;
  }

  abort(): void {
    this.released = true;
    this.end(new DOMException('aborted', 'AbortError'));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) yield chunk;
        else if (this.#end?.error) throw this.#end.error;
        else if (this.#end) return;
        else await new Promise<void>((resolve) => void (this.#wake = resolve));
      }
    } finally {
      this.released = true;
    }
  }
}

/** As a connection that lends its bytes: they are overwritten after they were read. */
export class LentFeed extends Feed {
  async lend(take: (piece: Uint8Array) => boolean): Promise<void> {
    for await (const piece of this) {
      const more = take(piece);
      piece.fill(0x7d);
      if (!more) return;
    }
  }
}

/** What a line of the script answers; `undefined` never answers. */
export type Answer = Feed | Uint8Array | Error | undefined;

export class ScriptedServer implements ListWatch<DynamicObject> {
  readonly resource = ConfigMaps;
  readonly codec = jsonCodec;
  /** The requests so far: `list`, `watch 10`. */
  readonly requests: string[] = [];
  /** How often it was asked for its version by a small list beside the watch. */
  questions = 0;
  readonly client: object;
  readonly #answers: Answer[];
  #versions: readonly Answer[] = [];
  #answerOf: ((request: string, count: number) => Answer) | undefined;

  /** `client` identifies the server. Default: a client of its own. */
  constructor(answers: readonly Answer[], client: object = {}) {
    this.#answers = [...answers];
    this.client = client;
  }

  /** From now on, answers each request by its text and its number. */
  answerWith(answerOf: (request: string, count: number) => Answer): void {
    this.#answerOf = answerOf;
  }

  /** Answers small lists, one after the other. Default: none is answered. */
  answerQuestions(...versions: readonly Answer[]): void {
    this.#versions = versions;
  }

  /** Lines that no request took yet. */
  get left(): number {
    return this.#answers.length;
  }

  openList(options: ListParams & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>> {
    if (options.limit === 1 && options.resourceVersion === undefined) {
      this.questions += 1;
      return this.#send(this.#versions[this.questions - 1], options.signal);
    }
    this.requests.push(`list${options.continue === undefined ? '' : ` ${options.continue}`}`);
    return this.#answer(options.signal);
  }

  openWatch(options: WatchParams & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>> {
    const initial = options.sendInitialEvents ? ' initial' : '';
    this.requests.push(`watch ${options.resourceVersion ?? ''}${initial}`);
    return this.#answer(options.signal);
  }

  #answer(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const count = this.requests.length - 1;
    const answer = this.#answerOf?.(this.requests[count] ?? '', count) ?? this.#answers.shift();
    return this.#send(answer, signal);
  }

  #send(answer: Answer, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return new Promise((resolve, reject) => {
      onAbort(signal, () => reject(abortError(signal)));
      if (answer instanceof Error) reject(answer);
      else if (answer instanceof Uint8Array) resolve(new Feed().push(answer).end());
      else if (answer) {
        onAbort(signal, () => answer.abort());
        resolve(answer);
      }
    });
  }
}
