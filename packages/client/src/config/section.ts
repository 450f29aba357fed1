// A mapping in a YAML file that knows where it stands, so that errors can name the file and the key.

import type { Document } from 'yaml';
import { ConfigError } from '../errors.ts';

export class Section {
  readonly file: string;
  readonly #path: string;
  readonly #values: object;

  private constructor(file: string, path: string, values: object) {
    this.file = file;
    this.#path = path;
    this.#values = values;
  }

  /**
   * The whole of a file; an empty one is an empty mapping. Scalars are texts (also a token of digits), except `true`,
   * `false` and `null`. Loads the YAML parser, which a Pod never needs.
   *
   * @throws ConfigError naming the line, for text that is not YAML, or no mapping.
   */
  static async parse(text: string, file: string): Promise<Section> {
    const { LineCounter, parseDocument } = await import('yaml');
    const lines = new LineCounter();
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: 'failsafe',
      customTags: ['null', 'bool'],
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      // The parser's message may quote the text, which may be a private key.
      throw new ConfigError(`is not valid YAML (${error.code})`, { where: `${file}: line ${line}:${col}` });
    }
    const value = toValue(document, file);
    if (value !== null && !isMapping(value))
      throw new ConfigError('is no mapping of keys to values, so it is no kubeconfig', { where: file });
    return new Section(file, '', value ?? {});
  }

  /** The same mapping under another path: `clusters[prod]`, not `clusters[0]`. */
  named(path: string): Section {
    return new Section(this.file, path, this.#values);
  }

  text(key: string): string | undefined {
    const isText = (value: unknown) => typeof value === 'string' || typeof value === 'boolean';
    return this.#get(key, isText, 'must be a text')?.toString();
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
    return value && new Section(this.file, this.#pathOf(key), value);
  }

  requireSection(key: string): Section {
    return this.#require(key, this.section(key));
  }

  sections(key: string): Section[] {
    const isList = (value: unknown): value is unknown[] => Array.isArray(value);
    const items = this.#get(key, isList, 'must be a list') ?? [];
    return items.map((item, at) => {
      if (!isMapping(item)) throw this.problem(`${key}[${at}]`, 'must be a mapping');
      return new Section(this.file, this.#pathOf(`${key}[${at}]`), item);
    });
  }

  /** Whatever it is; undefined where it is absent. */
  value(key: string): unknown {
    return this.#get(key, (value): value is unknown => value !== undefined, '');
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

function toValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ConfigError('has an alias without its anchor, or too many of them', { where: file });
  }
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
