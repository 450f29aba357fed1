/**
 * TypeScript source in the making. Only this file turns text into source. Words of a cluster or of a file get into it
 * quoted, as a checked name or as a comment, and in no other way: where source is wanted, a string does not compile.
 */
import { InvalidDefinitionError, shown, visible } from './invalid-definition.ts';

class Source {
  readonly text: string;
  /** Makes this type the only one of its shape. */
  readonly #own = true;

  constructor(text: string) {
    this.text = text;
  }

  static is(value: unknown): value is Source {
    return typeof value === 'object' && value !== null && #own in value && value.#own;
  }
}

export type Code = Source;

/** A template of our own, filled with source; a list stands for its items, one behind the other. */
export function code(template: TemplateStringsArray, ...values: readonly (Code | readonly Code[])[]): Code {
  const parts = template.map((own, at) => {
    const value = values[at];
    return own + (value === undefined ? '' : Source.is(value) ? value.text : joined(value).text);
  });
  return new Source(parts.join(''));
}

export function joined(parts: readonly Code[], separator: Code = nothing): Code {
  return new Source(parts.map(({ text }) => text).join(separator.text));
}

export const nothing: Code = new Source('');

/** @throws InvalidDefinitionError for what is no name. */
export function identifier(name: string): Code {
  if (!NAME.test(name)) throw new InvalidDefinitionError(`${shown(name)} cannot be a name in TypeScript`);
  return new Source(name);
}

/** A member's name, quoted where it needs to be. */
export function memberName(name: string): Code {
  return NAME.test(name) ? new Source(name) : quoted(name);
}

const NAME = /^[A-Za-z_$][\w$]*$/;

/** A single-quoted literal. */
export function quoted(text: string): Code {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return new Source(`'${visible(inside)}'`);
}

export function list(texts: readonly string[]): Code {
  return code`[${joined(texts.map(quoted), code`, `)}]`;
}

/** @throws InvalidDefinitionError for a number that has no literal. */
export function constant(value: string | number | boolean): Code {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new InvalidDefinitionError(`${value} is no number that can be written down`);
  return new Source(String(value));
}

/**
 * A value as a literal. JSON is source, but for one name of a member.
 *
 * @throws InvalidDefinitionError for a member `__proto__`, which in source is the prototype.
 */
export function json(value: unknown): Code {
  const text = JSON.stringify(value, (key, member: unknown) => {
    if (key === '__proto__') throw new InvalidDefinitionError('"__proto__" cannot be a member of a literal');
    return member;
  });
  return new Source(visible(text));
}

/** A line that begins with `//`. */
export function lineComment(text: string): Code {
  return new Source(`// ${text.split('\t').map(visible).join('\t')}\n`);
}

/** A comment on what follows, on one line or several. The compiler obeys a last line that begins with `@ts-ignore`. */
export function docComment(text: string, indent: '' | '  '): Code {
  const lines = text.split(/\r\n?|\n/).map((line) => line.split('\t').map(visible).join('\t'));
  const [only = '', ...others] = lines.map((line) => line.replaceAll('*/', '*\\/'));
  if (others.length === 0 && !only.includes('@ts-')) return new Source(`${indent}/** ${only} */\n`);
  const inside = [only, ...others].map((line) => `${indent} * ${line}`.trimEnd());
  return new Source(`${indent}/**\n${inside.join('\n')}\n${indent} */\n`);
}
