/**
 * Schemas as they come: of a file or of a cluster, so anything at all. What is read of them here has the form that the
 * generator expects, and is neither deeper nor larger than any that is meant.
 */
import { InvalidDefinitionError, shown, visible } from './invalid-definition.ts';
import { isJsonObject } from './json-object.ts';
import type { Schema } from './schema.ts';

/** How many schemas may lie in each other; the deepest that people publish have about 30. */
const deepest = 100;
/** How many letters the names of fields that lie in each other may have together: types are named after all of them. */
const mostLetters = 1000;
/** How many schemas a reader reads. */
const mostSchemas = 1_000_000;

interface Place {
  /** For messages: `CustomResourceDefinition x: spec.versions[0].schema`. */
  readonly where: string;
  readonly depth: number;
  /** Of the names of fields on the way. */
  readonly letters: number;
}

/** Reads the schemas of one definition, or of one document of a server. */
export class SchemaReader {
  #count = 0;

  /**
   * A copy in which each keyword that the generator reads has the right form, without those that are null.
   *
   * @throws InvalidDefinitionError that names the keyword; `where` is its beginning.
   */
  read(value: unknown, where: string): Schema {
    return this.#schema(value, { where, depth: 1, letters: 0 });
  }

  #schema(value: unknown, place: Place): Schema {
    if (!isJsonObject(value)) throw invalid(place, `is ${shown(value)}, not a schema`);
    if (place.depth > deepest) throw invalid(place, `lies in ${deepest} schemas, and more are not read`);
    if (place.letters > mostLetters)
      throw invalid(place, `lies in fields whose names have more than ${mostLetters} letters`);
    this.#count += 1;
    if (this.#count > mostSchemas) throw invalid(place, `is one of more than ${mostSchemas} schemas`);
    // A copy has the digits too that stand beside numbers.
    const copy: Record<string, unknown> = { ...value };
    for (const [keyword, form] of Object.entries(forms)) {
      const member = Object.hasOwn(value, keyword) ? value[keyword] : undefined;
      if (member === undefined) continue;
      const inside = { ...place, where: `${place.where}.${keyword}`, depth: place.depth + 1 };
      copy[keyword] = member === null ? undefined : this.#member(member, form, inside);
    }
    return copy;
  }

  #member(member: unknown, form: Form, place: Place): unknown {
    switch (form) {
      case 'text':
        if (typeof member !== 'string') throw invalid(place, `is ${shown(member)}, not a text`);
        return member;
      case 'value':
        if (!isWithin(member, deepest)) throw invalid(place, `is nested more than ${deepest} deep`);
        return member;
      case 'values':
        return listIn(member, place);
      case 'texts':
        return listIn(member, place).map((item, at) =>
          this.#member(item, 'text', { ...place, where: `${place.where}[${at}]` }),
        );
      case 'marks':
        return listIn(member, place).filter(isMark);
      case 'schema':
        return this.#schema(member, place);
      case 'schema or boolean':
        return typeof member === 'boolean' ? member : this.#schema(member, place);
      case 'schemas':
        return listIn(member, place).map((item, at) =>
          this.#schema(item, { ...place, where: `${place.where}[${at}]` }),
        );
      case 'named schemas': {
        if (!isJsonObject(member)) throw invalid(place, `is ${shown(member)}, not an object`);
        const read = Object.entries(member).map(([name, schema]): [string, Schema] => {
          const letters = place.letters + name.length;
          const where = `${place.where}.${shortened(name)}`;
          return [name, this.#schema(schema, { ...place, where, letters })];
        });
        return Object.fromEntries(read);
      }
    }
  }
}

type Form =
  | 'text'
  | 'texts'
  | 'value'
  | 'values'
  | 'marks'
  | 'schema'
  | 'schema or boolean'
  | 'schemas'
  | 'named schemas';

/** Other keywords are not read, or only compared. */
const forms: Readonly<Record<string, Form>> = {
  $ref: 'text',
  type: 'text',
  format: 'text',
  description: 'text',
  default: 'value',
  enum: 'values',
  required: 'texts',
  properties: 'named schemas',
  additionalProperties: 'schema or boolean',
  items: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema',
  'x-kubernetes-group-version-kind': 'marks',
};

function listIn(value: unknown, place: Place): unknown[] {
  if (!Array.isArray(value)) throw invalid(place, `is ${shown(value)}, not a list`);
  return value;
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isWithin(member, levels - 1));
}

function isMark(value: unknown): boolean {
  return isJsonObject(value) && ['group', 'version', 'kind'].every((part) => typeof value[part] === 'string');
}

function shortened(name: string): string {
  return visible(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}

/** The beginning of a long path says which schema, and its end says where. */
function invalid({ where }: Place, what: string): InvalidDefinitionError {
  const path = where.length > 500 ? `${where.slice(0, 300)}…${where.slice(-200)}` : where;
  return new InvalidDefinitionError(`${path} ${what}`);
}
