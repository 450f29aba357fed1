// What measurements say together.

/** Milliseconds, of which some are missing where something did not happen. */
export class Distribution {
  readonly #values: number[] = [];
  #missing = 0;

  add(value: number | undefined): void {
    if (value === undefined) this.#missing += 1;
    else this.#values.push(value);
  }

  /** How many did not happen. */
  get missing(): number {
    return this.#missing;
  }

  /** p50, p90, p99 and the greatest; undefined where nothing was measured. */
  get quantiles(): readonly number[] | undefined {
    const sorted = this.#values.sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    return [0.5, 0.9, 0.99, 1].map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  }
}

/** As `0.3 s`, `91 s`. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  if (value === 0) return '0';
  return `${value < 0.095 ? value.toFixed(3) : value < 9.95 ? value.toFixed(1) : value.toFixed(0)} s`;
}

/** A row of a Markdown table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
