/** Much more than any object that a server takes. */
const mostCopied = 16 * 1024 * 1024;

/**
 * Counts what is read, and what of it through an alias, as go-yaml does, against documents that grow from a few lines
 * to gigabytes. https://github.com/yaml/go-yaml/blob/v2.4.2/decode.go
 *
 * The characters of texts that are repeated so are counted too: in JSON, each is there as often as it is meant.
 */
export class AliasBudget {
  #read = 1;
  #throughAlias = 0;
  #copied = 0;

  /** False where too much of the document is made of aliases. `length`: that of a text. */
  spend(throughAlias: boolean, length: number): boolean {
    this.#read += 1;
    if (throughAlias) this.#throughAlias += 1;
    if (throughAlias) this.#copied += length;
    if (this.#copied > mostCopied) return false;
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
