// Modules that define kinds: what they export, and what is wrong with them.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KubeError } from '@kube-rx/core';
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
    const exported = Object.values(await load(file)).flatMap(definitionOf);
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
    const what = error instanceof KubeError ? error.message : String(error);
    throw new UsageError(`${file} cannot be imported: ${what}`, { cause: error });
  }
}

function definitionOf(value: unknown): CustomResourceDefinition[] {
  if (isDefinition(value)) return [value];
  if (typeof value !== 'object' || value === null || !('definition' in value)) return [];
  return isDefinition(value.definition) ? [value.definition] : [];
}
