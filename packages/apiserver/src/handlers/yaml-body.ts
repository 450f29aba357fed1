// YAML in a request, which JSON is as well.

import { type Document, isScalar, LineCounter, parseDocument, type Scalar, visit } from 'yaml';
import { type Json, jsonText, parseJsonText } from '../json/json.ts';
import { badRequest } from '../status-error.ts';

export interface ReadYaml {
  readonly value: Json;
  /** `line 5: key "a" already set in map`, for each key that comes a second time. */
  readonly repeats: readonly string[];
}

export function readYaml(text: string): ReadYaml {
  const lineCounter = new LineCounter();
  // The parser compares each key of a map with all before it, which takes seconds for ten thousand of them.
  const document = parseDocument(text, { schema: 'core', uniqueKeys: false, intAsBigInt: true, lineCounter });
  const [fatal] = document.errors;
  if (fatal) throw notYaml(fatal.linePos?.[0].line);
  const repeats = repeatedKeys(document).map(({ source = '', range }) => {
    const { line } = lineCounter.linePos(range?.[0] ?? 0);
    return `line ${line}: key ${JSON.stringify(source)} already set in map`;
  });
  return { value: valueOf(document), repeats };
}

function repeatedKeys(document: Document.Parsed): Scalar[] {
  const seen = new Map<unknown, Set<unknown>>();
  const repeated: Scalar[] = [];
  visit(document, {
    Pair(_, { key }, path) {
      if (!isScalar(key)) return;
      const map = path.at(-1);
      const keys = seen.get(map) ?? new Set();
      if (keys.has(key.value)) repeated.push(key);
      seen.set(map, keys.add(key.value));
    },
  });
  return repeated;
}

// Aliases are followed here, as far as they lead to no more than a hundred copies.
function valueOf(document: ReturnType<typeof parseDocument>): Json {
  try {
    return parseJsonText(jsonText(document.toJS({ maxAliasCount: 100 }) ?? null));
  } catch {
    throw notYaml(undefined);
  }
}

function notYaml(line: number | undefined): Error {
  return badRequest(`the body of the request is not valid YAML${line === undefined ? '' : `, line ${line}`}`);
}
