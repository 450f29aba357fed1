/**
 * Prints a package's index: every kind in its most stable version, and the other types. Of kinds with one name (Event),
 * that of the first group by name wins; of a kind and another type (ResourceClaim), the kind; of other types, that of
 * core or meta. Else the name is left out. Modules export all their names themselves.
 */
import { type Module, moduleVariable, typeName } from './module.ts';
import { printList, tokenName } from './print.ts';

export interface IndexOptions {
  readonly header: readonly string[];
  /** Where the tokens lie, when they are in a file of their own. Default: in the modules. */
  readonly tokensPath?: string;
  /** Types that are left to their own modules, as another package has them under the same name. */
  readonly omit?: ReadonlySet<string>;
}

/** @example write('index.ts', printIndex(modules, { header })); */
export function printIndex(modules: readonly Module[], options: IndexOptions): string {
  const byStability = modules.toSorted((a, b) => stability(a.version) - stability(b.version));
  const kinds = kindsByName(byStability);
  const types = typesByName(byStability, new Set([...kinds.keys(), ...(options.omit ?? [])]), kinds);
  const blocks = modules.flatMap((module) => {
    const own = (names: ReadonlyMap<string, Module>): string[] =>
      [...names].flatMap(([name, owner]) => (owner === module ? [name] : [])).toSorted();
    return [printKinds(module, own(kinds), options), printTypes(module, own(types))];
  });
  const { tokensPath } = options;
  const imports = tokensPath === undefined ? '' : printImports(kinds, tokensPath);
  return `${options.header.map((line) => `// ${line}\n`).join('')}\n${imports}${blocks.join('')}`;
}

function kindsByName(byStability: readonly Module[]): Map<string, Module> {
  const kinds = new Map<string, Module>();
  for (const module of byStability) {
    for (const name of module.tokens.map(({ kind }) => typeName(kind))) {
      if (!kinds.has(name)) kinds.set(name, module);
    }
  }
  return kinds;
}

function typesByName(
  byStability: readonly Module[],
  taken: ReadonlySet<string>,
  kinds: ReadonlyMap<string, Module>,
): Map<string, Module> {
  const owners = new Map<string, Module[]>();
  const withKinds = new Set(kinds.values());
  for (const module of byStability.filter((each) => withKinds.has(each) || stability(each.version) <= 0)) {
    for (const { name } of module.declarations) {
      if (!taken.has(name)) owners.set(name, [...(owners.get(name) ?? []), module]);
    }
  }
  return new Map(
    [...owners].flatMap(([name, candidates]): [string, Module][] => {
      const shared = candidates.find(({ path }) => path === 'core/v1' || path === 'meta/v1');
      const only = candidates.every(({ group }) => group === candidates[0]?.group)
        ? candidates[0]
        : undefined;
      const owner = shared ?? only;
      return owner === undefined ? [] : [[name, owner]];
    }),
  );
}

function printKinds(module: Module, names: readonly string[], options: IndexOptions): string {
  if (names.length === 0) return '';
  if (options.tokensPath === undefined) return printList('export', names, `./${module.path}.ts`);
  const variable = moduleVariable(module.path);
  const tokens = new Map(module.tokens.map((token) => [typeName(token.kind), tokenName(module, token)]));
  return names
    .map((name) => {
      const type = `export type ${name} = ${variable}.${name};\n`;
      return `${type}export const ${name}: typeof ${variable}.${name} = ${tokens.get(name) ?? ''};\n`;
    })
    .join('');
}

function printTypes(module: Module, names: readonly string[]): string {
  return names.length === 0 ? '' : printList('export type', names, `./${module.path}.ts`);
}

function printImports(kinds: ReadonlyMap<string, Module>, tokensPath: string): string {
  const modules = [...new Set(kinds.values())].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const tokens = [...kinds].map(([name, module]) => {
    const token = module.tokens.find(({ kind }) => typeName(kind) === name);
    return token === undefined ? '' : tokenName(module, token);
  });
  const types = modules.map(({ path }) => `import type * as ${moduleVariable(path)} from './${path}.ts';\n`);
  return `${types.join('')}${printList('import', tokens.toSorted(), tokensPath)}\n`;
}

/** v2 before v1 before v2beta1 before v1beta2 before v1alpha1; the order of the API server itself. */
function stability(version: string): number {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return 1e9;
  const [, major, level, minor] = match;
  const rank = level === undefined ? 0 : level === 'beta' ? 1 : 2;
  return rank * 1e6 - Number(major) * 1e3 - Number(minor ?? 0);
}
