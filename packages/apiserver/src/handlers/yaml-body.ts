// YAML in a request, which JSON is as well.

import { parseDocument } from 'yaml';
import { type Json, parseJsonText } from '../json/json.ts';
import { badRequest } from '../status-error.ts';

export interface ReadYaml {
  readonly value: Json;
  /** `line 5: key "a" already set in map`, for each key that comes a second time. */
  readonly repeats: readonly string[];
}

export function readYaml(text: string): ReadYaml {
  const document = parseDocument(text, { schema: 'core' });
  const [fatal] = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  if (fatal) throw notYaml(fatal.linePos?.[0].line);
  const repeats = document.errors.map(({ linePos, pos: [start] }) => {
    const key = /^(?:"([^"]*)"|'([^']*)'|([^:\s]+))/.exec(text.slice(start));
    return `line ${linePos?.[0].line ?? '?'}: key ${JSON.stringify(key?.[1] ?? key?.[2] ?? key?.[3] ?? '')} already set in map`;
  });
  return { value: valueOf(document), repeats };
}

// Aliases are followed here, as far as they lead to no more than a hundred copies.
function valueOf(document: ReturnType<typeof parseDocument>): Json {
  try {
    return parseJsonText(JSON.stringify(document.toJS({ maxAliasCount: 100 }) ?? null));
  } catch {
    throw notYaml(undefined);
  }
}

function notYaml(line: number | undefined): Error {
  return badRequest(`the body of the request is not valid YAML${line === undefined ? '' : `, line ${line}`}`);
}
