// Groups of the script about objects that are refused: one valid object of a kind, and what makes it invalid.

import { parseJsonText } from '../../src/json/json.ts';
import { mergePatch } from '../../src/patch/merge-patch.ts';
import type { Ask, Group, Session } from './session.ts';

/** By what is special about it: a merge patch of the valid object. Lists are replaced as a whole, null removes. */
export type Variants = Readonly<Record<string, object>>;

export interface Refusals {
  /** As `apps/v1 deployments`. */
  readonly resource: string;
  readonly scope?: 'Cluster' | undefined;
  readonly valid: object;
  /** Creations that are refused. */
  readonly refused?: Variants;
  /** Creations that are taken, near to what is refused. */
  readonly taken?: Variants;
  /** Changes of the valid object that are refused. */
  readonly refusedChanges?: Variants;
  /** Changes that are taken. Each is of the valid object as it was created, and none is kept. */
  readonly takenChanges?: Variants;
  /** Changes of its status that are refused. */
  readonly refusedStatus?: Variants;
  readonly takenStatus?: Variants;
  /** Parts of the real server write to it as well: it is read anew before each change. */
  readonly shared?: true;
  /** What comes before, as an object that the others name. */
  readonly before?: (t: Session) => Promise<void>;
}

/** An answer to what is taken: that it is. Defaults are compared elsewhere. */
const only = ['kind', 'code', 'reason', 'message', 'details'];
const dryRun = { dryRun: 'All' };

/** A group, and what it is about: others ask more of the same objects. */
export interface RefusalGroup extends Group {
  readonly refusals: Refusals;
}

export function refusals(about: Refusals): RefusalGroup {
  return Object.assign(groupOf(about), { refusals: about });
}

function groupOf({ resource, scope, valid, shared, before, ...variants }: Refusals): Group {
  return async (t) => {
    const at = collectionOf({ resource, scope }, t.namespace);
    const name = (valid as { readonly metadata: { readonly name: string } }).metadata.name;
    await before?.(t);
    const ask = (note: string): Ask => ({ query: dryRun, note, only, inOrder: true });
    for (const [note, patch] of noted(variants.refused, variants.taken))
      await t.post(at, patched(valid, patch), ask(note));
    const changes = noted(variants.refusedChanges, variants.takenChanges);
    const statuses = noted(variants.refusedStatus, variants.takenStatus);
    if (changes.length === 0 && statuses.length === 0) return;
    const { object } = await t.post(at, valid, { only });
    if (shared) await t.heard();
    const change = async (path: string, note: string, patch: object): Promise<void> => {
      const current = shared ? await t.get(`${at}/${name}`, {}, { quiet: true }) : { object };
      await t.put(path, patched(current.object, patch), ask(note));
    };
    for (const [note, patch] of changes) await change(`${at}/${name}`, note, patch);
    for (const [note, patch] of statuses) await change(`${at}/${name}/status`, note, patch);
    await t.delete(`${at}/${name}`, { gracePeriodSeconds: 0 }, { quiet: true });
  };
}

export function collectionOf(
  { resource, scope }: Pick<Refusals, 'resource' | 'scope'>,
  namespace: string,
): string {
  const [version = '', plural = ''] = resource.split(' ');
  const root = `${version === 'v1' ? '/api' : '/apis'}/${version}`;
  return scope === 'Cluster' ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}

/** How a request says what the real server does with it. */
export const isRefused = 'refused: ';
export const isTaken = 'taken: ';

function noted(refused: Variants = {}, taken: Variants = {}): (readonly [string, object])[] {
  return [
    ...Object.entries(refused).map(([note, patch]) => [isRefused + note, patch] as const),
    ...Object.entries(taken).map(([note, patch]) => [isTaken + note, patch] as const),
  ];
}

export function patched(valid: object, patch: object): unknown {
  return mergePatch(jsonOf(valid), jsonOf(patch));
}

function jsonOf(value: object): ReturnType<typeof parseJsonText> {
  return parseJsonText(JSON.stringify(value));
}
