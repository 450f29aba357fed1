// A mapping in a YAML file that knows where it stands, so that errors can name the file and the key.

import { readYaml, YamlError } from '@kube-rx/core/encoding';
import { ConfigError } from '../errors.ts';

export class Section {
  readonly file: string;
  readonly #path: string;
  readonly #values: object;
  /** The same values, with numbers that are numbers. */
  readonly #exact: () => unknown;

  private constructor(file: string, path: string, { values, exact }: Values) {
    this.file = file;
    this.#path = path;
    this.#values = values;
    this.#exact = exact;
  }

  /**
   * The whole of a file, of which the first document counts; an empty one is an empty mapping. Scalars are texts (also
   * a token of digits), except for `true`, `yes`, `null` and their like.
   *
   * @throws ConfigError naming the line, for text that is not YAML, or no mapping.
   */
  static parse(source: string | Uint8Array, file: string): Section {
    const value = valueOf(source, file, true);
    if (value !== null && !isMapping(value))
      throw new ConfigError('is no mapping of keys to values, so it is no kubeconfig', { where: file });
    return new Section(file, '', { values: value ?? {}, exact: () => valueOf(source, file, false) });
  }

  /** The same mapping under another path: `clusters[prod]`, not `clusters[0]`. */
  named(path: string): Section {
    return new Section(this.file, path, { values: this.#values, exact: this.#exact });
  }

  text(key: string): string | undefined {
    const isText = (value: unknown): value is string => typeof value === 'string';
    return this.#get(key, isText, 'must be a text; words like yes, on and true need quotes to be one');
  }

  requireText(key: string): string {
    return this.#require(key, this.text(key));
  }

  flag(key: string): boolean {
    return this.#get(key, (value) => typeof value === 'boolean', 'must be true or false') ?? false;
  }

  /** Undefined only where the key is absent. */
  texts(key: string): string[] | undefined {
    const isList = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.#get(key, isList, 'must be a list of texts');
  }

  section(key: string): Section | undefined {
    const value = this.#get(key, isMapping, 'must be a mapping');
    const exact = (): unknown => memberOf(this.#exact(), key);
    return value && new Section(this.file, this.#pathOf(key), { values: value, exact });
  }

  requireSection(key: string): Section {
    return this.#require(key, this.section(key));
  }

  sections(key: string): Section[] {
    const isList = (value: unknown): value is unknown[] => Array.isArray(value);
    const items = this.#get(key, isList, 'must be a list') ?? [];
    return items.map((item, at) => {
      if (!isMapping(item)) throw this.problem(`${key}[${at}]`, 'must be a mapping');
      const exact = (): unknown => memberOf(memberOf(this.#exact(), key), at);
      return new Section(this.file, this.#pathOf(`${key}[${at}]`), { values: item, exact });
    });
  }

  /** Whatever it is, with numbers that are numbers; undefined where it is absent. */
  value(key: string): unknown {
    return memberOf(this.#exact(), key) ?? undefined;
  }

  keys(): string[] {
    return Object.keys(this.#values);
  }

  problem(key: string, problem: string, cause?: unknown): ConfigError {
    return new ConfigError(problem, { where: this.where(key), cause });
  }

  /** File and key, for messages. */
  where(key?: string): string {
    const path = key === undefined ? this.#path : this.#pathOf(key);
    return path === '' ? this.file : `${this.file}: ${path}`;
  }

  #require<T>(key: string, value: T | undefined): T {
    if (value === undefined) throw this.problem(key, 'is missing');
    return value;
  }

  /** The value, which must be what `is` says; else the problem is `problem`. */
  #get<T>(key: string, is: (value: unknown) => value is T, problem: string): T | undefined {
    const value: unknown = Object.hasOwn(this.#values, key) ? Reflect.get(this.#values, key) : undefined;
    // `users:` and `users: null` both mean that there are none.
    if (value === undefined || value === null || value === '') return undefined;
    if (!is(value)) throw this.problem(key, problem);
    return value;
  }

  #pathOf(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}

interface Values {
  readonly values: object;
  readonly exact: () => unknown;
}

function memberOf(holder: unknown, key: string | number): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? Reflect.get(holder, key)
    : undefined;
}

function valueOf(source: string | Uint8Array, file: string, numbersAsText: boolean): unknown {
  try {
    const [document] = readYaml(source, { numbersAsText });
    return document ? JSON.parse(document.json) : null;
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    const where = `${file}: line ${cause.line}:${cause.column}`;
    throw new ConfigError(`is not valid YAML (it ${cause.message})`, { where, cause });
  }
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
