/**
 * Prints modules as TypeScript. The text is deterministic and readable; a formatter may do the rest. All imports are
 * types, so the JavaScript of a module is its tokens and nothing else.
 */
import type { ApiResource } from './group-version.ts';
import { type Module, moduleVariable, referencesIn, typeName } from './module.ts';
import { CORE, type Declaration, type Field, type TypeExpression } from './type-expression.ts';

export interface PrintOptions {
  /** First lines of each file, without comment marks. */
  readonly header: readonly string[];
  /** What a module is imported as, `core` among them: `@kube-rx/core`, `../core/v1.ts`. */
  readonly importPath: (from: Module, module: string) => string;
  /** Where the tokens lie, when they are in a file of their own (`printTokens`). Default: in the module itself. */
  readonly tokensPath?: string;
}

/** @example for (const module of modules) write(`${module.path}.ts`, printModule(module, options)); */
export function printModule(module: Module, options: PrintOptions): string {
  const names = new Names(module);
  const tokenValue = (token: ApiResource): string =>
    options.tokensPath === undefined ? printTokenValue(module, token) : tokenName(module, token);
  const tokens = new Map(module.tokens.map((token) => [typeName(token.kind), token]));
  const blocks = module.declarations.flatMap((declaration) => {
    const token = tokens.get(declaration.name);
    const type = printDeclaration(declaration, names);
    return token === undefined ? [type] : [type, printToken(token, tokenValue(token), names)];
  });
  const { tokensPath } = options;
  const imported =
    tokensPath === undefined ? [] : module.tokens.map((token) => tokenName(module, token)).toSorted();
  const imports =
    names.imports((from) => options.importPath(module, from)) +
    (imported.length === 0 ? '' : printList('import', imported, tokensPath ?? ''));
  return [
    options.header.map((line) => `// ${line}\n`).join(''),
    ...(imports === '' ? [] : [imports]),
    ...blocks,
  ].join('\n');
}

/** The names inside one file: an import is renamed where its name is declared here. */
class Names {
  readonly #module: Module;
  readonly #declared: ReadonlySet<string>;
  readonly #imported = new Map<
    string,
    { readonly module: string; readonly name: string; readonly as: string }
  >();

  constructor(module: Module) {
    this.#module = module;
    this.#declared = new Set(module.declarations.map(({ name }) => name));
    const references = module.declarations.flatMap(({ type }) => referencesIn(type));
    const resource = module.tokens.length > 0 ? [{ module: CORE, name: 'Resource' }] : [];
    for (const reference of [...references, ...resource]) this.#import(reference.module, reference.name);
  }

  of(module: string, name: string): string {
    return module === this.#module.path ? name : (this.#imported.get(`${module} ${name}`)?.as ?? name);
  }

  imports(importPath: (module: string) => string): string {
    const byModule = Map.groupBy(this.#imported.values(), ({ module }) => importPath(module));
    return [...byModule]
      .toSorted(([a], [b]) => distance(a) - distance(b) || (a < b ? -1 : 1))
      .map(([path, names]) => {
        const list = names
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, as }) => (name === as ? name : `${name} as ${as}`));
        return printList('import type', list, path);
      })
      .join('');
  }

  #import(module: string, name: string): void {
    const key = `${module} ${name}`;
    if (module === this.#module.path || this.#imported.has(key)) return;
    const taken = [...this.#imported.values()].map(({ as }) => as);
    const isFree = !this.#declared.has(name) && !taken.includes(name);
    const prefix = module.split(/[^A-Za-z0-9]+/).map((part) => part.charAt(0).toUpperCase() + part.slice(1));
    this.#imported.set(key, { module, name, as: isFree ? name : `${prefix.join('')}${name}` });
  }
}

/** `import type { A, B } from 'path';`, or one name a line where that would be long. */
export function printList(keyword: string, names: readonly string[], path: string): string {
  const line = `${keyword} { ${names.join(', ')} } from '${path}';\n`;
  if (line.length <= 111) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} from '${path}';\n`;
}

/** Packages before relative paths, farther folders before nearer ones. */
function distance(path: string): number {
  return path.startsWith('.') ? 100 - path.split('..').length : 0;
}

function printDeclaration(declaration: Declaration, names: Names): string {
  const { name, type } = declaration;
  const doc = printDoc(declaration.doc, '');
  if (type.kind === 'object') return `${doc}export interface ${name} ${printObject(type, names, '')}\n`;
  return `${doc}export type ${name} = ${printType(type, names, '')};\n`;
}

function printToken(token: ApiResource, value: string, names: Names): string {
  const name = typeName(token.kind);
  return `export const ${name}: ${printTokenType(names.of(CORE, 'Resource'), name, token)} = ${value};\n`;
}

function printTokenType(resource: string, object: string, token: ApiResource): string {
  const subresources = (token.subresources ?? []).map(({ name }) => quote(name));
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
  return [header.map((line) => `// ${line}\n`).join(''), imports, ...tokens].join('\n');
}

/** Deployment of `apps/v1` among all tokens: `appsV1Deployment`. */
export function tokenName(module: Module, token: ApiResource): string {
  return moduleVariable(`${module.path}/${token.kind}`);
}

function scopeOf(token: ApiResource): string {
  return token.namespaced ? 'Namespaced' : 'Cluster';
}

function printTokenValue(module: Module, token: ApiResource): string {
  const subresources = (token.subresources ?? []).map(({ name }) => quote(name));
  const members = [
    `group: ${quote(module.group)}`,
    `version: ${quote(module.version)}`,
    `kind: ${quote(token.kind)}`,
    `plural: ${quote(token.plural)}`,
    `scope: '${scopeOf(token)}'`,
    ...(subresources.length > 0 ? [`subresources: [${subresources.join(', ')}]`] : []),
  ];
  return `{\n${members.map((member) => `  ${member},\n`).join('')}}`;
}

function printType(type: TypeExpression, names: Names, indent: string): string {
  switch (type.kind) {
    case 'keyword':
      return type.name;
    case 'never':
      return 'never';
    case 'literal':
      return typeof type.value === 'string' ? quote(type.value) : String(type.value);
    case 'reference':
      return names.of(type.module, type.name);
    case 'array':
      return `readonly ${parenthesize(type.items, names, indent)}[]`;
    case 'map':
      return `{ readonly [key: string]: ${printType(type.values, names, indent)} }`;
    case 'object':
      return printObject(type, names, indent);
    case 'union':
      return type.members.map((member) => printInline(member, names, indent)).join(' | ');
    case 'intersection':
      return type.members.map((member) => printMember(member, names, indent)).join(' & ');
  }
}

/** A member of an intersection. Alternatives are printed one a line, because they are what a reader looks for. */
function printMember(type: TypeExpression, names: Names, indent: string): string {
  if (type.kind !== 'union') return printType(type, names, indent);
  const lines = type.members.map((member) => `${indent}  | ${printInline(member, names, indent)}\n`);
  return `(\n${lines.join('')}${indent})`;
}

function printInline(type: TypeExpression, names: Names, indent: string): string {
  if (type.kind !== 'object') return printType(type, names, indent);
  const fields = type.fields.map((field) => printField({ ...field, doc: undefined }, names, '').slice(0, -2));
  return `{ ${fields.join('; ')} }`;
}

function parenthesize(type: TypeExpression, names: Names, indent: string): string {
  const text = printType(type, names, indent);
  const isCompound = type.kind === 'union' || type.kind === 'intersection' || type.kind === 'array';
  return isCompound ? `(${text})` : text;
}

function printObject(type: TypeExpression & { kind: 'object' }, names: Names, indent: string): string {
  const lines = type.fields.map((field) => printField(field, names, `${indent}  `));
  if (type.open === true) lines.push(`${indent}  readonly [field: string]: unknown;\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

function printField(
  field: Omit<Field, 'doc'> & { readonly doc?: string | undefined },
  names: Names,
  indent: string,
): string {
  const name = /^[A-Za-z_$][\w$]*$/.test(field.name) ? field.name : quote(field.name);
  const type = printType(field.type, names, indent);
  return `${printDoc(field.doc, indent)}${indent}readonly ${name}${field.optional ? '?' : ''}: ${type};\n`;
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
