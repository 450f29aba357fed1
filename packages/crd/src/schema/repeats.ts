// How often a part of a pattern is repeated, with what is repeated within it: Go takes a product of at most 1,000.
// https://github.com/golang/go/blob/go1.25.0/src/regexp/syntax/parse.go

export const mostRepeats = 1000;

export class Repeats {
  /** Of the part that ends here. */
  #last = 1;
  /** The most of the group that is open. */
  #inside = 1;
  readonly #around: number[] = [];

  open(): void {
    this.#around.push(this.#inside);
    this.#inside = 1;
  }

  close(): void {
    const within = this.#inside;
    this.#inside = this.#around.pop() ?? 1;
    this.#end(within);
  }

  part(): void {
    this.#end(1);
  }

  /** `{least,most}`, whose most may be open: false where it is too often. */
  repeat(least: number, most: number | undefined): boolean {
    const times = most ?? least;
    this.#end(times === 0 ? 1 : times * this.#last);
    return Math.max(times, this.#last) <= mostRepeats;
  }

  #end(times: number): void {
    this.#last = times;
    this.#inside = Math.max(this.#inside, times);
  }
}
