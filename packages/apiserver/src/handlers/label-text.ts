// A label selector as the text of a request, refused in the words of the real server.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/labels/selector.go

import { LabelQuery, type LabelRequirement } from '@kube-rx/core';
import { badRequest, type FieldFault, invalidValue, invalidValues, refusing } from '../status-error.ts';
import { labelValueComplaints, qualifiedNameComplaints } from '../validation/names.ts';

/** @throws StatusError: a 400 where it cannot be read. */
export function readLabelSelector(text: string): LabelQuery {
  return new LabelQuery(refusing(Unread, () => requirementsIn(new Tokens(text)), badRequest));
}

class Unread extends Error {}

const binaryOperators: ReadonlyMap<string, LabelRequirement['operator']> = new Map([
  ['in', 'In'],
  ['notin', 'NotIn'],
  ['=', 'In'],
  ['==', 'In'],
  ['!=', 'NotIn'],
  ['>', 'GreaterThan'],
  ['<', 'LessThan'],
]);

/** Words and signs; the end is told as `''`. */
class Tokens {
  readonly #texts: readonly string[];
  #at = 0;

  constructor(text: string) {
    // No other blank ends a word.
    this.#texts = text.match(/==|!=|[=!<>(),]|[^ \t\r\n=!<>(),]+/g) ?? [];
  }

  get next(): string {
    return this.#texts[this.#at] ?? '';
  }

  take(): string {
    const { next } = this;
    this.#at += 1;
    return next;
  }
}

function isWord(token: string): boolean {
  return token !== '' && !/^[=!<>(),]/.test(token);
}

function startsRequirement(token: string): boolean {
  return isWord(token) || token === '!';
}

function requirementsIn(tokens: Tokens): LabelRequirement[] {
  const requirements: LabelRequirement[] = [];
  if (tokens.next === '') return requirements;
  if (!startsRequirement(tokens.next))
    throw new Unread(`found '${tokens.next}', expected: !, identifier, or 'end of string'`);
  for (;;) {
    requirements.push(requirementIn(tokens));
    const behind = tokens.take();
    if (behind === '') return requirements;
    if (behind !== ',') throw new Unread(`found '${behind}', expected: ',' or 'end of string'`);
    if (!startsRequirement(tokens.next))
      throw new Unread(`found '${tokens.next}', expected: identifier after ','`);
  }
}

function requirementIn(tokens: Tokens): LabelRequirement {
  const isNegated = tokens.next === '!';
  if (isNegated) tokens.take();
  const key = tokens.take();
  if (!isWord(key)) throw unparsed(`found '${key}', expected: identifier`);
  // The key is at no path.
  requireNone(invalidValues('<nil>', key, joined(qualifiedNameComplaints(key))));
  if (isNegated) return { key, operator: 'DoesNotExist', values: [] };
  if (tokens.next === '' || tokens.next === ',') return { key, operator: 'Exists', values: [] };
  const sign = tokens.take();
  const operator = binaryOperators.get(sign);
  if (!operator) throw unparsed(`found '${sign}', expected: in, notin, =, ==, !=, gt, lt`);
  const values = sign === 'in' || sign === 'notin' ? setIn(tokens) : [exactValue(tokens)];
  requireNone(values.flatMap((value, at) => valueFaults({ key, operator, value, at })));
  return { key, operator, values };
}

function setIn(tokens: Tokens): string[] {
  const open = tokens.take();
  if (open !== '(') throw unparsed(`found '${open}' expected: '('`);
  if (tokens.next !== ')' && tokens.next !== ',' && !isWord(tokens.next))
    throw unparsed(`found '${tokens.next}', expected: ',', ')' or identifier`);
  const values = new Set<string>();
  for (;;) {
    // What stands between two commas may be empty.
    if (tokens.next === ',' || tokens.next === ')') values.add('');
    else values.add(laterItem(tokens));
    const behind = tokens.take();
    if (behind === ')') return [...values].sort();
    if (behind !== ',') throw unparsed(`found '${behind}', expected: ',' or ')'`);
  }
}

// What may be the first one is known by then.
function laterItem(tokens: Tokens): string {
  const item = tokens.take();
  if (!isWord(item)) throw unparsed(`found '${item}', expected: ',', or identifier`);
  return item;
}

function exactValue(tokens: Tokens): string {
  if (tokens.next === '' || tokens.next === ',') return '';
  const value = tokens.take();
  if (!isWord(value)) throw unparsed(`found '${value}', expected: identifier`);
  return value;
}

interface AskedValue extends Pick<LabelRequirement, 'key' | 'operator'> {
  readonly value: string;
  readonly at: number;
}

function valueFaults({ key, operator, value, at }: AskedValue): FieldFault[] {
  const path = `values[${at}]`;
  const isOrder = operator === 'GreaterThan' || operator === 'LessThan';
  const order = "for 'Gt', 'Lt' operators, the value must be an integer";
  return [
    ...(isOrder && !isInteger(value) ? [invalidValue(path, value, order)] : []),
    ...invalidValues(`${path}[${key}]`, value, joined(labelValueComplaints(value))),
  ];
}

function joined(complaints: readonly string[]): string[] {
  return complaints.length === 0 ? [] : [complaints.join('; ')];
}

// As Go's strconv.ParseInt.
function isInteger(text: string): boolean {
  if (!/^[+-]?\d{1,99}$/.test(text)) return false;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value;
}

function requireNone(faults: readonly FieldFault[]): void {
  if (faults.length === 0) return;
  const texts = [...new Set(faults.map(({ field, message }) => `${field}: ${message}`))];
  throw unparsed(texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`);
}

function unparsed(why: string): Unread {
  return new Unread(`unable to parse requirement: ${why}`);
}
