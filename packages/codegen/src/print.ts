/**
 * Prints modules as TypeScript. The text is deterministic and readable; a formatter may do the rest. All imports are
 * types, so the JavaScript of a module is its tokens and nothing else.
 */
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

/** @example for (const module of modules) write(`${module.path}.ts`, printModule(module, options)); */
export function printModule(module: Module, { header, importPath, tokensPath }: PrintOptions): string {
  const imports = importsOf(module);
  const nameOf: NameOf = (from, name) =>
    imports.find((one) => one.module === from && one.name === name)?.as ?? name;
  const tokens = new Map(module.tokens.map((token) => [pascalCase(token.kind), token]));
  const blocks = module.declarations.flatMap((declaration) => {
    const token = tokens.get(declaration.name);
    const type = printDeclaration(declaration, nameOf);
    if (token === undefined) return [type];
    const value = tokensPath === undefined ? printTokenValue(module, token) : tokenName(module, token);
    const tokenType = printTokenType(nameOf(CORE, 'Resource'), declaration.name, token);
    return [type, `export const ${declaration.name}: ${tokenType} = ${value};\n`];
  });
  const types = printImports(imports, (from) => importPath(module, from));
  const names = module.tokens.map((token) => tokenName(module, token)).toSorted();
  const values = tokensPath === undefined ? '' : printList('import', names, tokensPath);
  return [printHeader(header), types + values, ...blocks].filter((text) => text !== '').join('\n');
}

/** Lines of comment. */
export function printHeader(lines: readonly string[]): string {
  return lines.map((line) => `// ${line}\n`).join('');
}

/** A name of another module, and what it is called in the file that imports it. */
interface Import {
  readonly module: string;
  readonly name: string;
  readonly as: string;
}

/** What a module's name is called in the file that is printed. */
type NameOf = (module: string, name: string) => string;

/** The imports of a module; one is renamed where its name is taken. */
function importsOf(module: Module): Import[] {
  const imports: Import[] = [];
  const taken = new Set(module.declarations.map(({ name }) => name));
  const references = module.declarations.flatMap(({ type }) => referencesIn(type));
  const resource = module.tokens.length > 0 ? [{ module: CORE, name: 'Resource' }] : [];
  for (const { module: from, name } of [...references, ...resource]) {
    if (from === module.path || imports.some((one) => one.module === from && one.name === name)) continue;
    const as = taken.has(name) ? `${pascalCase(from)}${name}` : name;
    taken.add(as);
    imports.push({ module: from, name, as });
  }
  return imports;
}

function printImports(imports: readonly Import[], importPath: (module: string) => string): string {
  return [...Map.groupBy(imports, ({ module }) => importPath(module))]
    .toSorted(([a], [b]) => distance(a) - distance(b) || (a < b ? -1 : 1))
    .map(([path, names]) => {
      const list = names
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, as }) => (name === as ? name : `${name} as ${as}`));
      return printList('import type', list, path);
    })
    .join('');
}

/** `import type { A, B } from 'path';`, or one name a line where that would be long; empty without names. */
export function printList(keyword: string, names: readonly string[], path: string): string {
  if (names.length === 0) return '';
  const line = `${keyword} { ${names.join(', ')} } from '${path}';\n`;
  if (line.length <= 111) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} from '${path}';\n`;
}

/** Packages before relative paths, farther folders before nearer ones. */
function distance(path: string): number {
  return path.startsWith('.') ? 100 - path.split('..').length : 0;
}

function printDeclaration({ name, type, doc }: Declaration, nameOf: NameOf): string {
  const isInterface = type.kind === 'object';
  const [start, end] = isInterface ? [`interface ${name}`, ''] : [`type ${name} =`, ';'];
  return `${printDoc(doc, '')}export ${start} ${printType(type, nameOf)}${end}\n`;
}

function printTokenType(resource: string, object: string, token: ApiResource): string {
  const subresources = token.subresources?.map(({ name }) => quote(name)) ?? [];
  return `${resource}<${object}, '${scopeOf(token)}', ${subresources.join(' | ') || 'never'}>`;
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
      const type = printTokenType('Resource', 'never', token);
      return `export const ${tokenName(module, token)}: ${type} = ${printTokenValue(module, token)};\n`;
    }),
  );
  const imports = `import type { Resource } from '@kube-rx/core';\n`;
  return [printHeader(header), imports, ...tokens].join('\n');
}

/** Deployment of `apps/v1` among all tokens: `appsV1Deployment`. */
export function tokenName(module: Module, token: ApiResource): string {
  return moduleVariable(`${module.path}/${token.kind}`);
}

function scopeOf(token: ApiResource): string {
  return token.namespaced ? 'Namespaced' : 'Cluster';
}

function printTokenValue({ group, version }: Module, token: ApiResource): string {
  const members = printMembers({
    group: quote(group),
    version: quote(version),
    kind: quote(token.kind),
    plural: quote(token.plural),
    scope: quote(scopeOf(token)),
    subresources: token.subresources && printTexts(token.subresources.map(({ name }) => name)),
  });
  return `{\n${members.map((member) => `  ${member},\n`).join('')}}`;
}

/** The members of an object literal whose values are printed already, without those that have none. */
export function printMembers(values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
}

export function printTexts(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

function printType(type: TypeExpression, nameOf: NameOf): string {
  switch (type.kind) {
    case 'keyword':
      return type.name;
    case 'literal':
      return typeof type.value === 'string' ? quote(type.value) : String(type.value);
    case 'reference':
      return nameOf(type.module, type.name);
    case 'array':
      return `readonly ${parenthesize(type.items, nameOf)}[]`;
    case 'map':
      return `{ readonly [key: string]: ${printType(type.values, nameOf)} }`;
    case 'object':
      return printObject(type, nameOf);
    case 'union':
      return type.members.map((member) => printInline(member, nameOf)).join(' | ');
    case 'intersection':
      return type.members.map((member) => printMember(member, nameOf)).join(' & ');
  }
}

/** A member of an intersection. Alternatives are printed one a line, because they are what a reader looks for. */
function printMember(type: TypeExpression, nameOf: NameOf): string {
  if (type.kind !== 'union') return printType(type, nameOf);
  return `(\n${type.members.map((member) => `  | ${printInline(member, nameOf)}\n`).join('')})`;
}

function printInline(type: TypeExpression, nameOf: NameOf): string {
  if (type.kind !== 'object') return printType(type, nameOf);
  return `{ ${type.fields.map((field) => printField(field, nameOf)).join('; ')} }`;
}

function parenthesize(type: TypeExpression, nameOf: NameOf): string {
  const text = printType(type, nameOf);
  const isCompound = type.kind === 'union' || type.kind === 'intersection' || type.kind === 'array';
  return isCompound ? `(${text})` : text;
}

/** Nested objects have names of their own, so an object is printed at the top of a declaration. */
function printObject({ fields, open }: TypeExpression & { kind: 'object' }, nameOf: NameOf): string {
  const lines = fields.map((field) => `${printDoc(field.doc, '  ')}  ${printField(field, nameOf)};\n`);
  if (open === true) lines.push('  readonly [field: string]: unknown;\n');
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}}`;
}

function printField({ name, type, optional }: Field, nameOf: NameOf): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
  return `readonly ${key}${optional ? '?' : ''}: ${printType(type, nameOf)}`;
}

function printDoc(doc: string | undefined, indent: string): string {
  if (doc === undefined) return '';
  const lines = doc.replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${indent}/** ${lines.join('')} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

/** A single-quoted literal. */
export function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
