// A path to a field, as `.spec.color` or `.spec['a.b']`, followed through a schema.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/cel/validation.go

import type { Field } from '../../validation/field.ts';
import { additionalOf, propertyOf } from './subschemas.ts';

interface Found {
  /** Undefined where nothing is said of what is there. */
  readonly schema: Field | undefined;
  readonly names: readonly string[];
}

type Outcome = Found | { readonly wrong: string };

interface Terms {
  /** Whether a name may stand in brackets. Default: yes. */
  readonly brackets?: false;
}

export function findField(schema: Field, path: string, { brackets }: Terms = {}): Outcome {
  const tokens = tokensOf(path);
  let found: Found = { schema, names: [] };
  for (let at = 0; at < tokens.length; at += 1) {
    const delimiter = tokens[at] ?? '';
    if (delimiter !== '.' && delimiter !== '[') return { wrong: `expected [ or . but got: ${delimiter}` };
    if (delimiter === '[' && brackets === false) return { wrong: 'array notation is not allowed' };
    at += 1;
    const token = tokens[at];
    if (token === undefined) return { wrong: 'unexpected end of JSON path' };
    const name = delimiter === '.' ? token : quoted(token);
    if (name === undefined) return { wrong: `expected single quoted string but got ${token}` };
    const next = step(found, name);
    if (!next) return { wrong: 'does not refer to a valid field' };
    found = next;
    if (delimiter === '.') continue;
    at += 1;
    if (tokens[at] === undefined) return { wrong: 'unexpected end of JSON path' };
    if (tokens[at] !== ']') return { wrong: `expected ] but got ${tokens[at]}` };
  }
  return found;
}

function step({ schema, names }: Found, name: string): Found | undefined {
  if (!schema) return undefined;
  if (schema.at('properties').size > 0) {
    const property = propertyOf(schema, name);
    return property && { schema: property, names: [...names, name] };
  }
  if (!schema.at('additionalProperties').isSet) return undefined;
  return { schema: additionalOf(schema), names: [...names, name] };
}

function quoted(token: string): string | undefined {
  if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'")) return undefined;
  return token.slice(1, -1).replace(/\\(.)/g, '$1');
}

// Dots and brackets are tokens; within quotes they are none.
function tokensOf(path: string): string[] {
  const tokens: string[] = [];
  let rest = path;
  while (rest !== '') {
    const token =
      (rest.startsWith("'") ? /^'(?:\\'|[^'])*'?/ : /^(?:[.[\]]|[^.[\]]+)/).exec(rest)?.[0] ?? rest;
    tokens.push(token);
    rest = rest.slice(token.length);
  }
  return tokens;
}
