// `'%s has %d'.format([name, count])`: https://github.com/google/cel-go/tree/v0.26.0/ext#format

import { goQuoted } from '../../../json/go-text.ts';
import type { Steps } from '../../../schema/steps.ts';
import type { Checked } from '../../check/checker.ts';
import type { Call, Expression, ListLiteral } from '../../syntax/expression.ts';
import type { Issue } from '../../syntax/issue.ts';
import { CelType } from '../../type.ts';
import { CelError, Duration, ListValue, MapValue, Timestamp, typeOf, Uint, type Value } from '../../value.ts';
import { fixedText } from '../../value-text.ts';
import { toText } from '../conversions.ts';

type Letter = 's' | 'd' | 'f' | 'e' | 'b' | 'x' | 'X' | 'o';

interface Clause {
  readonly letter: Letter;
  readonly digits: number | undefined;
}

class FormatFault extends Error {}

const clause = /%(?:\.(\d*))?(.?)/sy;

/** What stands between clauses, and the clauses; `%%` is text. */
function* partsOf(format: string, count: number): Generator<string | Clause, void, undefined> {
  let at = 0;
  let index = 0;
  for (let next = format.indexOf('%'); next >= 0; next = format.indexOf('%', at)) {
    yield format.slice(at, next);
    if (format[next + 1] === '%') {
      yield '%';
      at = next + 2;
      continue;
    }
    if (index >= count) throw new FormatFault(`index ${index} out of range`);
    if (next + 1 >= format.length) throw new FormatFault('unexpected end of string');
    clause.lastIndex = next;
    const [, digits, letter = ''] = clause.exec(format) ?? [];
    yield { letter: letterOf(letter, digits), digits: digits === undefined ? undefined : Number(digits) };
    at = clause.lastIndex;
    index++;
  }
  yield format.slice(at);
}

function letterOf(letter: string, digits: string | undefined): Letter {
  const parsing = 'could not parse formatting clause: ';
  if (digits !== undefined && letter === '')
    throw new FormatFault(
      `${parsing}error while parsing precision: could not find end of precision specifier`,
    );
  if (digits === '')
    throw new FormatFault(
      `${parsing}error while parsing precision: error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax`,
    );
  if (!isLetter(letter)) throw new FormatFault(`${parsing}unrecognized formatting clause "${letter}"`);
  return letter;
}

function isLetter(text: string): text is Letter {
  return text !== '' && 'sdfebxXo'.includes(text);
}

export function formatted(format: string, args: ListValue, steps: Steps): Value {
  let result = '';
  let index = 0;
  try {
    for (const part of partsOf(format, args.size))
      result += typeof part === 'string' ? part : clauseText(part, args.at(index++), steps);
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error;
    return new CelError(error.message);
  }
  return result;
}

const wanted: Readonly<Record<Letter, string>> = {
  s: 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  d: 'decimal clause can only be used on integers',
  f: 'fixed-point clause can only be used on doubles',
  e: 'scientific clause can only be used on doubles',
  b: 'only integers and bools can be formatted as binary',
  x: 'only integers, byte buffers, and strings can be formatted as hex',
  X: 'only integers, byte buffers, and strings can be formatted as hex',
  o: 'octal clause can only be used on integers',
};

function unfit(letter: Letter, type: string): string {
  return `error during formatting: ${wanted[letter]}, was given ${type}`;
}

function clauseText({ letter, digits = 6 }: Clause, value: Value, steps: Steps): string {
  steps.spend(typeof value === 'string' || value instanceof Uint8Array ? 10 + 2 * value.length : 10);
  if (letter === 'f') steps.spend(digits);
  const text = letter === 's' ? stringText(value, steps) : numberText({ letter, digits }, value);
  if (text === undefined) throw new FormatFault(unfit(letter, typeOf(value).name));
  return text;
}

function stringText(value: Value, steps: Steps): string | undefined {
  if (value instanceof ListValue) return listText(value, steps);
  if (value instanceof MapValue) return mapText(value, steps);
  if (value instanceof CelType) return value.name;
  const text = toText(value);
  return typeof text === 'string' ? text : undefined;
}

function listText(list: ListValue, steps: Steps): string {
  const texts: string[] = [];
  for (const one of list) texts.push(nestedText(one, steps));
  return `[${texts.join(', ')}]`;
}

function mapText(map: MapValue, steps: Steps): string {
  const entries: (readonly [string, string])[] = [];
  for (const key of map.keys())
    entries.push([nestedText(key, steps), nestedText(map.find(key) ?? null, steps)]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}

// Within a list or a map.
function nestedText(value: Value, steps: Steps): string {
  const text = ownText(value, steps);
  // It is written anew for each list or map that it is in.
  steps.spend(20 + 2 * text.length);
  return text;
}

function ownText(value: Value, steps: Steps): string {
  if (typeof value === 'string') return goQuoted(value);
  if (value instanceof Uint8Array) return `b${goQuoted(new TextDecoder().decode(value))}`;
  if (value instanceof Timestamp) return `timestamp(${goQuoted(stringText(value, steps) ?? '')})`;
  if (value instanceof Duration) return `duration(${goQuoted(stringText(value, steps) ?? '')})`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? fixedText(value, 6) : goQuoted(stringText(value, steps) ?? '');
  const text = stringText(value, steps);
  if (text === undefined)
    throw new FormatFault(`error during formatting: no formatting function for ${typeOf(value).name}`);
  return text;
}

function numberText(
  { letter, digits }: { letter: Letter; digits: number },
  value: Value,
): string | undefined {
  if (letter === 'f' || letter === 'e') return doubleClause(letter, digits, value);
  const integer = typeof value === 'bigint' ? value : value instanceof Uint ? value.value : undefined;
  if (letter === 'd') return integer?.toString();
  if (letter === 'o') return integer?.toString(8);
  if (letter === 'b') return typeof value === 'boolean' ? (value ? '1' : '0') : integer?.toString(2);
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const hex = bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : integer?.toString(16);
  return letter === 'X' ? hex?.toUpperCase() : hex;
}

const specials: ReadonlyMap<string, string> = new Map([
  ['NaN', 'NaN'],
  ['Infinity', '∞'],
  ['-Infinity', '-∞'],
]);

// English puts commas between thousands, and has signs for what is no number.
function doubleClause(letter: 'f' | 'e', digits: number, value: Value): string | undefined {
  if (typeof value === 'string') return specials.get(value);
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return specials.get(String(value));
  if (letter === 'e') return scientificText(value);
  const [whole = '', fraction] = fixedText(value, digits).split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  const grouped = sign + thousands(whole.slice(sign.length));
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function thousands(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(',');
}

// What is asked for as digits is a width to cel-go, which changes nothing.
function scientificText(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(6).split('e');
  const sign = exponent.startsWith('-') ? '⁻' : '';
  const power = exponent
    .replace(/^[+-]/, '')
    .padStart(2, '0')
    .replaceAll(/\d/g, (one) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(one)] ?? '');
  return `${mantissa}×10${sign}${power}`;
}

type Kinds = ReadonlySet<string>;

const allowed: Readonly<Record<Letter, Kinds>> = {
  s: new Set('list map int uint double bool string timestamp bytes duration type null'.split(' ')),
  d: new Set(['int', 'uint']),
  f: new Set(['double', 'string']),
  e: new Set(['double', 'string']),
  b: new Set(['int', 'uint', 'bool']),
  x: new Set(['int', 'uint', 'string', 'bytes']),
  X: new Set(['int', 'uint', 'string', 'bytes']),
  o: new Set(['int', 'uint']),
};

/** What is wrong with a call of which the format and the number of arguments are known. */
export function formatIssue(checked: Checked, call: Call): Issue | undefined {
  const [list] = call.args;
  if (call.target?.kind !== 'literal' || typeof call.target.value !== 'string' || list?.kind !== 'list')
    return undefined;
  try {
    return argumentIssue(checked, call.target.value, { call, list });
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error;
    return { offset: call.offset, message: error.message };
  }
}

function argumentIssue(
  checked: Checked,
  format: string,
  { call, list }: { call: Call; list: ListLiteral },
): Issue | undefined {
  let index = 0;
  for (const part of partsOf(format, Number.POSITIVE_INFINITY)) {
    if (typeof part === 'string') continue;
    const item = list.items[index];
    if (!item) throw new FormatFault(`index ${index} out of range`);
    index++;
    const wrong = part.letter === 's' ? unfitPart(checked, item) : unfitItem(checked, item, part.letter);
    if (wrong) return { offset: wrong.offset, message: unfit(part.letter, checked.typeOf(wrong).name) };
  }
  if (list.items.length <= index) return undefined;
  const message = `too many arguments supplied to string.format (expected ${index}, got ${list.items.length})`;
  return { offset: call.offset, message };
}

function unfitItem(checked: Checked, item: Expression, letter: Letter): Expression | undefined {
  const { kind } = checked.typeOf(item);
  return kind === 'dyn' || allowed[letter].has(kind) ? undefined : item;
}

function unfitPart(checked: Checked, item: Expression): Expression | undefined {
  const wrong = unfitItem(checked, item, 's');
  if (wrong) return wrong;
  const inner =
    item.kind === 'list'
      ? item.items
      : item.kind === 'map'
        ? item.entries.flatMap((entry) => [entry.key, entry.value])
        : [];
  for (const one of inner) {
    const found = unfitPart(checked, one);
    if (found) return found;
  }
  return undefined;
}
