// Random writes before and while an audit is under way, told late: no audit of a store that misses nothing finds a
// difference, and a change that was lost is found, unless a later one has mended it.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import type { DynamicObject, EncodedObject } from '@kube-rx/core';
import { Audit } from '../../src/reflector/audit.ts';
import { storeOf } from '../support/audited-store.ts';
import { encoded } from '../support/objects.ts';

/** `tell`: the watch tells the next change. `page`: the next object of the list arrives. */
const hows = ['write', 'write', 'write', 'delete', 'recreate', 'tell', 'tell', 'tell', 'page', 'page'];
const steps = fc.array(
  fc.record({ how: fc.constantFrom(...hows), name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }),
  { maxLength: 30, size: 'max' },
);

interface Step {
  readonly how: string;
  readonly name: string;
}

interface Written {
  readonly deletes: boolean;
  readonly object: EncodedObject<DynamicObject>;
}

class Server {
  readonly objects = new Map<string, EncodedObject<DynamicObject>>();
  readonly history: Written[] = [];
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** After so many changes. */
  version(count: number = this.history.length): string {
    return `${this.#prefix}${100 + count}`;
  }

  obey({ how, name }: Step): void {
    const before = this.objects.get(name);
    if (how === 'delete' || how === 'recreate') this.#delete(name, before);
    if (how === 'recreate' || how === 'write') this.#write(name, how === 'write' ? before : undefined);
  }

  #delete(name: string, before: EncodedObject<DynamicObject> | undefined): void {
    if (!before) return;
    this.objects.delete(name);
    const object = encoded(name, this.version(this.history.length + 1), { uid: before.uid });
    this.history.push({ deletes: true, object });
  }

  #write(name: string, before: EncodedObject<DynamicObject> | undefined): void {
    const version = this.version(this.history.length + 1);
    const object = encoded(name, version, { uid: before?.uid ?? `uid-${version}` });
    this.objects.set(name, object);
    this.history.push({ deletes: false, object });
  }
}

/** Follows a server, but for one change. */
class View {
  readonly store;
  readonly #server: Server;
  readonly #lost: number | undefined;
  told = 0;
  lostKey: string | undefined;

  constructor(server: Server, lost?: number) {
    this.#server = server;
    this.#lost = lost;
    this.store = storeOf([], server.version(0));
  }

  tell(count: number = 1): void {
    for (const { deletes, object } of this.#server.history.slice(this.told, this.told + count)) {
      if (this.told === this.#lost) this.lostKey = object.key;
      else this.store[deletes ? 'delete' : 'apply'](object);
      this.told += 1;
    }
  }
}

interface History {
  readonly prefix: string;
  readonly before: readonly Step[];
  /** How many changes are told before the audit begins, as a share. */
  readonly told: number;
  /** Which change is lost. */
  readonly lost: number | undefined;
  readonly during: readonly Step[];
  readonly after: readonly Step[];
}

const history = (lost: fc.Arbitrary<number | undefined>): fc.Arbitrary<History> =>
  fc.record({
    prefix: fc.constantFrom('', 'v-'),
    before: steps,
    told: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    lost,
    during: steps,
    after: steps,
  });

/** What an audit says in the end, and what the view then lacks of one that lost nothing. */
function audit({ prefix, before, told, lost, during, after }: History) {
  const server = new Server(prefix);
  for (const step of before) server.obey(step);
  const count = Math.ceil(told * server.history.length);
  const view = new View(server, lost);
  const faithful = new View(server);
  for (const each of [view, faithful]) each.tell(count);
  const audited = new Audit(view.store.view, server.version(count));
  view.store.observe((change) => audited.note(change));
  const pages: EncodedObject<DynamicObject>[] = [];
  // The list is of the moment when its first page is asked for.
  let listedAt: number | undefined;
  const page = (): void => {
    if (listedAt === undefined) {
      listedAt = server.history.length;
      pages.push(...server.objects.values());
    }
    const next = pages.shift();
    if (next) audited.list(next);
  };
  const run = (some: readonly Step[]): void => {
    for (const step of some) {
      server.obey(step);
      if (step.how === 'page') page();
      if (step.how === 'tell') for (const each of [view, faithful]) each.tell();
    }
  };
  run(during);
  do page();
  while (pages.length > 0);
  audited.end(server.version(listedAt));
  run(after);
  // It is looked at when the watch has come to the version of the list.
  for (const each of [view, faithful]) each.tell(Math.max(0, (listedAt ?? 0) - each.told));
  const [is, should] = [view, faithful].map(({ store }) => store.contents);
  const versionless = (text: string | undefined): string | undefined =>
    prefix === '' ? text : text?.split(' ')[1];
  const keys = [...new Set([...(is?.keys() ?? []), ...(should?.keys() ?? [])])];
  const differing = keys.filter((key) => versionless(is?.get(key)) !== versionless(should?.get(key)));
  // One that is lost later may be found by the next audit only.
  const isCovered = lost !== undefined && lost < count;
  return { drift: audited.drift(), differing, lostKey: view.lostKey, isCovered };
}

describe('an audit, whatever is written while it is under way', () => {
  property.prop([history(fc.constant(undefined))], { numRuns: 300, unbiased: true })(
    'finds nothing where nothing was lost',
    (each) => {
      expect(audit(each)).toMatchObject({ drift: undefined, differing: [] });
    },
  );

  property.prop([history(fc.integer({ min: 0, max: 20 }))], { numRuns: 300, unbiased: true })(
    'finds the object of which a change was lost, and no other one',
    (each) => {
      const { drift, differing, lostKey, isCovered } = audit(each);
      const found = drift ? [drift.key] : [];
      // The deletion of what is missing mends it, and is no change of the store.
      const isMended = differing.length === 0 || !isCovered;
      expect(found).toEqual(isMended ? found.filter((key) => key === lostKey) : differing);
      if (drift) expect(drift.missing + drift.outdated + drift.leftover).toBe(1);
    },
  );
});
