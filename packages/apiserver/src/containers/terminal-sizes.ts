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

  push(text: string): void {
    const size = sizeOf(text);
    if (!size) return;
    this.#kept.push(size);
    if (this.#kept.length > mostSizes) this.#kept.shift();
    this.sizes.wake();
  }

  end(): void {
    this.sizes.end();
  }
}

function sizeOf(text: string): TerminalSize | undefined {
  try {
    const value = parseJsonText(text);
    if (!isJsonObject(value)) return undefined;
    return { width: numberAt(value, 'Width') ?? 0, height: numberAt(value, 'Height') ?? 0 };
  } catch {
    return undefined;
  }
}
