/**
 * The text of a package's index: for every kind its most stable version, and the other types of the same modules by
 * name. Where two groups have a kind of one name (Event) the group the server lists first keeps it; where a kind and
 * a mere type share one (ResourceClaim) the kind does. The others are reached through their own module.
 */
import { type Module, typeName } from './module.ts';
import { printList } from './print.ts';

export function printIndex(modules: readonly Module[], header: readonly string[]): string {
  const taken = new Set<string>();
  const exported = new Map<string, { values: string[]; types: string[] }>();
  const slot = (module: Module): { values: string[]; types: string[] } => {
    const existing = exported.get(module.path) ?? { values: [], types: [] };
    exported.set(module.path, existing);
    return existing;
  };
  const byStability = modules.toSorted((a, b) => stability(a.version) - stability(b.version));
  for (const module of byStability) {
    for (const kind of module.tokens.map((token) => typeName(token.kind))) {
      if (taken.has(kind)) continue;
      taken.add(kind);
      slot(module).values.push(kind);
    }
  }
  for (const module of byStability) {
    if (!exported.has(module.path) && module.tokens.length > 0) continue;
    for (const { name } of module.declarations) {
      if (taken.has(name)) continue;
      taken.add(name);
      slot(module).types.push(name);
    }
  }
  const statements = [...exported]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, { values, types }]) => [
      ...(values.length > 0 ? [printList('export', values.toSorted(), `./${path}.ts`)] : []),
      ...(types.length > 0 ? [printList('export type', types.toSorted(), `./${path}.ts`)] : []),
    ]);
  return `${header.map((line) => `// ${line}\n`).join('')}\n${statements.join('')}`;
}

/** v2 before v1 before v2beta1 before v1beta2 before v1alpha1; the order of the API server itself. */
function stability(version: string): number {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return 1e9;
  const [, major, level, minor] = match;
  const rank = level === undefined ? 0 : level === 'beta' ? 1 : 2;
  return rank * 1e6 - Number(major) * 1e3 - Number(minor ?? 0);
}
