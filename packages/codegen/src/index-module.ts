/**
 * Prints a package's index: every kind in its most stable version, and the other types. Of kinds with one name (Event),
 * that of the first group by name wins; of a kind and another type (ResourceClaim), the kind; of other types, that of
 * core or meta. Else the name is left out. Modules export all their names themselves.
 */
import { type Code, code, identifier, joined, nothing, quoted } from './code.ts';
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
  const [kindsOf, typesOf] = [namesByModule(kinds), namesByModule(types)];
  const blocks = modules.flatMap((module) => [
    printKinds(module, kindsOf.get(module) ?? [], options),
    printList(code`export type`, (typesOf.get(module) ?? []).map(identifier), pathOf(module, options)),
  ]);
  const imports =
    options.tokensPath === undefined ? nothing : printImports(kinds, options.tokensPath, options);
  return code`${printHeader(options.header)}\n${imports}${blocks}`.text;
}

function namesByModule(names: ReadonlyMap<string, Module>): ReadonlyMap<Module, readonly string[]> {
  const sorted = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const byModule = Map.groupBy(sorted, ([, module]) => module);
  return new Map(Array.from(byModule, ([module, own]) => [module, own.map(([name]) => name)]));
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

function printKinds(module: Module, names: readonly string[], options: IndexOptions): Code {
  if (options.tokensPath === undefined)
    return printList(code`export`, names.map(identifier), pathOf(module, options));
  const variable = identifier(moduleVariable(module.path));
  const constants = names.map((kind) => {
    const name = identifier(kind);
    const type = code`export type ${name} = ${variable}.${name};\n`;
    return code`${type}export const ${name}: typeof ${variable}.${name} = ${tokenOf(module, kind)};\n`;
  });
  return joined(constants);
}

function printImports(kinds: ReadonlyMap<string, Module>, tokensPath: string, options: IndexOptions): Code {
  const modules = [...new Set(kinds.values())].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const tokens = Array.from(kinds, ([name, module]) => tokenOf(module, name));
  const types = modules.map((module) => {
    const variable = identifier(moduleVariable(module.path));
    return code`import type * as ${variable} from ${quoted(pathOf(module, options))};\n`;
  });
  const sorted = tokens.toSorted((a, b) => (a.text < b.text ? -1 : 1));
  return code`${types}${printList(code`import`, sorted, tokensPath)}\n`;
}

function tokenOf(module: Module, name: string): Code {
  const token = module.tokens.find(({ kind }) => pascalCase(kind) === name);
  return token === undefined ? nothing : tokenName(module, token);
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
