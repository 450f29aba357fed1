// YAML as Kubernetes reads it: YAML 1.1 by go-yaml v2, made JSON by sigs.k8s.io/yaml.

import { JsonWriter } from './json-writer.ts';
import { Parser } from './parser.ts';
import { Scanner } from './scanner.ts';
import { sourceText } from './source-text.ts';

export interface YamlDocument {
  /** Integers have all their digits. */
  readonly json: string;
  /** Where its value begins, from 1. */
  readonly line: number;
  /** `line 5: key "a" already set in map`, for each key that comes a second time. The last one counts. */
  readonly repeats: readonly string[];
}

export interface YamlOptions {
  /** Numbers become texts as they are written, as a token `0123` is meant. Default: false. */
  readonly numbersAsText?: boolean;
}

/**
 * The documents of a text, or of bytes of UTF-8 or UTF-16. Each is read when it is asked for, so whoever takes the
 * first one sees no fault behind it, and neither does kubectl.
 *
 * @throws YamlError for what is no YAML, nests too deeply, grows by its aliases, or cannot be JSON.
 * @example
 * const [document] = readYaml('mode: 0644\nready: yes');
 * document?.json;   // '{"mode":420,"ready":true}'
 */
export function* readYaml(
  source: string | Uint8Array,
  { numbersAsText = false }: YamlOptions = {},
): Generator<YamlDocument, void, undefined> {
  for (const node of new Parser(new Scanner(sourceText(source))).documents()) {
    const writer = new JsonWriter({ numbersAsText });
    const json = writer.write(node);
    yield { json, line: node.place.line, repeats: writer.repeats };
  }
}
