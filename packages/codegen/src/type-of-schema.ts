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
  /** Told, before it is made, about how many characters will be printed of something. Throws where it is too much. */
  readonly spend?: (characters: number) => void;
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
  if (schema.enum !== undefined && schema.enum.length > 0) return union(schema.enum.map(typeOfConstant));
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
    return { type: refined(schema, { fields, open }, context), doc };
  });
}

/** An object's fields, and what its alternatives say about them. */
export function refined(
  schema: Schema,
  { fields, open }: { readonly fields: readonly Field[]; readonly open: boolean },
  context: SchemaContext,
): TypeExpression {
  const object: TypeExpression = { kind: 'object', fields, ...(open && { open }) };
  const refinements = refinementsOf(schema, fields, context);
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
  const constant = typeof value === 'bigint' ? Number(value) : value;
  // There is no literal for what is beyond all numbers, as 1e999.
  if (typeof constant === 'number') return Number.isFinite(constant) ? literal(constant) : NUMBER;
  return typeof constant === 'string' || typeof constant === 'boolean' ? literal(constant) : UNKNOWN;
}

/** `anyOf: [{ enum: […] }, { enum: ['']}]` on a string: controller-gen writes this for an optional enum. */
function alternativeConstants(schema: Schema): TypeExpression | undefined {
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  const constants = branches.map((branch) => branch.enum ?? []);
  return constants.length > 0 && constants.every((values) => values.length > 0)
    ? union(constants.flat().map(typeOfConstant))
    : undefined;
}

/** What `oneOf`, `anyOf` and `allOf` add to an object, each as a union of its branches. */
function refinementsOf(schema: Schema, fields: readonly Field[], context: SchemaContext): TypeExpression[] {
  const parts = [schema, ...(schema.allOf ?? [])];
  return parts.flatMap(({ oneOf = [], anyOf = [] }) => {
    if (oneOf.length + anyOf.length === 0) return [];
    // Each branch may repeat each field, which costs far more time and memory than names of as many characters.
    context.spend?.(10 * (oneOf.length + anyOf.length) * sum(fields.map(sizeOfField)));
    return [...branchesOf(oneOf, fields, true), ...branchesOf(anyOf, fields, false)];
  });
}

function branchesOf(
  branches: readonly Schema[],
  fields: readonly Field[],
  exclusive: boolean,
): TypeExpression[] {
  // In a oneOf, a field that another branch requires is absent in this one: with both, both branches would match.
  const soleFields = branches.map(({ required, properties }) =>
    required?.length === 1 && properties === undefined ? required[0] : undefined,
  );
  const claims = Map.groupBy(exclusive ? soleFields : [], (field) => field);
  const members = branches.map((branch, index) => {
    const isClaimed = (field: string): boolean =>
      (claims.get(field)?.length ?? 0) > (soleFields[index] === field ? 1 : 0);
    const refinement = {
      branch,
      required: new Set(branch.required),
      forbidden: forbiddenBy(branch),
      isClaimed,
    };
    return fields.flatMap((field) => refineField(field, refinement));
  });
  // A branch that we cannot express allows everything, so the union does.
  if (members.length === 0 || members.some((refined) => refined.length === 0)) return [];
  return [union(members.map((refined) => ({ kind: 'object', fields: refined })))];
}

/** What a branch says of fields. */
interface Refinement {
  readonly branch: Schema;
  readonly required: ReadonlySet<string>;
  readonly forbidden: ReadonlySet<string>;
  /** Whether another branch alone requires it. */
  readonly isClaimed: (field: string) => boolean;
}

function refineField(field: Field, { branch, required, forbidden, isClaimed }: Refinement): Field[] {
  const { name, type, optional } = field;
  const isRequired = required.has(name);
  if ((isClaimed(name) && !isRequired) || forbidden.has(name)) return [{ name, type: NEVER, optional: true }];
  const { properties = {} } = branch;
  const constants = Object.hasOwn(properties, name) ? properties[name]?.enum : undefined;
  if (constants !== undefined && constants.length > 0)
    return [{ name, type: union(constants.map(typeOfConstant)), optional: optional && !isRequired }];
  return isRequired && optional ? [{ name, type, optional: false }] : [];
}

/** `not: { required: [name] }`, alone or as one of several under `anyOf`. */
function forbiddenBy({ not }: Schema): ReadonlySet<string> {
  const names = [not, ...(not?.anyOf ?? [])].flatMap((part) =>
    part?.required?.length === 1 ? part.required : [],
  );
  return new Set(names);
}

/** About how many characters a field takes. */
function sizeOfField({ name, type }: Field): number {
  return name.length + sizeOf(type) + 20;
}

function sizeOf(type: TypeExpression): number {
  switch (type.kind) {
    case 'keyword':
    case 'reference':
      return type.name.length;
    case 'literal':
      return String(type.value).length + 5;
    case 'array':
      return sizeOf(type.items) + 12;
    case 'map':
      return sizeOf(type.values) + 30;
    case 'object':
      return sum(type.fields.map(sizeOfField));
    case 'union':
    case 'intersection':
      return sum(type.members.map(sizeOf));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** As part of a TypeScript name. Kinds are so already, but for some like `my-kind`, which CRDs may have. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** As a TypeScript name of its own. */
export function typeName(name: string): string {
  const words = pascalCase(name);
  return /^[A-Z]/.test(words) ? words : `Type${words}`;
}
