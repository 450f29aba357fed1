/**
 * Makes modules of custom resources and aggregated APIs, from the OpenAPI document of a group and version. Unlike
 * built-in schemas they nest objects in objects, so a nested object is named after its path (`Website` →
 * `WebsiteSpecHostsItem`). Their descriptions become doc comments.
 */
import { resolveBuiltIn } from './built-in.ts';
import type { GroupVersion } from './group-version.ts';
import { InvalidDefinitionError, shown } from './invalid-definition.ts';
import { isJsonObject } from './json-object.ts';
import { type Module, modulePath, referencesIn } from './module.ts';
import { checkNames } from './module-names.ts';
import type { GroupVersionKind, Schema, Schemas } from './schema.ts';
import { SchemaReader } from './schema-reader.ts';
import { type Declaration, NULL, type TypeExpression, UNKNOWN, union } from './type-expression.ts';
import {
  docOf,
  fieldsOfKind,
  isOpen,
  pascalCase,
  refined,
  type SchemaContext,
  typeName,
  typeOfSchema,
} from './type-of-schema.ts';

/** More source than that of the largest groups that people publish, many times over. */
const mostCharacters = 50_000_000;

/**
 * A module for one group and version. `schemas` are those of its OpenAPI document, built-in ones among them.
 *
 * @throws InvalidDefinitionError for names that `defineResource` would not take or two kinds share, for what is no
 *   schema, and for schemas that nest too deeply or grow too large.
 * @example customModule(groupVersionOf({ groupVersion: 'example.com/v1', resources: [] }), schemas);
 */
export function customModule(groupVersion: GroupVersion, published: Schemas): Module {
  checkNames(groupVersion);
  const { group, version, resources } = groupVersion;
  const schemas = readSchemas(published, groupVersion);
  const byKind = schemasByKind(schemas);
  const path = modulePath(group, version);
  const declarations: Declaration[] = [];
  const taken = new Set(resources.map(({ kind }) => pascalCase(kind)));
  const numbers = new Map<string, number>();
  const named = new Map<string, TypeExpression>();
  const waiting: { readonly name: string; readonly schema: Schema }[] = [];
  const context: SchemaContext = { resolve, declare, comments: true, spend };
  let characters = 0;

  function spend(more: number): void {
    characters += more;
    if (characters > mostCharacters)
      throw new InvalidDefinitionError(
        `${shown(`${group}/${version}`)}: its types would take more than ${mostCharacters} characters`,
      );
  }

  function resolve(reference: string): TypeExpression {
    const builtIn = resolveBuiltIn(reference);
    // A group that the cluster calls as a built-in one is has its own types.
    const isOwn = builtIn !== undefined && referencesIn(builtIn).some(({ module }) => module === path);
    const known = named.get(reference) ?? (isOwn ? undefined : builtIn);
    if (known !== undefined) return known;
    const schema = schemas.get(reference);
    if (schema === undefined) return UNKNOWN;
    const name = freeName(typeName(reference.slice(reference.lastIndexOf('.') + 1)));
    const own: TypeExpression = { kind: 'reference', module: path, name };
    const type = schema.nullable === true ? union([own, NULL]) : own;
    named.set(reference, type);
    waiting.push({ name, schema: { ...schema, nullable: false } });
    return type;
  }

  /** Not while another is being declared: schemas may lead from one to the next without end. */
  function declareWaiting(): void {
    // What is added on the way is reached too.
    for (const { name, schema } of waiting) {
      taken.delete(name); // typeOfSchema is about to take it, unless it needs no declaration
      const type = typeOfSchema(schema, name, context);
      const isItself = type.kind === 'reference' && type.module === path && type.name === name;
      if (isItself && taken.has(name)) continue;
      taken.add(name);
      // Of a schema that refers to itself and says no more, nothing is known.
      declarations.push({ name, type: isItself ? UNKNOWN : type });
    }
    waiting.length = 0;
  }

  function declare(wanted: string, build: () => Omit<Declaration, 'name'>): TypeExpression {
    const name = freeName(wanted);
    insert(name, build);
    return { kind: 'reference', module: path, name };
  }

  /** Puts a declaration before those that building it adds. */
  function insert(name: string, build: () => Omit<Declaration, 'name'>): void {
    const at = declarations.push({ name, type: UNKNOWN }) - 1;
    declarations[at] = { name, ...build() };
  }

  function freeName(wanted: string): string {
    spend(3 * wanted.length); // where it is declared, where it is used, and in the index
    let name = wanted;
    let number = numbers.get(wanted) ?? 2;
    for (; taken.has(name); number += 1) name = `${wanted}${number}`;
    numbers.set(wanted, number);
    taken.add(name);
    return name;
  }

  for (const { kind } of resources) {
    const ofKind = { group, version, kind };
    const schema = byKind.get(kindKey(ofKind)) ?? {};
    insert(pascalCase(kind), () => {
      const fields = fieldsOfKind(schema, ofKind, context);
      // Every kind has apiVersion, kind and metadata; of one that has no more, nothing is known.
      const open = fields.length === 3 || isOpen(schema);
      return { type: refined(schema, { fields, open }, context), doc: docOf(schema) };
    });
    declareWaiting();
  }
  return { path, group, version, declarations, tokens: resources };
}

function readSchemas(published: unknown, { group, version }: GroupVersion): ReadonlyMap<string, Schema> {
  const reader = new SchemaReader();
  const where = `the schemas of ${group}/${version}`;
  if (!isJsonObject(published))
    throw new InvalidDefinitionError(`${where} are ${shown(published)}, not an object`);
  return new Map(
    Object.entries(published).map(([name, schema]) => [
      name,
      reader.read(schema, `${where}: ${shown(name).slice(1, -1)}`),
    ]),
  );
}

/** The first schema that the API server marked as a kind's, for each kind. */
function schemasByKind(schemas: ReadonlyMap<string, Schema>): ReadonlyMap<string, Schema> {
  const marked = Array.from(schemas.values(), (schema) =>
    (schema['x-kubernetes-group-version-kind'] ?? []).map((kind): [string, Schema] => [
      kindKey(kind),
      schema,
    ]),
  );
  return new Map(marked.flat().toReversed());
}

function kindKey({ group, version, kind }: GroupVersionKind): string {
  return JSON.stringify([group, version, kind]);
}
