// What a cache has told, and whether it could be true: pure, so that it judges also what a process of its own told.

import type { ChangeType } from '@kube-rx/runtime';

export interface Told {
  readonly type: ChangeType;
  readonly key: string;
  readonly uid: string;
  readonly version: string;
  /** All that counts of the object, as text. */
  readonly content: string;
  /** Of the watcher when it was told. */
  readonly epoch: number;
}

export class History {
  /** What cannot be, in words. */
  readonly lies: string[] = [];
  readonly #present = new Map<string, Told>();
  readonly #newest = new Map<string, Told>();
  readonly #deleted: Told[] = [];
  #epoch = 0;

  note(told: Told): void {
    const { type, key, uid, version, epoch, content } = told;
    this.#epoch = epoch;
    const before = this.#present.get(key);
    const newest = this.#newest.get(key);
    const what = `${type} ${key} ${uid}@${version}`;
    if (type === 'added' ? before !== undefined : before?.uid !== uid)
      this.lies.push(`${what} after ${before ? `${before.uid}@${before.version}` : 'nothing'}`);
    // Also in a new epoch, which has most objects as they were.
    if (type === 'updated' && before?.content === content) this.lies.push(`${what}, which it was already`);
    // A deletion that was not seen has the version that was told last.
    const mayRepeat = type === 'deleted';
    if (newest?.epoch === epoch && newest.uid === uid) {
      const step = BigInt(version) - BigInt(newest.version);
      if (step < 0n || (step === 0n && !mayRepeat)) this.lies.push(`${what} after version ${newest.version}`);
    }
    this.#newest.set(key, told);
    if (type === 'deleted') {
      this.#present.delete(key);
      this.#deleted.push(told);
    } else this.#present.set(key, told);
  }

  /** An object's uid is never given twice, so what exists in the end has existed since it was made. */
  deletionsOf(existing: ReadonlySet<string>): string[] {
    return this.#deleted
      .filter(({ uid, epoch }) => epoch === this.#epoch && existing.has(uid))
      .map(({ key, uid, version }) => `deleted ${key} ${uid}@${version}, which exists`);
  }
}
