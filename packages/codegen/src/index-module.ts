/**
 * Prints a package's index: every kind in its most stable version, and the other types. Of kinds with one name (Event),
 * that of the first group by name wins; of a kind and another type (ResourceClaim), the kind; of other types, that of
 * core or meta. Else the name is left out. Modules export all their names themselves.
 */
import { type Module, moduleVariable } from './module.ts';
import { printHeader, printList, tokenName } from './print.ts';
import { pascalCase } from './type-of-schema.ts';

/**
 * How the import of a file `v1.ts` ends. `.js` is what TypeScript takes everywhere; `.ts` what Node itself runs; nothing
 * what CommonJS tools (ts-jest, webpack) find without settings.
 */
export type ImportExtension = '.js' | '.ts' | '';

export interface IndexOptions {
  readonly header: readonly string[];
  /** Where the tokens lie, when they are in a file of their own. Default: in the modules. */
  readonly tokensPath?: string;
  /** How the imports of modules end. Default: `.js`. */
  readonly extension?: ImportExtension;
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
      [...names.keys()].filter((name) => names.get(name) === module).toSorted();
    return [
      printKinds(module, own(kinds), options),
      printList('export type', own(types), pathOf(module, options)),
    ];
  });
  const imports = options.tokensPath === undefined ? '' : printImports(kinds, options.tokensPath, options);
  return `${printHeader(options.header)}\n${imports}${blocks.join('')}`;
}

function kindsByName(byStability: readonly Module[]): Map<string, Module> {
  const kinds = byStability.flatMap((module) =>
    module.tokens.map(({ kind }): [string, Module] => [pascalCase(kind), module]),
  );
  // Of two with one name the later is kept, and the more stable shall be.
  return new Map(kinds.toReversed());
}

function typesByName(
  byStability: readonly Module[],
  taken: ReadonlySet<string>,
  kinds: ReadonlyMap<string, Module>,
): Map<string, Module> {
  const withKinds = new Set(kinds.values());
  const types = byStability
    .filter((module) => withKinds.has(module) || stability(module.version) <= 0)
    .flatMap((module) => module.declarations.map(({ name }) => ({ name, module })))
    .filter(({ name }) => !taken.has(name));
  const owners = [...Map.groupBy(types, ({ name }) => name)].flatMap(([name, found]): [string, Module][] => {
    const candidates = found.map(({ module }) => module);
    const shared = candidates.find(({ path }) => path === 'core/v1' || path === 'meta/v1');
    const isOfOneGroup = candidates.every(({ group }) => group === candidates[0]?.group);
    const owner = shared ?? (isOfOneGroup ? candidates[0] : undefined);
    return owner === undefined ? [] : [[name, owner]];
  });
  return new Map(owners);
}

function printKinds(module: Module, names: readonly string[], options: IndexOptions): string {
  if (options.tokensPath === undefined) return printList('export', names, pathOf(module, options));
  const variable = moduleVariable(module.path);
  const constants = names.map((name) => {
    const type = `export type ${name} = ${variable}.${name};\n`;
    return `${type}export const ${name}: typeof ${variable}.${name} = ${tokenOf(module, name)};\n`;
  });
  return constants.join('');
}

function printImports(kinds: ReadonlyMap<string, Module>, tokensPath: string, options: IndexOptions): string {
  const modules = [...new Set(kinds.values())].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const tokens = Array.from(kinds, ([name, module]) => tokenOf(module, name));
  const types = modules.map(
    (module) => `import type * as ${moduleVariable(module.path)} from '${pathOf(module, options)}';\n`,
  );
  return `${types.join('')}${printList('import', tokens.toSorted(), tokensPath)}\n`;
}

function tokenOf(module: Module, name: string): string {
  const token = module.tokens.find(({ kind }) => pascalCase(kind) === name);
  return token === undefined ? '' : tokenName(module, token);
}

function pathOf({ path }: Module, { extension = '.js' }: IndexOptions): string {
  return `./${path}${extension}`;
}

/** v2 before v1 before v2beta1 before v1beta2 before v1alpha1; the order of the API server itself. */
function stability(version: string): number {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return 1e9;
  const [, major, level, minor] = match;
  const rank = level === undefined ? 0 : level === 'beta' ? 1 : 2;
  return rank * 1e6 - Number(major) * 1e3 - Number(minor ?? 0);
}
