// All pods of the load, printed once: whoever reads them is measured, and not their printing.

import { podBytes, versionAt } from './pod.ts';

// As many in a piece of memory, with commas between them.
const pageSize = 500;
// All versions are of as many digits, so that one can be written over another.
const firstVersion = 1_000_000;

interface Page {
  readonly bytes: Buffer;
  /** Where each pod begins, and behind the last one where another would. */
  readonly starts: readonly number[];
  /** Where the version of each is, from its beginning. */
  readonly versions: readonly number[];
}

export class PodBook {
  /** The version of the newest pod. */
  version: number = firstVersion;
  readonly #pages: readonly Page[];

  constructor(pods: number) {
    this.#pages = Array.from({ length: Math.ceil(pods / pageSize) }, (_, page) =>
      this.#print(page * pageSize, Math.min((page + 1) * pageSize, pods)),
    );
  }

  /** Some pods of one page, as items of a list. */
  items(from: number, to: number): Buffer {
    if (this.#pageOf(from) !== this.#pageOf(to - 1))
      throw new RangeError(`pods ${from} to ${to} are on two pages of ${pageSize}`);
    const { bytes, starts } = this.#pageOf(from);
    const begin = starts[from % pageSize] as number;
    const end = starts[((to - 1) % pageSize) + 1] as number;
    return bytes.subarray(begin, end - 1);
  }

  /** A pod under a new version; the bytes are written over at its next update. */
  update(index: number): Buffer {
    this.version += 1;
    const { bytes, starts, versions } = this.#pageOf(index);
    const place = index % pageSize;
    const begin = starts[place] as number;
    bytes.write(String(this.version), begin + (versions[place] as number), 'latin1');
    return bytes.subarray(begin, (starts[place + 1] as number) - 1);
  }

  #pageOf(index: number): Page {
    return this.#pages[Math.floor(index / pageSize)] as Page;
  }

  #print(from: number, to: number): Page {
    const pieces: Buffer[] = [];
    const starts = [0];
    const versions: number[] = [];
    for (let index = from; index < to; index += 1) {
      this.version += 1;
      const pod = podBytes(index, this.version);
      pieces.push(pod, Buffer.from(','));
      starts.push((starts.at(-1) as number) + pod.length + 1);
      versions.push(versionAt(pod));
    }
    return { bytes: Buffer.concat(pieces), starts, versions };
  }
}
