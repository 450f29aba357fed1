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
export function customModule({ group, version, resources }: GroupVersion, schemas: Schemas): Module {
  const path = modulePath(group, version);
  const declarations: Declaration[] = [];
  const taken = new Set(resources.map(({ kind }) => pascalCase(kind)));
  const named = new Map<string, TypeExpression>();
  const context: SchemaContext = { resolve, declare, comments: true };

  function resolve(reference: string): TypeExpression {
    const known = resolveBuiltIn(reference) ?? named.get(reference);
    if (known !== undefined) return known;
    const schema = schemas[reference];
    if (schema === undefined || locateBuiltIn(reference) !== undefined) return UNKNOWN;
    const name = freeName(pascalCase(reference.slice(reference.lastIndexOf('.') + 1)));
    const type: TypeExpression = { kind: 'reference', module: path, name };
    named.set(reference, type);
    taken.delete(name); // typeOfSchema is about to take it, unless it needs no declaration
    const declared = typeOfSchema(schema, name, context);
    if (declared.kind === 'reference' && declared.name === name) return type;
    taken.add(name);
    declarations.push({ name, type: declared });
    return type;
  }

  function declare(wanted: string, build: () => Omit<Declaration, 'name'>): TypeExpression {
    const name = freeName(wanted);
    insert(name, build);
    return { kind: 'reference', module: path, name };
  }

  /** Inserts a declaration before those that building it adds. */
  function insert(name: string, build: () => Omit<Declaration, 'name'>): void {
    const at = declarations.length;
    declarations.splice(at, 0, { name, ...build() });
  }

  function freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
    taken.add(name);
    return name;
  }

  for (const { kind } of resources) {
    const ofKind = { group, version, kind };
    const schema = schemaOfKind(schemas, ofKind);
    insert(pascalCase(kind), () => {
      const fields = fieldsOfKind(schema, ofKind, context);
      // Every kind has apiVersion, kind and metadata; of one that has no more, nothing is known.
      const open = fields.length === 3 || isOpen(schema);
      return { type: refined(schema, fields, open), doc: docOf(schema) };
    });
  }
  return { path, group, version, declarations, tokens: resources };
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
