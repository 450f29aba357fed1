// One round: an object of one kind is created, changed in many ways and removed, on both servers.

import { isJsonObject, type JsonObject } from '../../../src/json/json.ts';
import type { Difference } from '../compare.ts';
import type { Base } from './bases.ts';
import { Chance } from './chance.ts';
import { type Kind, mutate, mutated, noteOf } from './mutation.ts';
import type { OddValues } from './odd-values.ts';
import type { Pair } from './pair.ts';
import { type PatchType, patchOf, patchTypes } from './patches.ts';
import { type Request, validated } from './request.ts';
import type { Schemas } from './schemas.ts';

export interface Material {
  readonly bases: readonly Base[];
  readonly schemas: Schemas;
  readonly odd: OddValues;
}

const creations = 6;
const changes = 10;

/** Whether a difference there is one between the servers, and not between what is beside them. */
export function isOfRequest({ request, path }: Difference): boolean {
  const isShared = shared.some((plural) => request.includes(`/${plural}`));
  return !isShared || !/^body\.(status\.|status$|metadata\.managedFields)/.test(path);
}

export async function playRound(
  pair: Pair,
  material: Material,
  { seed, namespace }: { readonly seed: number; readonly namespace: string },
): Promise<void> {
  const chance = new Chance(seed);
  const base = chance.one(material.bases);
  const round = new Round(pair, { chance, base, namespace, material });
  await round.create();
  if (isReview(base)) return;
  await round.change();
  await round.end();
}

// Parts of the real server write to the status of these at any moment.
const shared = [
  'apiservices',
  'customresourcedefinitions',
  'flowschemas',
  'prioritylevelconfigurations',
  'resourcequotas',
];

function isReview({ path }: Base): boolean {
  return /(reviews|\/bindings)$/.test(path);
}

interface Setting {
  readonly chance: Chance;
  readonly base: Base;
  readonly namespace: string;
  readonly material: Material;
}

class Round {
  readonly #pair: Pair;
  readonly #chance: Chance;
  readonly #kind: Kind;
  readonly #object: JsonObject;
  readonly #collection: string;
  readonly #path: string;
  readonly #isShared: boolean;

  constructor(pair: Pair, { chance, base, namespace, material }: Setting) {
    this.#pair = pair;
    this.#chance = chance;
    this.#kind = { schemas: material.schemas, odd: material.odd, schema: material.schemas.kind(base.object) };
    this.#object = ownObject(base, namespace);
    this.#collection = base.path.replace('NAMESPACE', namespace);
    const { name } = this.#object['metadata'] as { readonly name?: string };
    this.#path = `${this.#collection}/${name ?? ''}`;
    this.#isShared = shared.some((plural) => base.path.endsWith(`/${plural}`));
  }

  async create(): Promise<void> {
    for (let at = 0; at < creations; at += 1) {
      const mutations = mutate(this.#chance, this.#kind, { object: this.#object, below: 'object' });
      const body = mutated(this.#object, mutations);
      const ask = { body, query: validated(this.#chance, { dryRun: 'All' }) };
      await this.#pair.send(() => ({ method: 'POST', path: this.#collection, ask }), noteOf(mutations));
    }
  }

  async change(): Promise<void> {
    const ask = { body: this.#object, ...(this.#isShared && { quiet: true }) };
    const isSame = await this.#pair.send(() => ({ method: 'POST', path: this.#collection, ask }), 'as it is');
    for (let at = 0; isSame && at < changes; at += 1) {
      const objects = await this.#pair.read(this.#path);
      if (!objects || !(await this.#changeOnce(objects))) return;
    }
  }

  async end(): Promise<void> {
    await this.#pair.remove(this.#path);
  }

  async #changeOnce(objects: readonly [JsonObject, JsonObject]): Promise<boolean> {
    const hasStatus = 'status' in (this.#kind.schema.properties ?? {});
    const below = hasStatus && !this.#isShared && this.#chance.is(0.35) ? 'status' : 'object';
    const path = below === 'status' ? `${this.#path}/status` : this.#path;
    const mutations = mutate(this.#chance, this.#kind, { object: objects[1], below });
    const type = this.#chance.one<PatchType | 'update'>(['update', 'update', 'update', ...patchTypes]);
    const isDry = this.#isShared || this.#chance.is(0.6);
    const query = validated(this.#chance, isDry ? { dryRun: 'All' } : {});
    const request = (at: 0 | 1): Request =>
      type === 'update'
        ? { method: 'PUT', path, ask: { body: mutated(objects[at], mutations), query } }
        : {
            method: 'PATCH',
            path,
            ask: patchOf(type, { object: objects[at], base: this.#object, mutations, query }),
          };
    return (await this.#pair.send(request, noteOf(mutations))) || isDry;
  }
}

/** Namespaces are not gone when they are deleted: each has a name of its own. */
function ownObject({ object }: Base, namespace: string): JsonObject {
  const own = JSON.parse(JSON.stringify(object).replaceAll('NAMESPACE', namespace)) as JsonObject;
  const { metadata } = own;
  if (object.kind !== 'Namespace' || !isJsonObject(metadata)) return own;
  return { ...own, metadata: { ...metadata, name: `${namespace}-own` } };
}
