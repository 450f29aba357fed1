// Whether objects can be of several versions with nothing but their apiVersion changed.

import type { DefinedVersion } from './custom-resource-definition.ts';
import { schemaChanges } from './schema-change.ts';

/**
 * What makes a conversion necessary: an object of one version that is wrong in another by its type, or lacks what is
 * required there. Fields that only one version has are no problem, but for what they hold, which the other does not keep.
 */
export function conversionProblems(versions: readonly DefinedVersion[]): string[] {
  const stored = versions.find(({ storage }) => storage);
  const root = stored?.schema?.openAPIV3Schema;
  if (stored === undefined || root === undefined) return [];
  return versions.flatMap(({ name, schema, storage }) => {
    const other = schema?.openAPIV3Schema;
    if (storage || other === undefined) return [];
    const both = [...mismatches(schemaChanges(root, other)), ...mismatches(schemaChanges(other, root))];
    const [first] = both;
    if (first === undefined) return [];
    return [
      `versions ${stored.name} and ${name} cannot be converted into each other by their apiVersion alone (${first}): make them agree, or give a conversion webhook`,
    ];
  });
}

function mismatches(changes: ReturnType<typeof schemaChanges>): string[] {
  return changes
    .filter(({ effect, what }) => effect === 'refused' && /^(?:its type was|it is required)/.test(what))
    .map(({ path, what }) => `${path}: ${what}`);
}
