// A pattern as Go reads it. kube-apiserver compiles patterns with RE2; libraries write those of JavaScript.

import { quotedText } from '@kube-rx/core';
import { type Place, refuse, repair } from './place.ts';
import { mostRepeats, Repeats } from './repeats.ts';

/** White space as JavaScript knows it: RE2's `\s` is ASCII, and without the vertical tab. */
const space = String.raw`\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const noSpace = String.raw`\x00-\x08\x0e-\x1f!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** What only Go writes: such a pattern is left as it is, and the server says whether it is right. */
const ofGo = /\\x\{[\da-fA-F]+\}|\[\[:\^?[a-z]+:\]|\(\?P</;

const longestPattern = 10_000;

export function patternOf(pattern: unknown, place: Place): string | undefined {
  if (pattern === undefined) return undefined;
  if (typeof pattern !== 'string')
    return refuse(place, 'a pattern that is no text', 'write a regular expression');
  if (pattern.length > longestPattern)
    return refuse(place, `a pattern of more than ${longestPattern} characters`, 'make it shorter');
  if (ofGo.test(pattern)) return pattern;
  const translated = new Translation(pattern, place).text();
  if (translated !== pattern)
    repair(place, `the pattern is written as Go reads it: ${quotedText(translated)}`);
  return translated;
}

class Translation {
  readonly #pattern: string;
  readonly #place: Place;
  readonly #repeats = new Repeats();
  /** Whether a dot is a line break too, by the flag `s`. */
  readonly #isDotAll: boolean;
  #at = 0;

  constructor(pattern: string, place: Place) {
    this.#pattern = pattern;
    this.#place = place;
    // Flags of Go at the start are no JavaScript.
    const flags = /^\(\?[ims]+\)/.exec(pattern)?.[0] ?? '';
    this.#at = flags.length;
    this.#isDotAll = flags.includes('s');
    try {
      new RegExp(pattern.slice(flags.length));
    } catch {
      this.#refuse('a pattern that is no regular expression', 'correct it');
    }
  }

  text(): string {
    let made = this.#pattern.slice(0, this.#at);
    while (this.#at < this.#pattern.length) made += this.#next();
    return made;
  }

  #next(): string {
    const rest = this.#pattern.slice(this.#at);
    const [group] = /^\(\?(?:<?[=!])/.exec(rest) ?? [];
    if (group !== undefined)
      return this.#refuse(
        `the pattern ${quotedText(this.#pattern)} with a look${group.includes('<') ? 'behind' : 'ahead'}`,
        'Go knows none: write it without, as several patterns, or as a CEL rule',
      );
    const [repeat] = /^\{\d+(?:,\d*)?\}/.exec(rest) ?? [];
    if (repeat !== undefined) return this.#repeat(repeat);
    if (rest.startsWith('(')) this.#repeats.open();
    else if (rest.startsWith(')')) this.#repeats.close();
    else if (!/^[*+?]/.test(rest)) this.#repeats.part();
    if (rest.startsWith('[')) return this.#class();
    if (rest.startsWith('\\')) return this.#escape(false);
    if (rest.startsWith('.') && !this.#isDotAll) return this.#take(1, String.raw`[^\n\r\x{2028}\x{2029}]`);
    return this.#take(1, rest[0] ?? '');
  }

  #repeat(text: string): string {
    const [least = '', most] = text.slice(1, -1).split(',');
    const isTaken = this.#repeats.repeat(Number(least), most === '' ? undefined : Number(most ?? least));
    if (isTaken) return this.#take(text.length, text);
    return this.#refuse(
      `the pattern ${quotedText(this.#pattern)} with more than ${mostRepeats} repetitions`,
      'use minLength and maxLength',
    );
  }

  #class(): string {
    const isNegated = this.#pattern[this.#at + 1] === '^';
    this.#at += isNegated ? 2 : 1;
    let members = '';
    let isAfterClass = false;
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== ']') {
      const rest = this.#pattern.slice(this.#at);
      const character = rest[0] ?? '';
      const isClass = /^\\[dDwWsSpP]/.test(rest);
      // To JavaScript no range begins or ends with a class: a hyphen beside one is itself.
      const isHyphen = character === '-' && (isAfterClass || /^-\\[dDwWsSpP]/.test(rest));
      isAfterClass = isClass;
      if (character === '\\') members += this.#escape(true);
      else if (isHyphen) members += this.#take(1, rest[1] === ']' ? '-' : '\\-');
      else members += this.#take(1, character === '[' ? '\\[' : character);
    }
    this.#at += 1;
    if (members === '') return isNegated ? String.raw`[\x00-\x{10ffff}]` : String.raw`[^\x00-\x{10ffff}]`;
    return `[${isNegated ? '^' : ''}${members}]`;
  }

  #escape(isInClass: boolean): string {
    const rest = this.#pattern.slice(this.#at);
    const code = /^\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|u\{([\da-fA-F]+)\})/.exec(rest);
    if (code !== null)
      return this.#take(code[0].length, `\\x{${(code[1] ?? code[2] ?? code[3] ?? '').toLowerCase()}}`);
    const letter = rest[1] ?? '';
    if ((/[1-9]/.test(letter) || (letter === 'k' && rest[2] === '<')) && !isInClass)
      return this.#refuse(
        `the pattern ${quotedText(this.#pattern)} with a back-reference`,
        'Go knows none: write it without, or as a CEL rule',
      );
    if (letter === 's') return this.#take(2, isInClass ? space : `[${space}]`);
    if (letter === 'S') return this.#take(2, isInClass ? noSpace : `[^${space}]`);
    if (letter === 'b' && isInClass) return this.#take(2, String.raw`\x08`);
    if ('dDwWbBfnrtv'.includes(letter)) return this.#take(2, `\\${letter}`);
    if (letter === '0' && !/\d/.test(rest[2] ?? '')) return this.#take(2, String.raw`\x00`);
    const property = /^\\[pP]\{(?:[A-Z][a-z]?|[A-Z][a-z]{2,})\}/.exec(rest)?.[0];
    if (property !== undefined && !isOfJavaScript(property)) return this.#take(property.length, property);
    if (/[A-Za-z0-9]/.test(letter))
      return this.#refuse(
        `the pattern ${quotedText(this.#pattern)} with ${quotedText(`\\${letter}`)}`,
        'write the character itself',
      );
    // What is no letter may be escaped in both languages, but for what is not ASCII.
    return this.#take(2, /[!-~]/.test(letter) ? `\\${letter}` : letter);
  }

  #take(length: number, text: string): string {
    this.#at += length;
    return text;
  }

  #refuse(found: string, advice: string): never {
    return refuse(this.#place, found, advice);
  }
}

/** As `\p{Emoji}`. Categories as `\p{L}` and `\p{Letter}` are known to Go, and so are names of scripts. */
function isOfJavaScript(property: string): boolean {
  const name = property.slice(3, -1);
  return isProperty(name) && !isProperty(`General_Category=${name}`) && name !== 'Any';
}

function isProperty(name: string): boolean {
  try {
    new RegExp(`\\p{${name}}`, 'u');
    return true;
  } catch {
    return false;
  }
}
