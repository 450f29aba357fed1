// The law: whenever the gate of a key is open, its cache shows no object as it was before a write of the key. And it is
// open whenever the cache has everything.
//
// The oracle knows the whole history of every object. What a cache shows of one must be what there was at or after the
// key's last write of it, as far as the cache selects that.

import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { type KubeObject, settle } from '@kube-rx/core';
import { KeyGates } from '../../src/consistency/key-gates.ts';
import type { OwnWrite, WrittenObject } from '../../src/consistency/own-write.ts';
import { LateCache, state } from '../support/late-cache.ts';
import { deleted, ended, marked, written } from '../support/own-writes.ts';

type Verb = 'change' | 'relabel' | 'touch' | 'mark' | 'delete';

type Step =
  /** `lost`: an own one whose answer never comes. */
  | { readonly type: 'own' | 'lost' | 'foreign'; readonly verb: Verb; readonly name: string }
  /** An answer that was slower than others of its run. */
  | { readonly type: 'answer'; readonly which: number }
  | { readonly type: 'see'; readonly events: number }
  | { readonly type: 'bookmark' }
  | { readonly type: 'relist' }
  /** The server claims to be further than it is. */
  | { readonly type: 'claim' }
  | { readonly type: 'enter'; readonly isPatient: boolean };

// What is not there is created, whatever the verb.
const verb = fc.constantFrom<Verb>('change', 'change', 'relabel', 'touch', 'mark', 'delete', 'delete');
const name = fc.constantFrom('a', 'a', 'a', 'b');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('own' as const), verb, name }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lost' as const), verb, name }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('foreign' as const), verb, name }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('answer' as const), which: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('see' as const), events: fc.constantFrom(1, 1, 1, 2) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('enter' as const), isPatient: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>({ type: 'bookmark' }, { type: 'relist' }, { type: 'claim' }),
  },
);

interface Moment {
  readonly version: number;
  readonly object: KubeObject;
  readonly isGone: boolean;
}

const isSelected = ({ metadata }: KubeObject): boolean => metadata.labels?.['app'] === 'web';

class World {
  readonly #cache = new LateCache({ labelSelector: 'app=web' }).list('1');
  readonly #gates = new KeyGates({ controller: 'test', timeout: 1_000_000, onOpen: () => undefined });
  readonly #history: Moment[] = [];
  readonly #late: OwnWrite[] = [];
  /** The version of the last write of each object that was told. */
  readonly #told = new Map<string, number>();
  /** Uids of which the key was told that they are gone, not only marked. */
  readonly #gone = new Set<string>();
  #seen = 0;
  #uids = 0;
  #now = 0;
  entered = 0;

  constructor() {
    this.#gates.add(this.#cache.view);
  }

  async do(step: Step): Promise<void> {
    this.#now += 10;
    switch (step.type) {
      case 'own': {
        const write = this.#write(step.verb, step.name);
        // A deletion is awaited: whoever makes a namesake knows that the one before is gone.
        if (write?.type === 'deleted') this.#tell(write);
        else if (write) this.#late.push(write);
        return;
      }
      case 'lost': {
        const write = this.#write(step.verb, step.name);
        if (write) this.#tell(write, true);
        return;
      }
      case 'foreign':
        // At most one namesake that the cache has not seen: of a deletion nobody knows the version.
        if (step.verb !== 'delete' || this.#hasSeen(step.name)) this.#write(step.verb, step.name);
        return;
      case 'answer': {
        const [write] = this.#late.splice(step.which % Math.max(1, this.#late.length), 1);
        if (write) this.#tell(write);
        return;
      }
      case 'see':
        for (let count = 0; count < step.events; count += 1) this.#see();
        return;
      case 'bookmark':
        this.#cache.bookmark(`${this.#version(this.#seen - 1)}`);
        return;
      case 'claim':
        this.#cache.bookmark(`${this.#version(this.#history.length - 1) + 1_000}`);
        return;
      case 'relist':
        this.#seen = this.#history.length;
        this.#relist();
        return;
      case 'enter':
        await this.enter(step.isPatient);
        return;
    }
  }

  /** Reads as a run would, if the gate lets it; `isPatient`: once the server has answered what it was asked. */
  async enter(isPatient: boolean): Promise<boolean> {
    for (const write of this.#late.splice(0)) this.#tell(write);
    let { type } = this.#gates.enter('key', this.#now);
    if (type === 'wait' && isPatient) {
      await settle();
      ({ type } = this.#gates.enter('key', this.#now));
    }
    if (type !== 'open') return false;
    this.entered += 1;
    for (const [each, version] of this.#told) this.#check(each, version);
    return true;
  }

  catchUp(): void {
    while (this.#seen < this.#history.length) this.#see();
  }

  #check(each: string, version: number): void {
    const shown = this.#cache.view.get(`shop/${each}`);
    const possible = [this.#at(each, version), ...this.#after(each, version)];
    const fits = possible.some((moment) => {
      const there = moment && !moment.isGone && isSelected(moment.object) ? moment.object : undefined;
      if (!there || !shown) return !there && !shown;
      return there.metadata.uid === shown.uid && there.metadata.resourceVersion === shown.resourceVersion;
    });
    if (shown && this.#gone.has(shown.uid)) expect({ gone: shown }).toBe(undefined);
    // Of a deletion, its beginning is enough.
    if (!fits && !shown?.isMarked) expect({ shown, after: version }).toEqual(possible);
  }

  #tell(write: OwnWrite, isLost = false): void {
    const version = Number(write.type === 'deleted' ? this.#latest(write.key) : write.resourceVersion);
    const { key } = write;
    const each = key.replace('shop/', '');
    this.#told.set(each, Math.max(this.#told.get(each) ?? 0, version));
    const { group, plural, namespace } = write;
    if (write.type === 'deleted' && write.wasMarked && !isLost) this.#gone.add(write.uid ?? '');
    // A deletion is of an object: of one by its name alone, whose answer is lost, nobody knows which one it was.
    const uid = write.type === 'deleted' ? write.uid : undefined;
    const object = { group, plural, key, namespace, ...(uid !== undefined && { uid }) };
    const told = isLost ? ({ ...object, type: 'lost' } as const) : write;
    const read = (): Promise<OwnWrite> => this.#read(each, object);
    this.#gates.wrote('key', { cluster: '', write: told, now: this.#now, read });
  }

  /** What a read of the object would find. */
  #read(each: string, object: WrittenObject): Promise<OwnWrite> {
    const now = this.#at(each);
    if (now && !now.isGone) return Promise.resolve(written(now.object));
    const cached = this.#cache.view.get(`shop/${each}`);
    if (cached) this.#gone.add(cached.uid);
    return Promise.resolve({ ...object, type: 'deleted' });
  }

  #latest(key: string): number {
    return (
      this.#history.findLast(({ object, isGone }) => isGone && `shop/${object.metadata.name}` === key)
        ?.version ?? 0
    );
  }

  #write(what: Verb, each: string): OwnWrite | undefined {
    const now = this.#at(each);
    const object = now && !now.isGone ? now.object : undefined;
    const version = this.#version(this.#history.length - 1) + 2;
    const add = (next: KubeObject, isGone = false): KubeObject => {
      this.#history.push({ version, object: next, isGone });
      return next;
    };
    const next = (options: {
      labels?: Record<string, string>;
      isMarked?: boolean;
      uid?: string;
    }): KubeObject =>
      state(each, `${version}`, {
        uid: object?.metadata.uid ?? '',
        labels: { ...object?.metadata.labels },
        isMarked: object?.metadata.deletionTimestamp !== undefined,
        ...options,
      });
    if (!object) {
      this.#uids += 1;
      return written(add(next({ uid: `uid-${this.#uids}`, labels: { app: 'web' } })));
    }
    switch (what) {
      case 'change':
        return written(add(next({})));
      case 'relabel':
        return written(add(next({ labels: { app: isSelected(object) ? 'other' : 'web' } })));
      case 'touch':
        return written(object);
      case 'mark':
        return marked(add(next({ isMarked: true })));
      case 'delete':
        add(next({}), true);
        return object.metadata.deletionTimestamp === undefined ? deleted(object) : ended(object);
    }
  }

  /** What the cache hears of, and what it does about it. */
  #see(): void {
    const moment = this.#history[this.#seen];
    if (!moment) return;
    const { object, isGone } = moment;
    const before = this.#history
      .slice(0, this.#seen)
      .findLast((one) => one.object.metadata.name === object.metadata.name);
    const was = before && !before.isGone && isSelected(before.object);
    this.#seen += 1;
    // As a server does: what leaves the selection is told as deleted.
    if (!isGone && isSelected(object)) this.#cache.apply(object);
    else if (was) this.#cache.delete(object);
  }

  #relist(): void {
    const objects = ['a', 'b'].flatMap((each) => {
      const now = this.#at(each);
      return now && !now.isGone && isSelected(now.object) ? [now.object] : [];
    });
    this.#cache.list(`${this.#version(this.#history.length - 1)}`, ...objects);
  }

  #hasSeen(each: string): boolean {
    const uid = this.#at(each)?.object.metadata.uid;
    return this.#cache.view.get(`shop/${each}`)?.uid === uid;
  }

  #version(at: number): number {
    return this.#history[at]?.version ?? 1;
  }

  #at(each: string, version: number = Infinity): Moment | undefined {
    return this.#history.findLast((one) => one.object.metadata.name === each && one.version <= version);
  }

  #after(each: string, version: number): Moment[] {
    return this.#history.filter((one) => one.object.metadata.name === each && one.version > version);
  }
}

describe('whenever the gate of a key is open', () => {
  test.prop([fc.array(step, { maxLength: 40 })], { numRuns: 2_000 })(
    'its cache shows nothing as it was before a write of the key',
    async (steps) => {
      const world = new World();
      for (const each of steps) await world.do(each);
    },
  );

  test.prop([fc.array(step, { maxLength: 40 })], { numRuns: 300 })(
    'it is open once the cache has everything',
    async (steps) => {
      const world = new World();
      for (const each of steps) await world.do(each);
      world.catchUp();
      expect(await world.enter(true)).toBe(true);
    },
  );
});
