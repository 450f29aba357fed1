// The sizes of a client's terminal, as JSON that comes in messages or as a stream.

import { PullQueue } from '@kube-rx/core';
import { isJsonObject, numberAt, parseJsonText } from '../json/json.ts';
import type { TerminalSize } from './container.ts';

// Sizes that nobody has looked at.
const mostSizes = 64;

/** Of sizes that nobody has looked at, the newest are kept. */
export class SizeQueue {
  readonly #kept: TerminalSize[] = [];
  readonly sizes: PullQueue<TerminalSize> = new PullQueue({ pull: () => this.#kept.shift() });

  push(bytes: Uint8Array): void {
    const size = sizeOf(bytes);
    if (!size) return;
    this.#kept.push(size);
    if (this.#kept.length > mostSizes) this.#kept.shift();
    this.sizes.wake();
  }

  end(): void {
    this.sizes.end();
  }
}

function sizeOf(bytes: Uint8Array): TerminalSize | undefined {
  try {
    const value = parseJsonText(new TextDecoder().decode(bytes));
    if (!isJsonObject(value)) return undefined;
    return { width: numberAt(value, 'Width') ?? 0, height: numberAt(value, 'Height') ?? 0 };
  } catch {
    return undefined;
  }
}
