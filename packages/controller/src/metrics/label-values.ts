// What may stand in labels. A metric costs memory, here and at whoever scrapes, for each value of a label; and a server
// chooses the names of its resources, and the codes of its answers.

import { printable } from '@kube-rx/core';

/** Of one label. More than any program watches resources. */
const mostValues = 200;
const longestValue = 128;

/** In place of every value that is too many. */
export const otherValue = 'other';

export class LabelValues {
  readonly #known = new Map<string, Set<string>>();

  /** The value as it is shown. */
  of(label: string, raw: string): string {
    const known = this.#known.get(label) ?? new Set();
    this.#known.set(label, known);
    if (known.has(raw)) return raw;
    const value = raw === '' ? raw : printable(raw, longestValue);
    if (known.has(value)) return value;
    if (known.size >= mostValues) return otherValue;
    known.add(value);
    return value;
  }
}
