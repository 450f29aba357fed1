/**
 * Counts what is read, and what of it through an alias, as go-yaml does, against documents that grow from a few lines
 * to gigabytes. https://github.com/yaml/go-yaml/blob/v2.4.2/decode.go
 */
export class AliasBudget {
  #read = 1;
  #throughAlias = 0;

  /** False where too much of the document is made of aliases. */
  spend(throughAlias: boolean): boolean {
    this.#read += 1;
    if (throughAlias) this.#throughAlias += 1;
    if (this.#throughAlias <= 100 || this.#read <= 1000) return true;
    return this.#throughAlias / this.#read <= allowedShare(this.#read);
  }
}

/** Nearly all of a small document, and little of a large one. */
function allowedShare(read: number): number {
  const [small, large] = [400_000, 4_000_000];
  const above = Math.min(Math.max(read - small, 0), large - small);
  return 0.99 - 0.89 * (above / (large - small));
}
