/**
 * Makes modules of custom resources and aggregated APIs, from the OpenAPI document of a group and version. Unlike
 * built-in schemas they nest objects in objects, so a nested object is named after its path (`Website` →
 * `WebsiteSpecHostsItem`). Their descriptions become doc comments.
 */
import { locateBuiltIn, resolveBuiltIn } from './built-in.ts';
import type { GroupVersion } from './group-version.ts';
import { type Module, modulePath } from './module.ts';
import type { GroupVersionKind, Schema, Schemas } from './schema.ts';
import { type Declaration, type TypeExpression, UNKNOWN } from './type-expression.ts';
import {
  docOf,
  fieldsOfKind,
  isOpen,
  pascalCase,
  refined,
  type SchemaContext,
  typeOfSchema,
} from './type-of-schema.ts';

/**
 * A module for one group and version. `schemas` are those of its OpenAPI document, built-in ones among them.
 *
 * @example customModule(groupVersionOf({ groupVersion: 'example.com/v1', resources: [] }), schemas);
 */
export function customModule(groupVersion: GroupVersion, schemas: Schemas): Module {
  const { group, version, resources } = groupVersion;
  const path = modulePath(group, version);
  const writer = new Writer(path, schemas, new Set(resources.map(({ kind }) => pascalCase(kind))));
  for (const { kind } of resources) writer.declareKind({ group, version, kind });
  return { path, group, version, declarations: writer.declarations, tokens: resources };
}

/** Collects declarations while types refer to each other. */
class Writer {
  readonly declarations: Declaration[] = [];
  readonly #path: string;
  readonly #schemas: Schemas;
  readonly #taken: Set<string>;
  readonly #named = new Map<string, TypeExpression>();
  readonly #context: SchemaContext;

  constructor(path: string, schemas: Schemas, reserved: Set<string>) {
    this.#path = path;
    this.#schemas = schemas;
    this.#taken = reserved;
    this.#context = {
      resolve: (reference) => this.#resolve(reference),
      declare: (name, build) => this.#declare(name, build),
      comments: true,
    };
  }

  declareKind(kind: GroupVersionKind): void {
    const schema = schemaOfKind(this.#schemas, kind);
    this.#insert(pascalCase(kind.kind), () => {
      const fields = fieldsOfKind(schema, kind, this.#context);
      // Every kind has apiVersion, kind and metadata; of one that has no more, nothing is known.
      const open = fields.length === 3 || isOpen(schema);
      return { type: refined(schema, fields, open), doc: docOf(schema) };
    });
  }

  #resolve(reference: string): TypeExpression {
    const known = resolveBuiltIn(reference) ?? this.#named.get(reference);
    if (known !== undefined) return known;
    const schema = this.#schemas[reference];
    if (schema === undefined || locateBuiltIn(reference) !== undefined) return UNKNOWN;
    const name = this.#freeName(pascalCase(reference.slice(reference.lastIndexOf('.') + 1)));
    const type: TypeExpression = { kind: 'reference', module: this.#path, name };
    this.#named.set(reference, type);
    this.#taken.delete(name); // typeOfSchema is about to take it, unless it needs no declaration
    const declared = typeOfSchema(schema, name, this.#context);
    if (declared.kind === 'reference' && declared.name === name) return type;
    this.#taken.add(name);
    this.declarations.push({ name, type: declared });
    return type;
  }

  #declare(wanted: string, build: () => Omit<Declaration, 'name'>): TypeExpression {
    const name = this.#freeName(wanted);
    this.#insert(name, build);
    return { kind: 'reference', module: this.#path, name };
  }

  /** Inserts a declaration before those that building it adds. */
  #insert(name: string, build: () => Omit<Declaration, 'name'>): void {
    const at = this.declarations.length;
    this.declarations.splice(at, 0, { name, ...build() });
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** The schema that the API server marked as this kind's, or one that allows any object. */
function schemaOfKind(schemas: Schemas, { group, version, kind }: GroupVersionKind): Schema {
  const marked = Object.values(schemas).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (mark) => mark.group === group && mark.version === version && mark.kind === kind,
    ),
  );
  return marked ?? {};
}
