// Modules that define kinds: what they export, and what is wrong with them.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KubeError, quotedText } from '@kube-rx/core';
import { type CustomResourceDefinition, isDefinition } from '@kube-rx/crd';
import { UsageError } from './failure.ts';

/**
 * The definitions that the modules export, in the order of their names: kinds of `defineCustomResource`, and definitions
 * themselves. A kind that two modules export is one.
 *
 * @throws UsageError for a module that cannot be imported or exports none, and for two definitions of a kind.
 */
export async function definitionsOf(modules: readonly string[]): Promise<CustomResourceDefinition[]> {
  const found = new Map<string, { readonly definition: CustomResourceDefinition; readonly file: string }>();
  for (const file of modules) {
    const exported = Object.values(await load(file)).flatMap((value) => definitionIn(file, value));
    if (exported.length === 0)
      throw new UsageError(`${file} exports no kind: export what defineCustomResource returns`);
    for (const definition of exported) {
      const { name } = definition.metadata;
      const known = found.get(name);
      if (known && JSON.stringify(known.definition) !== JSON.stringify(definition))
        throw new UsageError(`${known.file} and ${file} define ${name} in different ways`);
      found.set(name, known ?? { definition, file });
    }
  }
  return [...found.values()]
    .map(({ definition }) => definition)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

async function load(file: string): Promise<object> {
  try {
    // Node reads TypeScript by leaving its types out.
    const loaded: unknown = await import(pathToFileURL(resolve(file)).href);
    return typeof loaded === 'object' && loaded !== null ? loaded : {};
  } catch (error) {
    // It says itself what is wrong with a definition.
    const what = error instanceof KubeError ? error.message : wordsOf(error);
    throw new UsageError(`${file} cannot be imported: ${what}`, { cause: error });
  }
}

/** A copy, as it will be written: what a module exports may be anything, and run code where it is looked at. */
function definitionIn(file: string, value: unknown): CustomResourceDefinition[] {
  const [definition] = readExport(file, () => definitionOf(value));
  if (definition === undefined) return [];
  const { name } = definition.metadata;
  if (!/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name))
    throw new UsageError(
      `${file} exports a definition of the name ${quotedText(name)}, as which none can be`,
    );
  return [definition];
}

function definitionOf(value: unknown): CustomResourceDefinition[] {
  if (typeof value !== 'object' || value === null) return [];
  const found: unknown = !isDefinition(value) && 'definition' in value ? value.definition : value;
  if (!isDefinition(found)) return [];
  const copy: unknown = JSON.parse(JSON.stringify(found));
  return isDefinition(copy) ? [copy] : [];
}

function readExport<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${file} exports what cannot be written as JSON: ${wordsOf(error)}`, {
      cause: error,
    });
  }
}

/** Whatever was thrown. */
function wordsOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'something that has no words was thrown';
  }
}
