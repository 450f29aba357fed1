// A field that may be left out and is there afterwards has a default. Where a library does not tell which, the server
// could not fill it in, and would refuse what the type takes.

import { CrdSchemaError } from './crd-schema-error.ts';
import { isRecord } from './draft.ts';
import { mostDepth, propertyPath } from './place.ts';

export interface Sides {
  readonly input: unknown;
  readonly output: unknown;
  /** Where the caller tells a default. */
  readonly extensions: Readonly<Record<string, { readonly default?: unknown }>>;
}

export function checkSides(sides: Sides, path: string): void {
  compare({ ...sides, depth: 0 }, path);
}

function compare(
  { input, output, extensions, depth }: Sides & { readonly depth: number },
  path: string,
): void {
  if (!isRecord(input) || !isRecord(output) || depth > mostDepth) return;
  const written = isRecord(input['properties']) ? input['properties'] : {};
  const stored = isRecord(output['properties']) ? output['properties'] : {};
  for (const [name, property] of Object.entries(stored)) {
    if (!Object.hasOwn(written, name)) continue;
    const there = propertyPath(path, name);
    const isFilledIn = names(output).includes(name) && !names(input).includes(name);
    const isTold =
      tellsDefault(property) ||
      (Object.hasOwn(extensions, there) && extensions[there]?.default !== undefined);
    if (isFilledIn && !isTold)
      throw new CrdSchemaError({
        path: there,
        found: 'a default that the library does not tell',
        advice: `make the field optional, or tell it: extensions: { ${JSON.stringify(there)}: { default: … } }`,
      });
    compare({ input: written[name], output: property, extensions, depth: depth + 1 }, there);
  }
  for (const [kind, there] of [
    ['items', `${path}[]`],
    ['additionalProperties', `${path}.*`],
  ] as const)
    compare({ input: input[kind], output: output[kind], extensions, depth: depth + 1 }, there);
}

/** Itself, or a part of it: what is elsewhere in the document is taken for told. */
function tellsDefault(property: unknown): boolean {
  if (!isRecord(property)) return false;
  const parts = [property['anyOf'], property['oneOf'], property['allOf']].flat();
  return property['default'] !== undefined || property['$ref'] !== undefined || parts.some(tellsDefault);
}

function names(node: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(node['required']) ? node['required'] : [];
}
