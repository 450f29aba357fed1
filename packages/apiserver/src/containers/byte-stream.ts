// Bytes that come from a client, for whoever reads them. Who gives waits until there is room.

import { PullQueue } from '@kube-rx/core';

const mostKeptBytes = 64 * 1024;

export class ByteStream implements AsyncIterable<Uint8Array> {
  readonly #kept: Uint8Array[] = [];
  readonly #pulls: PullQueue<Uint8Array>;
  #bytes = 0;
  #room = Promise.withResolvers<undefined>();

  constructor() {
    this.#pulls = new PullQueue({ pull: () => this.#shift(), onLeave: () => this.#drop() });
  }

  async push(bytes: Uint8Array): Promise<void> {
    if (this.#pulls.ended || bytes.length === 0) return;
    this.#kept.push(bytes);
    this.#bytes += bytes.length;
    this.#pulls.wake();
    while (this.#bytes > mostKeptBytes) await this.#room.promise;
  }

  end(): void {
    this.#pulls.end();
  }

  /** Nobody reads any more: what comes is dropped. */
  discard(): void {
    void this.#pulls.return();
    this.#drop();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pulls;
  }

  #shift(): Uint8Array | undefined {
    const bytes = this.#kept.shift();
    if (!bytes) return undefined;
    this.#bytes -= bytes.length;
    this.#makeRoom();
    return bytes;
  }

  #drop(): void {
    this.#kept.length = 0;
    this.#bytes = 0;
    this.#makeRoom();
  }

  #makeRoom(): void {
    this.#room.resolve(undefined);
    this.#room = Promise.withResolvers();
  }
}
