/**
 * Prints modules as TypeScript. The text is deterministic and readable; a formatter may do the rest. All imports are
 * types, so the JavaScript of a module is its tokens and nothing else.
 */
import {
  type Code,
  code,
  constant,
  docComment,
  identifier,
  joined,
  lineComment,
  list,
  memberName,
  nothing,
  quoted,
} from './code.ts';
import type { ApiResource } from './group-version.ts';
import { type Module, moduleVariable, referencesIn } from './module.ts';
import { CORE, type Declaration, type Field, type TypeExpression } from './type-expression.ts';
import { pascalCase } from './type-of-schema.ts';

export interface PrintOptions {
  /** First lines of each file, without comment marks. */
  readonly header: readonly string[];
  /** What a module is imported as, `core` among them: `@kube-rx/core`, `../core/v1.ts`. */
  readonly importPath: (from: Module, module: string) => string;
  /** Where the tokens lie, when they are in a file of their own (`printTokens`). Default: in the module itself. */
  readonly tokensPath?: string;
}

/**
 * @throws InvalidDefinitionError for a name that cannot stand in TypeScript; all other text is quoted.
 * @example for (const module of modules) write(`${module.path}.ts`, printModule(module, options));
 */
export function printModule(module: Module, { header, importPath, tokensPath }: PrintOptions): string {
  const imports = importsOf(module);
  const nameOf: NameOf = (from, name) => identifier(imports.get(importKey(from, name))?.as ?? name);
  const tokens = new Map(module.tokens.map((token) => [pascalCase(token.kind), token]));
  const blocks = module.declarations.flatMap((declaration) => {
    const token = tokens.get(declaration.name);
    const type = printDeclaration(declaration, nameOf);
    if (token === undefined) return [type];
    const name = identifier(declaration.name);
    const value = tokensPath === undefined ? printTokenValue(module, token) : tokenName(module, token);
    const tokenType = printTokenType(nameOf(CORE, 'Resource'), name, token);
    return [type, code`export const ${name}: ${tokenType} = ${value};\n`];
  });
  const types = printImports([...imports.values()], (from) => importPath(module, from));
  const values =
    tokensPath === undefined ? nothing : printList(code`import`, tokenNames([module]), tokensPath);
  const parts = [printHeader(header), code`${types}${values}`, ...blocks];
  return joined(
    parts.filter(({ text }) => text !== ''),
    code`\n`,
  ).text;
}

/** Lines of comment. */
export function printHeader(lines: readonly string[]): Code {
  return joined(lines.map(lineComment));
}

/** A name of another module, and what it is called in the file that imports it. */
interface Import {
  readonly module: string;
  readonly name: string;
  readonly as: string;
}

/** What a module's name is called in the file that is printed. */
type NameOf = (module: string, name: string) => Code;

/** The imports of a module; one is renamed where its name is taken. */
function importsOf(module: Module): ReadonlyMap<string, Import> {
  const imports = new Map<string, Import>();
  const taken = new Set(module.declarations.map(({ name }) => name));
  const references = module.declarations.flatMap(({ type }) => referencesIn(type));
  const resource = module.tokens.length > 0 ? [{ module: CORE, name: 'Resource' }] : [];
  for (const { module: from, name } of [...references, ...resource]) {
    const key = importKey(from, name);
    if (from === module.path || imports.has(key)) continue;
    let as = name;
    while (taken.has(as)) as = `${pascalCase(from)}${as}`;
    taken.add(as);
    imports.set(key, { module: from, name, as });
  }
  return imports;
}

function importKey(module: string, name: string): string {
  return `${module} ${name}`;
}

function printImports(imports: readonly Import[], importPath: (module: string) => string): Code {
  const byPath = [...Map.groupBy(imports, ({ module }) => importPath(module))];
  const lines = byPath
    .toSorted(([a], [b]) => distance(a) - distance(b) || (a < b ? -1 : 1))
    .map(([path, names]) => {
      const sorted = names.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return printList(code`import type`, sorted.map(printImport), path);
    });
  return joined(lines);
}

function printImport({ name, as }: Import): Code {
  return name === as ? identifier(name) : code`${identifier(name)} as ${identifier(as)}`;
}

/** `import type { A, B } from 'path';`, or one name a line where that would be long; empty without names. */
export function printList(keyword: Code, names: readonly Code[], path: string): Code {
  if (names.length === 0) return nothing;
  const line = code`${keyword} { ${joined(names, code`, `)} } from ${quoted(path)};\n`;
  if (line.text.length <= 111) return line;
  return code`${keyword} {\n${names.map((name) => code`  ${name},\n`)}} from ${quoted(path)};\n`;
}

/** Packages before relative paths, farther folders before nearer ones. */
function distance(path: string): number {
  return path.startsWith('.') ? 100 - path.split('..').length : 0;
}

function printDeclaration({ name, type, doc }: Declaration, nameOf: NameOf): Code {
  const [own, text] = [identifier(name), printType(type, nameOf)];
  const declaration = type.kind === 'object' ? code`interface ${own} ${text}` : code`type ${own} = ${text};`;
  return code`${printDoc(doc, '')}export ${declaration}\n`;
}

function printTokenType(resource: Code, object: Code, token: ApiResource): Code {
  const names = (token.subresources ?? []).map(({ name }) => quoted(name));
  const subresources = names.length > 0 ? joined(names, code` | `) : code`never`;
  return code`${resource}<${object}, ${quoted(scopeOf(token))}, ${subresources}>`;
}

/**
 * All tokens in one file, without the types of their objects: importing a kind loads this file instead of one for each
 * group. The modules give the tokens their types and names.
 *
 * @example write('tokens.ts', printTokens(modules, header));
 */
export function printTokens(modules: readonly Module[], header: readonly string[]): string {
  const tokens = modules.flatMap((module) =>
    module.tokens.map((token) => {
      const type = printTokenType(code`Resource`, code`never`, token);
      return code`export const ${tokenName(module, token)}: ${type} = ${printTokenValue(module, token)};\n`;
    }),
  );
  const imports = code`import type { Resource } from '@kube-rx/core';\n`;
  return joined([printHeader(header), imports, ...tokens], code`\n`).text;
}

/** Deployment of `apps/v1` among all tokens: `appsV1Deployment`. */
export function tokenName(module: Module, token: ApiResource): Code {
  return identifier(moduleVariable(`${module.path}/${token.kind}`));
}

/** Those of all modules, sorted. */
export function tokenNames(modules: readonly Module[]): Code[] {
  const names = modules.flatMap((module) => module.tokens.map((token) => tokenName(module, token)));
  return names.toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

function scopeOf(token: ApiResource): string {
  return token.namespaced ? 'Namespaced' : 'Cluster';
}

function printTokenValue({ group, version }: Module, token: ApiResource): Code {
  const members = printMembers({
    group: quoted(group),
    version: quoted(version),
    kind: quoted(token.kind),
    plural: quoted(token.plural),
    scope: quoted(scopeOf(token)),
    subresources: token.subresources && list(token.subresources.map(({ name }) => name)),
  });
  return code`{\n${members.map((member) => code`  ${member},\n`)}}`;
}

/** The members of an object literal, without those that have no value. */
export function printMembers(values: Readonly<Record<string, Code | undefined>>): Code[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [code`${identifier(name)}: ${value}`],
  );
}

function printType(type: TypeExpression, nameOf: NameOf): Code {
  switch (type.kind) {
    case 'keyword':
      return identifier(type.name);
    case 'literal':
      return constant(type.value);
    case 'reference':
      return nameOf(type.module, type.name);
    case 'array':
      return code`readonly ${parenthesize(type.items, nameOf)}[]`;
    case 'map':
      return code`{ readonly [key: string]: ${printType(type.values, nameOf)} }`;
    case 'object':
      return printObject(type, nameOf);
    case 'union':
      return joined(
        type.members.map((member) => printInline(member, nameOf)),
        code` | `,
      );
    case 'intersection':
      return joined(
        type.members.map((member) => printMember(member, nameOf)),
        code` & `,
      );
  }
}

/** A member of an intersection. Alternatives are printed one a line, because they are what a reader looks for. */
function printMember(type: TypeExpression, nameOf: NameOf): Code {
  if (type.kind !== 'union') return printType(type, nameOf);
  return code`(\n${type.members.map((member) => code`  | ${printInline(member, nameOf)}\n`)})`;
}

function printInline(type: TypeExpression, nameOf: NameOf): Code {
  if (type.kind !== 'object') return printType(type, nameOf);
  const fields = type.fields.map((field) => printField(field, nameOf));
  return code`{ ${joined(fields, code`; `)} }`;
}

function parenthesize(type: TypeExpression, nameOf: NameOf): Code {
  const text = printType(type, nameOf);
  const isCompound = type.kind === 'union' || type.kind === 'intersection' || type.kind === 'array';
  return isCompound ? code`(${text})` : text;
}

/** Nested objects have names of their own, so an object is printed at the top of a declaration. */
function printObject({ fields, open }: TypeExpression & { kind: 'object' }, nameOf: NameOf): Code {
  const lines = fields.map((field) => code`${printDoc(field.doc, '  ')}  ${printField(field, nameOf)};\n`);
  if (open === true) lines.push(code`  readonly [field: string]: unknown;\n`);
  return lines.length === 0 ? code`{}` : code`{\n${lines}}`;
}

function printField({ name, type, optional }: Field, nameOf: NameOf): Code {
  return code`readonly ${memberName(name)}${optional ? code`?` : nothing}: ${printType(type, nameOf)}`;
}

function printDoc(doc: string | undefined, indent: '' | '  '): Code {
  return doc === undefined ? nothing : docComment(doc, indent);
}
