/**
 * The TypeScript type of a schema. TypeScript can express `enum`, `nullable`, the int-or-string and
 * preserve-unknown-fields extensions, embedded resources, and the two common uses of `oneOf` and `anyOf`: "exactly one
 * of these fields" and "this field set when that one has this value". It cannot express formats and lengths. The type
 * is never narrower than what the server accepts.
 */
import { apiVersionOf, exactInteger, printWithBigInts } from '@kube-rx/core';
import { type GroupVersionKind, referenceOf, type Schema, unwrap } from './schema.ts';
import {
  BOOLEAN,
  coreType,
  type Declaration,
  type Field,
  literal,
  NEVER,
  NULL,
  NUMBER,
  OPEN_OBJECT,
  STRING,
  type TypeExpression,
  UNKNOWN,
  union,
} from './type-expression.ts';

export interface SchemaContext {
  /** The type that a `$ref` stands for. */
  readonly resolve: (reference: string) => TypeExpression;
  /**
   * Gives a nested object a name and returns a reference to it. Its place is reserved before it is built, so that it
   * precedes the objects inside it.
   */
  readonly declare: (name: string, build: () => Omit<Declaration, 'name'>) => TypeExpression;
  /** Whether descriptions and defaults become doc comments. */
  readonly comments: boolean;
}

/** The type of a schema; a nested object gets `name`. */
export function typeOfSchema(schema: Schema, name: string, context: SchemaContext): TypeExpression {
  const type = typeOfValue(unwrap(schema), name, context);
  return schema.nullable === true ? union([type, NULL]) : type;
}

/** The fields of an object schema, in the schema's order. */
export function fieldsOf(schema: Schema, name: string, context: SchemaContext): Field[] {
  const required = new Set([schema, ...(schema.allOf ?? [])].flatMap((part) => part.required ?? []));
  return Object.entries(schema.properties ?? {}).map(([field, fieldSchema]) => ({
    name: field,
    type: typeOfSchema(fieldSchema, name + pascalCase(field), context),
    optional: !required.has(field),
    doc: context.comments ? docOf(fieldSchema) : undefined,
  }));
}

/** The fields of a kind. What the server says of the first three is less than what is known of them. */
export function fieldsOfKind(schema: Schema, ofKind: GroupVersionKind, context: SchemaContext): Field[] {
  const own: Field[] = [
    { name: 'apiVersion', type: literal(apiVersionOf(ofKind)), optional: true },
    { name: 'kind', type: literal(ofKind.kind), optional: true },
    { name: 'metadata', type: coreType('ObjectMeta'), optional: false },
  ];
  const known = new Set(own.map(({ name }) => name));
  const others = Object.entries(schema.properties ?? {}).filter(([name]) => !known.has(name));
  const rest = { ...schema, properties: Object.fromEntries(others) };
  return [...own, ...fieldsOf(rest, pascalCase(ofKind.kind), context)];
}

/** A schema's description and default as the text of a doc comment. */
export function docOf(schema: Schema): string | undefined {
  const parts = [];
  if (schema.description !== undefined) parts.push(schema.description.trim());
  // Go's OpenAPI gives every struct the default {}, which has no meaning.
  if (schema.default !== undefined && schema.allOf === undefined)
    parts.push(`Default: \`${printWithBigInts(exactInteger(schema, 'default') ?? schema.default)}\``);
  return parts.length > 0 ? parts.join('\n\n') : undefined;
}

function typeOfValue(schema: Schema, name: string, context: SchemaContext): TypeExpression {
  const reference = referenceOf(schema);
  if (reference !== undefined) return context.resolve(reference);
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string')
    return coreType('IntOrString');
  if (schema.enum !== undefined) return union(schema.enum.map(typeOfConstant));
  switch (schema.type) {
    case 'string':
      return alternativeConstants(schema) ?? (schema.format === 'date-time' ? coreType('Time') : STRING);
    case 'integer':
    case 'number':
      return NUMBER;
    case 'boolean':
      return BOOLEAN;
    case 'array':
      return { kind: 'array', items: typeOfSchema(schema.items ?? {}, `${name}Item`, context) };
    default:
      return isObject(schema) ? typeOfObject(schema, name, context) : typeOfUntyped(schema, name, context);
  }
}

function isObject(schema: Schema): boolean {
  return (
    schema.type === 'object' ||
    schema.properties !== undefined ||
    schema['x-kubernetes-embedded-resource'] === true
  );
}

function typeOfObject(schema: Schema, name: string, context: SchemaContext): TypeExpression {
  const { additionalProperties } = schema;
  if (typeof additionalProperties === 'object' && schema.properties === undefined)
    return { kind: 'map', values: typeOfSchema(additionalProperties, `${name}Value`, context) };
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  if (!embedded && Object.keys(schema.properties ?? {}).length === 0) return OPEN_OBJECT;
  return context.declare(name, () => {
    const known = fieldsOf(schema, name, context);
    const fields = embedded ? withEmbeddedFields(known) : known;
    const open = isOpen(schema) || additionalProperties !== undefined;
    const doc = context.comments ? schema.description?.trim() : undefined;
    return { type: refined(schema, fields, open), doc };
  });
}

/** An object's fields, and what its alternatives say about them. */
export function refined(schema: Schema, fields: readonly Field[], open: boolean): TypeExpression {
  const object: TypeExpression = { kind: 'object', fields, ...(open && { open }) };
  const refinements = refinementsOf(schema, fields);
  return refinements.length === 0 ? object : { kind: 'intersection', members: [object, ...refinements] };
}

export function isOpen(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** The fields that an embedded resource must have, whatever its schema says. */
function withEmbeddedFields(fields: readonly Field[]): Field[] {
  const typed = (name: string): TypeExpression => fields.find((field) => field.name === name)?.type ?? STRING;
  return [
    { name: 'apiVersion', type: typed('apiVersion'), optional: false },
    { name: 'kind', type: typed('kind'), optional: false },
    { name: 'metadata', type: coreType('EmbeddedObjectMeta'), optional: true },
    ...fields.filter(({ name }) => name !== 'apiVersion' && name !== 'kind' && name !== 'metadata'),
  ];
}

/** For a schema without `type`: a union if its alternatives are typed, else unknown. */
function typeOfUntyped(schema: Schema, name: string, context: SchemaContext): TypeExpression {
  const alternatives = schema.oneOf ?? schema.anyOf ?? [];
  const typed = alternatives.every((branch) => branch.type !== undefined || branch.$ref !== undefined);
  if (alternatives.length === 0 || !typed) return UNKNOWN;
  return union(
    alternatives.map((branch, index) => typeOfSchema(branch, `${name}Option${index + 1}`, context)),
  );
}

function typeOfConstant(value: unknown): TypeExpression {
  if (value === null) return NULL;
  // The compiler rounds it as the program that reads it does.
  if (typeof value === 'bigint') return literal(Number(value));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? literal(value)
    : UNKNOWN;
}

/** `anyOf: [{ enum: […] }, { enum: ['']}]` on a string: controller-gen writes this for an optional enum. */
function alternativeConstants(schema: Schema): TypeExpression | undefined {
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  const constants = branches.map((branch) => branch.enum);
  return constants.length > 0 && constants.every((values) => values !== undefined)
    ? union(constants.flat().map(typeOfConstant))
    : undefined;
}

/** What `oneOf`, `anyOf` and `allOf` add to an object, each as a union of its branches. */
function refinementsOf(schema: Schema, fields: readonly Field[]): TypeExpression[] {
  const parts = [schema, ...(schema.allOf ?? [])];
  return parts.flatMap(({ oneOf, anyOf }) => [
    ...branchesOf(oneOf, fields, true),
    ...branchesOf(anyOf, fields, false),
  ]);
}

function branchesOf(
  branches: readonly Schema[] | undefined,
  fields: readonly Field[],
  exclusive: boolean,
): TypeExpression[] {
  if (branches === undefined) return [];
  // In a oneOf, a field that another branch requires is absent in this one: with both, both branches would match.
  const soleFields = branches.map(({ required, properties }) =>
    required?.length === 1 && properties === undefined ? required[0] : undefined,
  );
  const members = branches.map((branch, index) => {
    const others = exclusive ? soleFields.filter((field, at) => at !== index && field !== undefined) : [];
    return fields.flatMap((field) => refineField(field, branch, others.includes(field.name)));
  });
  // A branch that we cannot express allows everything, so the union does.
  if (members.some((refined) => refined.length === 0)) return [];
  return [union(members.map((refined) => ({ kind: 'object', fields: refined })))];
}

function refineField(field: Field, branch: Schema, excluded: boolean): Field[] {
  const { name, type, optional } = field;
  const required = branch.required?.includes(name) === true;
  if ((excluded && !required) || isForbidden(name, branch.not))
    return [{ name, type: NEVER, optional: true }];
  const constants = branch.properties?.[name]?.enum;
  if (constants !== undefined)
    return [{ name, type: union(constants.map(typeOfConstant)), optional: optional && !required }];
  return required && optional ? [{ name, type, optional: false }] : [];
}

/** `not: { required: [name] }`, alone or as one of several under `anyOf`. */
function isForbidden(name: string, not: Schema | undefined): boolean {
  return [not, ...(not?.anyOf ?? [])].some(
    (part) => part?.required?.length === 1 && part.required[0] === name,
  );
}

/** As part of a TypeScript name. Kinds are so already, but for some like `my-kind`, which CRDs may have. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
