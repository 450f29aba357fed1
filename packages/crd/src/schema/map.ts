// Maps: any keys, or those of a pattern or a list, with values of one schema.

import { type Draft, isRecord, without } from './draft.ts';
import type { ValidationRule } from './json-schema-props.ts';
import { patternOf } from './pattern.ts';
import { memberPlace, type Place, propertyPlace, refuse, repair } from './place.ts';

type Node = Readonly<Record<string, unknown>>;

/** The members of an object without named fields. */
export function convertMap(node: Node, place: Place): Draft {
  const { propertyNames: names, patternProperties, additionalProperties } = node;
  if (patternProperties !== undefined) return byPattern(node, place);
  const values = additionalProperties ?? true;
  if (values === false) return { properties: {}, closed: true };
  if (isRecord(names) && Array.isArray(names['enum'])) return byList(names['enum'], values, place);
  if (names === undefined && (values === true || (isRecord(values) && Object.keys(values).length === 0)))
    return { 'x-kubernetes-preserve-unknown-fields': true };
  return withRules(valuesOf(values, place), rulesOfNames(names, node, place), place);
}

function withRules(map: Draft, rules: Draft, place: Place): Draft {
  const { additionalProperties: values } = map;
  if (rules['x-kubernetes-validations'] !== undefined && values !== undefined && !isReadable(values))
    refuse(
      place,
      'a limit on the keys of a map of any values',
      'give the values a type, or leave the limit out',
    );
  return { ...map, ...rules };
}

/** Whether a server has a type for rules: it has none for what has values of any type within. */
function isReadable({ type, items, additionalProperties, ...draft }: Draft): boolean {
  if (type === undefined) return draft['x-kubernetes-int-or-string'] === true;
  return [items, additionalProperties].every((inner) => inner === undefined || isReadable(inner));
}

function valuesOf(raw: unknown, place: Place): Draft {
  const draft = place.run.convert(raw, memberPlace(place, 'values'));
  if (draft.never === true) return { properties: {} };
  return { additionalProperties: draft };
}

/** Keys that are all named are fields. */
function byList(names: readonly unknown[], values: unknown, place: Place): Draft {
  repair(place, 'a map of keys that are all named is an object with these fields');
  const fields = names.map((name): [string, Draft] => [
    String(name),
    place.run.convert(values, propertyPlace(place, String(name))),
  ]);
  return { properties: Object.fromEntries(fields), closed: true };
}

function byPattern(node: Node, place: Place): Draft {
  const patterns = isRecord(node['patternProperties']) ? Object.entries(node['patternProperties']) : [];
  const [first, ...others] = patterns;
  if (first === undefined) return convertMap({ ...node, patternProperties: undefined }, place);
  const [pattern, values] = first;
  const isAny = /^\^?(?:\.\*|\(\.\*\)|\[\\s\\S\]\*\??)?\$?$/.test(pattern) && pattern !== '^$';
  if (others.length === 0 && isAny) return valuesOf(values, place);
  const isOnly = others.length === 0 && node['additionalProperties'] === false;
  if (!isOnly)
    return refuse(
      place,
      'keys of a pattern beside any others',
      'use a map whose keys all match (a record with a key schema), or patternProperties with additionalProperties: false',
    );
  return withRules(valuesOf(values, place), rulesOfNames({ pattern }, node, place), place);
}

/** What is asked of keys is said in CEL; a bound of their number keeps the rule within the server's budget. */
function rulesOfNames(names: unknown, node: Node, place: Place): Draft {
  if (names === undefined || names === true) return {};
  if (!isRecord(names)) return refuse(place, 'propertyNames that are no schema', 'write { pattern: … }');
  const { pattern, minLength, maxLength } = names;
  const unknown = without(names, [
    'type',
    'pattern',
    'minLength',
    'maxLength',
    '$schema',
    'title',
    'description',
    'format',
    '$id',
  ]);
  const [other] = Object.keys(unknown);
  if (other !== undefined)
    return refuse(place, `${other} for the keys of a map`, 'use pattern, minLength or maxLength');
  const rules: ValidationRule[] = [];
  const text = patternOf(pattern, place);
  if (text !== undefined) rules.push(keyRule(`key.matches(${celText(text)})`, `match ${text}`));
  if (typeof minLength === 'number')
    rules.push(keyRule(`size(key) >= ${minLength}`, `have at least ${minLength} characters`));
  if (typeof maxLength === 'number')
    rules.push(keyRule(`size(key) <= ${maxLength}`, `have at most ${maxLength} characters`));
  if (rules.length === 0) return {};
  repair(place, 'what is asked of the keys is said as a CEL rule');
  if (node['maxProperties'] === undefined)
    refuse(
      place,
      'a limit on the keys of a map of any size',
      'bound their number, so that the rule fits the budget of the server: maxProperties: 100',
    );
  return { 'x-kubernetes-validations': rules };
}

function keyRule(rule: string, message: string): ValidationRule {
  return { rule: `self.all(key, ${rule})`, message: `all keys must ${message}`.replaceAll(/[\r\n]/g, ' ') };
}

/** A literal of CEL, whose escapes are a part of JSON's. */
function celText(text: string): string {
  return JSON.stringify(text);
}
