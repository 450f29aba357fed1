// Whether the rules of a definition compile, and what they may cost at most.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/cel_validation.go

import { usesName } from '../../cel/check/checker.ts';
import type { Declarations } from '../../cel/declarations.ts';
import { estimateCost } from '../../cel/estimate/estimate.ts';
import { capped } from '../../cel/estimate/size-estimate.ts';
import { escapedName } from '../../cel/field-names.ts';
import { largestObject, type SchemaType, schemaType } from '../../cel/schema-type.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { declaring, programOf } from '../expressions/compiled-rules.ts';
import type { Steps } from '../steps.ts';
import { additionalOf, isOn, itemsOf, propertiesOf } from './subschemas.ts';

const ruleLimit = 10_000_000n;
const totalLimit = 100_000_000n;

interface Place {
  readonly type: SchemaType | undefined;
  /** How many values of the schema an object may have; undefined: nothing bounds them. */
  readonly count: bigint | undefined;
  /** The list whose items are not told apart, around the schema. */
  readonly uncorrelated: string | undefined;
}

export interface RuleTerms {
  readonly steps: Steps;
  /** What else is wrong: below it, no rule is compiled. */
  readonly found: readonly FieldFault[];
}

/** `schema`: of a version, which is structural. */
export function ruleExpressionFaults(schema: Field, terms: RuleTerms): FieldFault[] {
  const visit = new Visit(terms);
  const type = hasRules(schema) ? schemaType(schema.object, true) : undefined;
  visit.visit(schema, { type, count: 1n, uncorrelated: undefined });
  return [...visit.faults, ...visit.totalFaults(schema)];
}

function hasRules(schema: Field): boolean {
  if (rulesOf(schema).length > 0) return true;
  const inner = [itemsOf(schema), additionalOf(schema), ...propertiesOf(schema).map(([, one]) => one)];
  return inner.some((one) => one !== undefined && hasRules(one));
}

function rulesOf(schema: Field): readonly Field[] {
  return schema.at('x-kubernetes-validations').items;
}

class Visit {
  readonly faults: FieldFault[] = [];
  readonly #terms: RuleTerms;
  /** Where something else is wrong, in order. */
  readonly #faulty: readonly string[];
  #total = 0n;
  #expensive: { readonly rule: Field; readonly cost: bigint }[] = [];

  constructor(terms: RuleTerms) {
    this.#terms = terms;
    this.#faulty = terms.found.map(({ field }) => field).toSorted(inOrder);
  }

  visit(schema: Field, place: Place): void {
    this.#terms.steps.spend(10);
    const count = innerCount(schema, place.count);
    const inner = (
      one: Field | undefined,
      type: SchemaType | undefined,
      uncorrelated = place.uncorrelated,
    ): void => {
      if (one) this.visit(one, { type: type ?? ownType(one), count, uncorrelated });
    };
    const { type } = place;
    inner(additionalOf(schema), type?.element);
    for (const [name, property] of propertiesOf(schema))
      inner(property, type?.fields?.get(escapedName(name) ?? ''));
    const isKeyed = schema.at('x-kubernetes-list-type').text === 'map';
    inner(itemsOf(schema), type?.element, isKeyed ? place.uncorrelated : schema.path);
    const rules = rulesOf(schema);
    if (rules.length === 0 || this.#isFaulty(schema.path)) return;
    if (type) this.#judge(rules, place, type);
    else this.faults.push(untyped(schema.at('x-kubernetes-validations')));
  }

  #isFaulty(path: string): boolean {
    return (
      nextOf(this.#faulty, path) === path ||
      [`${path}.`, `${path}[`].some((start) => nextOf(this.#faulty, start)?.startsWith(start))
    );
  }

  #judge(rules: readonly Field[], place: Place, type: SchemaType): void {
    const bound = BigInt(Math.floor(largestObject / (type.minSize + 1)));
    const declared = declaring(type);
    for (const rule of rules) {
      const expression = rule.at('rule');
      const isOldOptional = rule.at('optionalOldSelf').value === true;
      const declarations = declared(isOldOptional);
      const steps = this.#terms.steps;
      const outcome = judged(expression.text, { declarations, type, steps, wanted: 'bool' });
      if (typeof outcome === 'string') {
        this.faults.push(faultOf(rule, 'rule', outcome));
        if (rule.at('optionalOldSelf').isSet) this.#unusedOld(rule);
        continue;
      }
      const cost = capped(outcome.cost * (place.count ?? bound));
      this.#observe(expression, cost, 'estimated rule cost');
      this.#judgeMessage(rule, declarations, type);
      if (!outcome.usesOld) this.#unusedOld(rule);
      else if (place.uncorrelated !== undefined) {
        const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelated}`;
        this.faults.push(expression.invalid(why));
      }
    }
  }

  #unusedOld(rule: Field): void {
    const optional = rule.at('optionalOldSelf');
    if (optional.isSet) this.faults.push(optional.invalid('may not be set if oldSelf is not used in rule'));
  }

  #judgeMessage(rule: Field, declarations: Declarations, type: SchemaType): void {
    const message = rule.at('messageExpression');
    if (message.text === '') return;
    const { steps } = this.#terms;
    const outcome = judged(message.text, { declarations, type, steps, wanted: 'string' });
    if (typeof outcome !== 'string') this.#observe(message, outcome.cost, 'estimated messageExpression cost');
    else this.faults.push(faultOf(rule, 'messageExpression', outcome));
  }

  #observe(expression: Field, cost: bigint, what: string): void {
    if (cost > ruleLimit) this.faults.push(expression.forbidden(excess(what, cost, ruleLimit)));
    this.#total = capped(this.#total + cost);
    if (cost < totalLimit / 100n) return;
    this.#expensive.push({ rule: expression, cost });
    this.#expensive.sort((a, b) => (a.cost > b.cost ? -1 : a.cost < b.cost ? 1 : 0));
    this.#expensive = this.#expensive.slice(0, 4);
  }

  totalFaults(schema: Field): FieldFault[] {
    if (this.#total <= totalLimit) return [];
    const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    const contributed =
      'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    return [
      ...this.#expensive.map(({ rule }) => rule.forbidden(contributed)),
      schema.forbidden(excess(what, this.#total, totalLimit)),
    ];
  }
}

function untyped({ path: field }: Field): FieldFault {
  const why = 'failed to construct type information for x-kubernetes-validations rules';
  const message = `Internal error: internal error: ${why}: unable to convert structural schema to CEL declarations`;
  return { field, reason: 'InternalError', message };
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// The first of texts in order that is not before the text.
function nextOf(texts: readonly string[], text: string): string | undefined {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return texts[low];
}

function ownType(schema: Field): SchemaType | undefined {
  return schemaType(schema.object, isOn(schema, 'x-kubernetes-embedded-resource'));
}

function innerCount(schema: Field, count: bigint | undefined): bigint | undefined {
  const bounds: Readonly<Record<string, string>> = { array: 'maxItems', object: 'maxProperties' };
  const type = schema.at('type').text;
  const keyword = bounds[type];
  if (count === undefined || keyword === undefined) return count;
  if (type === 'object' && !schema.at('additionalProperties').isSet) return count;
  const most = schema.at(keyword);
  if (!most.isSet) return undefined;
  const value = BigInt(Math.trunc(Number(most.value)));
  return capped(count * (value < 0n ? 0n : value));
}

interface Wanted {
  readonly declarations: Declarations;
  readonly type: SchemaType;
  readonly steps: Steps;
  readonly wanted: 'bool' | 'string';
}

// A text: why it is refused.
function judged(
  text: string,
  { type, ...wanted }: Wanted,
): { readonly cost: bigint; readonly usesOld: boolean } | string {
  const compiled = programOf(text, wanted);
  if (typeof compiled === 'string') return compiled;
  const { checked } = compiled;
  return { cost: estimateCost(checked, type).most, usesOld: usesName(checked, 'oldSelf') };
}

// As Go prints its own struct.
function faultOf(rule: Field, key: 'rule' | 'messageExpression', detail: string): FieldFault {
  const text = (name: string): string => rule.at(name).text;
  const [reason, optional] = [rule.at('reason'), rule.at('optionalOldSelf')];
  const value = JSON.stringify({
    Rule: text('rule'),
    Message: text('message'),
    MessageExpression: text('messageExpression'),
    Reason: reason.isSet ? reason.value : null,
    FieldPath: text('fieldPath'),
    OptionalOldSelf: optional.isSet ? optional.value : null,
  });
  const escaped = value.replaceAll(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
  const message = `Invalid value: ${escaped}: ${detail}`;
  return { field: rule.at(key).path, reason: 'FieldValueInvalid', message };
}

function excess(what: string, cost: bigint, limit: bigint): string {
  const factor = Number(cost) / Number(limit);
  const times =
    factor > 100 ? 'more than 100x' : factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`;
  const advice =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
  return `${what} exceeds budget by factor of ${times} (${advice})`;
}
