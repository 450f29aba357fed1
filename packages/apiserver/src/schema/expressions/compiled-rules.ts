// The rules of a schema (`x-kubernetes-validations`), compiled once for all objects that are checked against it.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules

import { type Checked, usesName } from '../../cel/check/checker.ts';
import type { Declarations } from '../../cel/declarations.ts';
import { escapedName } from '../../cel/field-names.ts';
import { compile, Program } from '../../cel/program.ts';
import { fieldsWithin, type SchemaType, schemaType } from '../../cel/schema-type.ts';
import { optionalType, typeText } from '../../cel/type.ts';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { Field } from '../../validation/field.ts';
import { findField } from '../rules/field-path.ts';
import { Steps } from '../steps.ts';
import { isTrue, type Schema } from '../structural.ts';

/** One that cannot be run: why. A definition with it is refused, but its defaults are told of by it first. */
export interface BrokenRule {
  readonly rule: JsonObject;
  readonly refusal: string;
}

export interface CompiledRule {
  readonly rule: JsonObject;
  readonly refusal?: never;
  readonly program: Program;
  /** Computes the message. */
  readonly message: Program | undefined;
  readonly usesOld: boolean;
  readonly isOldOptional: boolean;
  /** Where below the schema its faults are told; empty: at the schema itself. */
  readonly place: string;
}

/** The rules of a schema and of those within it. */
export interface RuleTree {
  readonly schema: Schema;
  readonly isResource: boolean;
  readonly rules: readonly (CompiledRule | BrokenRule)[];
  readonly items: RuleTree | undefined;
  readonly values: RuleTree | undefined;
  readonly properties: ReadonlyMap<string, RuleTree>;
}

const keyword = 'x-kubernetes-validations';
const trees = new WeakMap<Schema, { readonly tree: RuleTree | undefined }>();

/** Undefined: the schema has no rules. */
export function ruleTree(schema: Schema): RuleTree | undefined {
  const known = trees.get(schema);
  if (known) return known.tree;
  const tree = ruleTreeOf(schema, true);
  trees.set(schema, { tree });
  return tree;
}

/** Of a part of a schema by itself; nobody remembers it. */
export function ruleTreeOf(schema: Schema, isResource: boolean): RuleTree | undefined {
  return hasRules(schema) ? treeOf({ schema, isResource, type: schemaType(schema, isResource) }) : undefined;
}

function hasRules(json: Json | undefined): boolean {
  if (isJsonArray(json)) return json.some(hasRules);
  if (!isJsonObject(json)) return false;
  return keyword in json || Object.values(json).some(hasRules);
}

interface Node {
  readonly schema: Schema;
  readonly isResource: boolean;
  readonly type: SchemaType | undefined;
}

function treeOf({ schema, isResource, type }: Node): RuleTree | undefined {
  const rules = type ? compileRules(schema, type) : rulesWithoutType(schema);
  const inner = (one: Json | undefined, innerType: SchemaType | undefined): RuleTree | undefined =>
    isJsonObject(one) ? treeOf({ schema: one, isResource: isEmbedded(one), type: innerType }) : undefined;
  const properties = new Map<string, RuleTree>();
  for (const [key, property] of Object.entries(objectAt(schema, 'properties'))) {
    const fieldType = isJsonObject(property) ? typeOfField(key, property, type) : undefined;
    const tree = fieldType && inner(property, fieldType);
    if (tree) properties.set(key, tree);
  }
  const items = inner(valueAt(schema, 'items'), type?.element);
  const values = inner(valueAt(schema, 'additionalProperties'), type?.element);
  if (rules.length === 0 && !items && !values && properties.size === 0) return undefined;
  return { schema, isResource, rules, items, values, properties };
}

function isEmbedded(schema: Schema): boolean {
  return isTrue(schema, 'x-kubernetes-embedded-resource');
}

// What expressions cannot name has a type of its own.
function typeOfField(key: string, schema: Schema, type: SchemaType | undefined): SchemaType | undefined {
  const escaped = escapedName(key);
  return escaped === undefined ? schemaType(schema, isEmbedded(schema)) : type?.fields?.get(escaped);
}

/** What expressions of the rules of a schema may name. */
export function declaring(type: SchemaType): (isOldOptional: boolean) => Declarations {
  const fields = fieldsWithin(type);
  return (isOldOptional) => ({
    variables: new Map([
      ['self', type.type],
      ['oldSelf', isOldOptional ? optionalType(type.type) : type.type],
    ]),
    fieldsOf: (name) => fields.get(name),
  });
}

function compileRules(schema: Schema, type: SchemaType): (CompiledRule | BrokenRule)[] {
  const steps = new Steps();
  const rules = objectsAt(schema, keyword);
  if (rules.length === 0) return [];
  const declared = declaring(type);
  return rules.flatMap((rule): (CompiledRule | BrokenRule)[] => {
    const isOldOptional = valueAt(rule, 'optionalOldSelf') === true;
    const declarations = declared(isOldOptional);
    const text = textAt(rule, 'rule');
    if (text.trim() === '') return [];
    const compiled = programOf(text, { declarations, steps, wanted: 'bool' });
    if (typeof compiled === 'string') return [{ rule, refusal: `rule compile error: ${compiled}` }];
    const message = messageOf(textAt(rule, 'messageExpression'), declarations, steps);
    const usesOld = usesName(compiled.checked, 'oldSelf');
    const place = placeOf(schema, textAt(rule, 'fieldPath'));
    return [{ rule, program: compiled.program, message, usesOld, isOldOptional, place }];
  });
}

// They are told of as one.
function rulesWithoutType(schema: Schema): BrokenRule[] {
  const refusal =
    'rule compiler initialization error: failed to convert to declType for CEL validation rules';
  return objectsAt(schema, keyword)
    .slice(0, 1)
    .map((rule) => ({ rule, refusal }));
}

function messageOf(text: string, declarations: Declarations, steps: Steps): Program | undefined {
  if (text.trim() === '') return undefined;
  const compiled = programOf(text, { declarations, steps, wanted: 'string' });
  return typeof compiled === 'string' ? undefined : compiled.program;
}

/** A text: why it is refused. */
export function programOf(
  text: string,
  { declarations, steps, wanted }: Wanted,
): { readonly program: Program; readonly checked: Checked } | string {
  const isRule = wanted === 'bool';
  const checked = compile(text, declarations, steps);
  if (typeof checked === 'string')
    return `${isRule ? '' : 'messageExpression '}compilation failed: ${checked}`;
  if (typeText(checked.type) !== wanted)
    return isRule ? 'cel expression must evaluate to a bool' : 'messageExpression must evaluate to a string';
  const program = Program.of(checked, steps);
  if (typeof program === 'string')
    return `${isRule ? 'program' : 'messageExpression'} instantiation failed: ${program}`;
  return { program, checked };
}

interface Wanted {
  readonly declarations: Declarations;
  readonly steps: Steps;
  readonly wanted: 'bool' | 'string';
}

// Keys of maps stand in brackets.
function placeOf(schema: Schema, path: string): string {
  if (path === '') return '';
  const found = findField(new Field(schema), path);
  if ('wrong' in found) return '';
  let at: Json | undefined = schema;
  let place = '';
  for (const name of found.names) {
    const isProperty = isJsonObject(valueAt(at, 'properties'));
    place += isProperty ? `${place === '' ? '' : '.'}${name}` : `[${name}]`;
    at = isProperty ? valueAt(at, 'properties', name) : valueAt(at, 'additionalProperties');
  }
  return place;
}
