// Counts the runs, and tells when each part of the benchmark is through. Objects are known by their number, and a set of
// names would count as memory of the controller that is measured.

export class Progress {
  readonly #objects: number;
  #phase = '';
  #runs = 0;
  #seen = new Uint8Array();
  #left = 0;
  #latencies: number[] = [];
  #reach: () => void = () => undefined;

  /** @param objects how many there are: `object-0` and so on. */
  constructor(objects: number) {
    this.#objects = objects;
  }

  get runs(): number {
    return this.#runs;
  }

  /** Resolves when so many objects have been seen in that phase. */
  begin(phase: string, wanted: number): Promise<void> {
    this.#phase = phase;
    this.#runs = 0;
    this.#seen = new Uint8Array(this.#objects);
    this.#left = wanted;
    this.#latencies = [];
    return new Promise((resolve) => (this.#reach = resolve));
  }

  saw(name: string, phase: string | undefined, latency: () => number): void {
    this.#runs += 1;
    const number = Number(name.slice('object-'.length));
    if (phase !== this.#phase || this.#seen[number] !== 0) return;
    this.#seen[number] = 1;
    this.#left -= 1;
    if (phase === 'steady') this.#latencies.push(latency());
    if (this.#left === 0) this.#reach();
  }

  latencies(): { p50: number; p99: number } {
    const sorted = this.#latencies.sort((one, other) => one - other);
    const quantile = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
    return { p50: quantile(0.5), p99: quantile(0.99) };
  }
}
