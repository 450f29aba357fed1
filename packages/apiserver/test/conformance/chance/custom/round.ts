// One round: a definition, faulty copies of it, objects of its kind, and another schema while there are objects.

import { printWithBigInts } from '@kube-rx/core';
import { isJsonObject, type JsonObject } from '../../../../src/json/json.ts';
import { Chance } from '../chance.ts';
import { mutated, noteOf } from '../mutation.ts';
import type { Pair } from '../pair.ts';
import { validated } from '../request.ts';
import { type Definition, definitionFor, marked, schemaAt, withSchemas } from './definition.ts';
import { faultsFor } from './fault.ts';
import { objectChange, type Requests } from './object-change.ts';
import { fieldsOf, rootFor } from './schema.ts';
import { valueFor } from './value.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const dry = { dryRun: 'All' };
const copies = 10;
const updates = 5;
const creations = 10;
const changes = 12;
const probes = 300;

interface Setting {
  readonly seed: number;
  readonly namespace: string;
  /** A real server takes its time until a definition is in force. */
  readonly pause: (ms: number) => Promise<void>;
}

export async function playRound(pair: Pair, setting: Setting): Promise<void> {
  await new Round(pair, setting).play();
}

class Round {
  readonly #pair: Pair;
  readonly #chance: Chance;
  readonly #namespace: string;
  readonly #pause: Setting['pause'];
  readonly #group: string;
  #definition: Definition;
  #schema: JsonObject;

  constructor(pair: Pair, { seed, namespace, pause }: Setting) {
    this.#pair = pair;
    this.#chance = new Chance(seed);
    this.#namespace = namespace;
    this.#pause = pause;
    this.#group = `g${seed}.example.com`;
    this.#definition = definitionFor(this.#chance, this.#group, 'one');
    this.#schema = this.#definition.schema;
  }

  async play(): Promise<void> {
    const isDefined = await this.#define();
    for (let at = 0; at < copies; at += 1) await this.#copy();
    if (!isDefined) return;
    try {
      await this.#shown('one');
      await this.#send(() => ({ method: 'GET', path: this.#own, ask: {} }), 'the definition as it is served');
      for (let at = 0; at < updates; at += 1) await this.#update();
      await this.#create();
      await this.#change();
      if (await this.#replaceSchema()) await this.#change();
    } finally {
      await this.#pair.remove(this.#own);
    }
  }

  get #own(): string {
    return `${definitions}/widgets.${this.#group}`;
  }

  #collection(version: string): string {
    return `/apis/${this.#group}/${version}/namespaces/${this.#namespace}/widgets`;
  }

  async #send(requestTo: Requests, note: string): Promise<boolean> {
    return await this.#pair.send((side) => {
      const { ask, ...rest } = requestTo(side);
      // Copies of what was read do not know how large numbers were written.
      return { ...rest, ask: ask.body === undefined ? ask : { ...ask, body: printWithBigInts(ask.body) } };
    }, note);
  }

  async #define(): Promise<boolean> {
    for (let tries = 0; tries < 12; tries += 1) {
      const { object, schema } = this.#definition;
      this.#schema = schema;
      await this.#send(
        () => ({ method: 'POST', path: definitions, ask: { body: object } }),
        'the definition',
      );
      if (await this.#pair.read(this.#own)) return true;
      this.#definition = definitionFor(this.#chance, this.#group, 'one');
    }
    return false;
  }

  async #copy(): Promise<void> {
    const { object } = this.#definition;
    const faults = faultsFor(this.#chance, object);
    const ask = { body: mutated(object, faults), query: validated(this.#chance, dry) };
    await this.#send(() => ({ method: 'POST', path: definitions, ask }), noteOf(faults));
  }

  async #update(): Promise<void> {
    const stored = await this.#pair.read(this.#own);
    if (!stored) return;
    const faults = faultsFor(this.#chance, stored[1]);
    const path = this.#chance.is(0.3) ? `${this.#own}/status` : this.#own;
    await this.#send(
      (side) => ({ method: 'PUT', path, ask: { body: mutated(stored[side], faults), query: dry } }),
      noteOf(faults),
    );
  }

  /** Until a new object gets the marker, or is refused for another reason than that its kind is not known. */
  async #shown(marker: string): Promise<void> {
    const ask = { body: this.#head('probe', 'v1'), query: dry, quiet: true };
    await this.#pair.quietly(async (session) => {
      for (let tries = 0; tries < probes; tries += 1) {
        const { object } = await session.send('POST', this.#collection('v1'), ask);
        if (object['marker'] === marker || object['reason'] === 'Invalid') return;
        await this.#pause(20);
      }
    });
    // What is refused tells nothing of which definition it was.
    if (marker !== 'one') await this.#pause(300);
  }

  #head(name: string, version: string): JsonObject {
    return { apiVersion: `${this.#group}/${version}`, kind: 'Widget', metadata: { name }, spec: {} };
  }

  #object(version: string, faults: number): JsonObject {
    const values = valueFor(this.#chance, this.#schema, faults);
    return { ...this.#head('a', version), ...(isJsonObject(values) ? values : { spec: values }) };
  }

  async #create(): Promise<void> {
    const post = async (version: string, body: JsonObject, query?: typeof dry): Promise<boolean> =>
      await this.#send(
        () => ({ method: 'POST', path: this.#collection(version), ask: { body, ...(query && { query }) } }),
        'a new object',
      );
    for (let at = 0; at < creations; at += 1) {
      const version = this.#chance.one(this.#definition.versions);
      const body = this.#object(version, this.#chance.one([0, 0.03, 0.1]));
      await post(version, body, validated(this.#chance, dry));
    }
    for (let tries = 0; tries < 8; tries += 1) {
      await post('v1', { ...this.#object('v1', 0), ...(tries > 5 && { spec: {} }) });
      if (await this.#pair.read(`${this.#collection('v1')}/a`)) return;
    }
  }

  async #change(): Promise<void> {
    for (let at = 0; at < changes; at += 1) {
      const version = this.#chance.one(this.#definition.versions);
      const collection = this.#collection(version);
      const path = `${collection}/a`;
      const objects = await this.#pair.read(path);
      if (!objects) return;
      const isDry = this.#chance.is(0.5);
      const query = validated(this.#chance, isDry ? dry : {});
      const fresh = this.#object(version, this.#chance.one([0, 0, 0.05]));
      const fields = Object.keys(fieldsOf(fieldsOf(this.#schema)['spec']));
      const requests = objectChange(this.#chance, { collection, path, objects, fresh, fields, query });
      if (!(await this.#send(requests, 'a change')) && !isDry) return;
    }
  }

  /** True where both servers have another schema in force. */
  async #replaceSchema(): Promise<boolean> {
    const stored = await this.#pair.read(this.#own);
    if (!stored) return false;
    const { object } = this.#definition;
    const changed = schemaAt(mutated(object, faultsFor(this.#chance, object)), 0) ?? this.#schema;
    const next = marked(this.#chance.is(0.85) ? changed : rootFor(this.#chance), 'two');
    const isSame = await this.#send(
      (side) => ({ method: 'PUT', path: this.#own, ask: { body: withSchemas(stored[side], next) } }),
      'another schema',
    );
    if (!isSame) return false;
    await this.#shown('two');
    this.#schema = next;
    return true;
  }
}
