// What the rules of a schema find in an object, in the words and the order of the real server.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/cel/validation.go

import { asResource } from '../../cel/schema-type.ts';
import { schemaValue } from '../../cel/schema-value.ts';
import { CelError, none, Optional, type Value } from '../../cel/value.ts';
import {
  canonicalText,
  isJsonArray,
  isJsonObject,
  type Json,
  stringAt,
  stringsAt,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { type FieldFault, forbiddenValue, invalidValue, required } from '../../status-error.ts';
import type { Steps } from '../steps.ts';
import { childPath, type Schema } from '../structural.ts';
import type { Correlation } from '../values/correlation.ts';
import type { CompiledRule, RuleTree } from './compiled-rules.ts';

/** What all rules may cost that look at one object. */
export const ruleBudget = 10_000_000;
const longestMessage = 5120;

interface Place {
  readonly path: string;
  readonly value: Json;
  /** Undefined: there is nothing to compare with. */
  readonly old: Json | undefined;
  readonly correlation: Correlation | undefined;
  /** Of what is around it, where it has none itself. */
  readonly outer: Correlation | undefined;
}

interface Terms {
  readonly steps: Steps;
  readonly warn: (text: string) => void;
  /** What the rules may cost yet. Default: what those of one object may. */
  readonly budget?: number;
}

interface Whole {
  readonly object: Json;
  readonly old: Json | undefined;
  readonly correlation: Correlation | undefined;
  /** Where it stands. Default: nowhere. */
  readonly path?: string;
}

/** Ends the check: no further rule is run. */
class Spent extends Error {}

/** `left`: of the budget; below zero where it ended the check. */
export function ruleFaults(
  tree: RuleTree,
  { object: value, old, correlation, path = '' }: Whole,
  terms: Terms,
): { readonly faults: readonly FieldFault[]; readonly left: number } {
  const check = new Check(terms);
  try {
    check.check(tree, { path, value, old, correlation, outer: undefined });
  } catch (error) {
    if (!(error instanceof Spent)) throw error;
    return { faults: check.faults, left: -1 };
  }
  return { faults: check.faults, left: check.budget };
}

class Check {
  readonly faults: FieldFault[] = [];
  readonly #terms: Terms;
  budget: number;

  constructor(terms: Terms) {
    this.#terms = terms;
    this.budget = terms.budget ?? ruleBudget;
  }

  check(tree: RuleTree, place: Place): void {
    if (place.value === null) return;
    this.#terms.steps.spend(10);
    if (tree.rules.length > 0) this.#checkRules(tree, place);
    if (isJsonArray(place.value)) this.#checkItems(tree, place, place.value);
    else if (isJsonObject(place.value)) this.#checkEntries(tree, place);
  }

  #checkItems({ items, schema }: RuleTree, place: Place, values: readonly Json[]): void {
    if (!items) return;
    const old = keyed(schema, place.old);
    for (const [index, value] of values.entries())
      this.check(items, {
        path: childPath(place.path, index),
        value,
        old: old?.get(keyText(schema, value)),
        ...within(place, () => place.correlation?.index(index)),
      });
  }

  #checkEntries({ values, properties }: RuleTree, place: Place): void {
    if (!isJsonObject(place.value)) return;
    for (const [key, value] of Object.entries(place.value)) {
      const property = properties.get(key);
      if (!values && !property) continue;
      const isTyped = place.outer === undefined && (key === 'apiVersion' || key === 'kind');
      const inner = {
        value,
        old: isJsonObject(place.old) ? valueAt(place.old, key) : undefined,
        ...(isTyped
          ? { correlation: undefined, outer: undefined }
          : within(place, () => place.correlation?.key(key))),
      };
      if (values) this.check(values, { ...inner, path: `${place.path}[${key}]` });
      if (property) this.check(property, { ...inner, path: childPath(place.path, key) });
    }
  }

  #checkRules({ rules, schema, isResource }: RuleTree, place: Place): void {
    const whole = isResource ? asResource(schema) : schema;
    const type = stringAt(schema, 'type') ?? '';
    const self = schemaValue(place.value, whole);
    const before = place.old ?? null;
    const old = before === null ? undefined : schemaValue(before, whole);
    for (const rule of rules) {
      if (this.budget <= 0) this.#stop(place, type, outOfBudget);
      if (rule.refusal !== undefined) {
        this.#say(place, type, rule.refusal);
        continue;
      }
      if (rule.usesOld && old === undefined && !rule.isOldOptional) continue;
      this.#checkRule(rule, { place, type, variables: variablesOf(rule, self, old) });
    }
  }

  #checkRule(
    rule: CompiledRule,
    { place, type, variables }: { place: Place; type: string; variables: ReadonlyMap<string, Value> },
  ): void {
    const { value, cost } = rule.program.evaluate(variables, this.#terms.steps);
    if (cost > this.budget) this.#stop(place, type, outOfBudget);
    this.#spend(cost);
    if (value === true) return;
    if (value instanceof CelError) {
      this.#failed(rule, value.message, { place, type });
      return;
    }
    const detail = this.#message(rule, variables, { place, type }) ?? messageOf(rule);
    const path = rule.place === '' ? place.path : childPath(place.path, rule.place);
    const isCompound = isJsonObject(place.value) || isJsonArray(place.value);
    const fault = faultOf(path === '' ? '<nil>' : path, isCompound ? undefined : place.value, {
      detail,
      reason: textAt(rule.rule, 'reason'),
    });
    this.#add(rule, fault, place);
  }

  #add(rule: CompiledRule, fault: FieldFault, { correlation, outer }: Place): void {
    const isAsBefore = (correlation ?? outer)?.isSame === true;
    if (!rule.usesOld && isAsBefore) this.#terms.warn(`${fault.field}: ${fault.message}`);
    else this.faults.push(fault);
  }

  #spend(cost: number): void {
    this.budget -= cost;
  }

  #stop(place: Place, type: string, detail: string): never {
    this.#say(place, type, detail);
    throw new Spent();
  }

  #say({ path }: Place, type: string, detail: string): void {
    this.faults.push(invalidValue(path === '' ? '<nil>' : path, type, detail));
  }

  #failed(rule: CompiledRule, message: string, { place, type }: { place: Place; type: string }): void {
    const name = textAt(rule.rule, 'message').trim() || textAt(rule.rule, 'rule').trim();
    if (message.startsWith('operation cancelled: actual cost limit exceeded'))
      this.#stop(
        place,
        type,
        `'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`,
      );
    const detail = message.startsWith('no such overload')
      ? `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`
      : `${message} evaluating rule: ${name}`;
    this.#say(place, type, detail);
  }

  // Undefined: it could not be computed.
  #message(
    rule: CompiledRule,
    variables: ReadonlyMap<string, Value>,
    at: { place: Place; type: string },
  ): string | undefined {
    if (!rule.message) return undefined;
    const { value, cost } = rule.message.evaluate(variables, this.#terms.steps);
    if (cost > this.budget)
      this.#stop(
        at.place,
        at.type,
        'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
      );
    if (value instanceof CelError && value.message.startsWith('operation cancelled')) {
      const expression = JSON.stringify(textAt(rule.rule, 'messageExpression'));
      this.#stop(
        at.place,
        at.type,
        `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${expression}`,
      );
    }
    this.#spend(cost);
    const text = typeof value === 'string' ? value.trim() : '';
    const isUsable = text !== '' && Buffer.byteLength(text) <= longestMessage && !text.includes('\n');
    return isUsable ? text : undefined;
  }
}

const outOfBudget =
  'validation failed due to running out of cost budget, no further validation rules will be run';

function messageOf({ rule }: CompiledRule): string {
  const message = textAt(rule, 'message');
  return message === '' ? `failed rule: ${textAt(rule, 'rule').trim()}` : message.trim();
}

function variablesOf(rule: CompiledRule, self: Value, old: Value | undefined): ReadonlyMap<string, Value> {
  const variables = new Map<string, Value>([['self', self]]);
  if (rule.isOldOptional) variables.set('oldSelf', old === undefined ? none : new Optional(old));
  else if (old !== undefined) variables.set('oldSelf', old);
  return variables;
}

// `value`: undefined where it is too large to be told.
function faultOf(
  field: string,
  value: Json | undefined,
  { detail, reason }: { detail: string; reason: string },
): FieldFault {
  switch (reason) {
    case 'FieldValueForbidden':
      return forbiddenValue(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate': {
      const told = value === undefined ? '' : `: ${JSON.stringify(value)}`;
      return { field, reason, message: `Duplicate value${told}` };
    }
    default:
      if (value !== undefined) return invalidValue(field, value, detail);
      return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${detail}` };
  }
}

function within(
  { correlation, outer }: Place,
  inner: () => Correlation | undefined,
): Pick<Place, 'correlation' | 'outer'> {
  return correlation ? { correlation: inner(), outer: correlation } : { correlation, outer };
}

// Only lists that are maps tell which item was which.
function keyed(schema: Schema, old: Json | undefined): ReadonlyMap<string | undefined, Json> | undefined {
  if (!isJsonArray(old) || stringAt(schema, 'x-kubernetes-list-type') !== 'map') return undefined;
  return new Map(old.map((item) => [keyText(schema, item), item]));
}

function keyText(schema: Schema, item: Json): string | undefined {
  if (!isJsonObject(item)) return undefined;
  return canonicalText(
    stringsAt(schema, 'x-kubernetes-list-map-keys').map((key) => valueAt(item, key) ?? null),
  );
}
