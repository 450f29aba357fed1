// Paths that a client is told of. Each is as long as all keys above it, so that those of a body could be much more than
// the body: beyond a bound the others are left out.

const maxCharacters = 4 * 1024 * 1024;

export class ToldPaths {
  readonly all: string[] = [];
  #left = maxCharacters;

  add(path: string): void {
    this.#left -= path.length;
    if (this.#left >= 0) this.all.push(path);
  }
}
