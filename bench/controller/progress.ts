// Counts the runs, and tells when each part of the benchmark is through.

export class Progress {
  #phase = '';
  #runs = 0;
  #seen = new Set<string>();
  #wanted = 0;
  #latencies: number[] = [];
  #reach: () => void = () => undefined;

  get runs(): number {
    return this.#runs;
  }

  /** Resolves when so many keys have been seen in that phase. */
  begin(phase: string, wanted: number): Promise<void> {
    this.#phase = phase;
    this.#runs = 0;
    this.#seen = new Set();
    this.#wanted = wanted;
    this.#latencies = [];
    return new Promise((resolve) => (this.#reach = resolve));
  }

  saw(key: string, phase: string | undefined, latency: () => number): void {
    this.#runs += 1;
    if (phase !== this.#phase || this.#seen.has(key)) return;
    this.#seen.add(key);
    if (phase === 'steady') this.#latencies.push(latency());
    if (this.#seen.size === this.#wanted) this.#reach();
  }

  latencies(): { p50: number; p99: number } {
    const sorted = this.#latencies.sort((one, other) => one - other);
    const quantile = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
    return { p50: quantile(0.5), p99: quantile(0.99) };
  }
}
