// The TypeScript of documentation as modules whose lines are the lines of the page, so that what the compiler or
// Node says of it can be looked up in the page.

import ts from 'typescript';

/** A block of code as a page has it. */
export interface Fence {
  /** The first line of the code, from 0. */
  readonly line: number;
  /** As `ts`, `sh` or `text`; empty where the page says nothing. */
  readonly language: string;
  readonly code: string;
  /** Why `npm run guide:check` passes it over, from a comment `<!-- not run: WHY -->` above it. */
  readonly notRun: string | undefined;
}

export function fencesOf(markdown: string): Fence[] {
  const lines = markdown.split('\n');
  const fences: Fence[] = [];
  let above = '';
  for (let at = 0; at < lines.length; at += 1) {
    const [, language] = /^ *```(\S*)/.exec(lines[at] ?? '') ?? [];
    if (language === undefined) {
      if (lines[at] !== '') above = lines[at] ?? '';
      continue;
    }
    const line = at + 1;
    do at += 1;
    while (at < lines.length && !/^ *```/.test(lines[at] ?? ''));
    const [, notRun] = /^<!-- not run: (.+) -->$/.exec(above) ?? [];
    fences.push({ line, language, code: lines.slice(line, at).join('\n'), notRun });
    above = '';
  }
  return fences;
}

/** Pages of several programs, which `npm run pack:check` runs. */
export const severalPrograms: readonly string[] = ['docs/guide/projects.md'];

/** Of such a page, whose `<!-- given … -->` holds what the tool of a program declares. */
export function partsOf(text: string): Examples {
  const given = Array.from(text.matchAll(/<!-- given\n(.*?)-->/gs), ([, code]) => code).join('\n');
  return { fences: fencesOf(text).filter(({ language }) => language === 'ts'), given };
}

/** The program that a page is when its ts blocks are typed from top to bottom. */
export function programOf(fences: readonly Fence[]): string {
  const lines: string[] = [];
  for (const { language, line, code } of fences) {
    if (language !== 'ts') continue;
    while (lines.length < line) lines.push('');
    lines.push(...code.split('\n'));
  }
  return `${lines.join('\n')}\nexport {};\n`;
}

/** The `@example`s of a source. What one declares, those after it may use or declare anew. */
export interface Examples {
  readonly fences: readonly Pick<Fence, 'line' | 'code'>[];
  /** Declarations of what the examples talk about without saying where it comes from. */
  readonly given: string;
}

/** The code of `@example`s; of an index also the program in the comment that opens it. */
export function examplesOf(text: string, isIndex: boolean): Examples['fences'] {
  const lines = text.split('\n');
  const fences: Pick<Fence, 'line' | 'code'>[] = [];
  if (isIndex) {
    const header = lines.slice(
      1,
      lines.findIndex((line) => !line.startsWith('//')),
    );
    const program = header.map((line) => (line.startsWith('//   ') ? line.slice(5) : ''));
    if (program.some((line) => line !== '')) fences.push({ line: 1, code: program.join('\n') });
  }
  // The code may begin on the line of the tag, which may be all of the comment.
  for (const { index, 1: code = '' } of text.matchAll(/^ *(?:\/\*)?\* @example\b(.*?)(?=\*\/|^ *\* @)/gms))
    fences.push({
      line: text.slice(0, index).split('\n').length - 1,
      code: code.replaceAll(/^ *\* ?/gm, ''),
    });
  return fences;
}

/** Where names come from that examples need not import: module to names. */
export type Supply = ReadonlyMap<string, ReadonlySet<string>>;

/** Each example is a block inside the one before it. Imports move to line 1, as does what is given. */
export function moduleOf({ fences, given }: Examples, supply: Supply): string {
  const imports = new Imports();
  const lines: string[] = [];
  const used = new Set<string>();
  const takeFrom = (code: string): string => {
    const { rest, identifiers } = cutImports(code.replaceAll('{ … }', '{ /**/ }'), imports);
    for (const name of identifiers) used.add(name);
    return rest;
  };
  const preamble = takeFrom(given).replaceAll('\n', ' ');
  for (const { line, code } of fences) {
    while (lines.length < line) lines.push('');
    lines[line - 1] = `${lines[line - 1] ?? ''}{`;
    lines.push(...takeFrom(code).split('\n'));
  }
  for (const name of used) imports.supply(name, supply);
  lines[0] = `export {}; ${imports.print()} ${preamble} ${lines[0] ?? ''}`;
  return `${lines.join('\n')}\n${'}'.repeat(fences.length)}\n`;
}

/** The imports of a module, each name once. */
class Imports {
  readonly #modules = new Map<string, Set<string>>();
  readonly #names = new Set<string>();

  add(module: string, specifier: string, name: string): void {
    const specifiers = this.#modules.get(module) ?? new Set();
    this.#modules.set(module, specifiers.add(specifier));
    this.#names.add(name);
  }

  supply(name: string, from: Supply): void {
    if (this.#names.has(name)) return;
    const module = [...from].find(([, names]) => names.has(name))?.[0];
    if (module !== undefined) this.add(module, name, name);
  }

  print(): string {
    const statements = [...this.#modules].map(
      ([module, specifiers]) => `import { ${[...specifiers].join(', ')} } from '${module}';`,
    );
    return statements.join(' ');
  }
}

function cutImports(code: string, imports: Imports): { rest: string; identifiers: Set<string> } {
  const file = ts.createSourceFile('fence.ts', code, ts.ScriptTarget.ESNext);
  const identifiers = new Set<string>();
  let rest = code;
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) {
      visitIdentifiers(statement, (name) => identifiers.add(name));
      continue;
    }
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) throw new Error(`not by name: ${statement.getText(file)}`);
    const module = (statement.moduleSpecifier as ts.StringLiteral).text;
    for (const element of bindings.elements)
      imports.add(module, element.getText(file).replace(/^type /, ''), element.name.text);
    const [start, end] = [statement.getStart(file), statement.end];
    rest = rest.slice(0, start) + rest.slice(start, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end);
  }
  return { rest, identifiers };
}

function visitIdentifiers(node: ts.Node, visit: (name: string) => void): void {
  if (ts.isIdentifier(node)) visit(node.text);
  ts.forEachChild(node, (child) => visitIdentifiers(child, visit));
}
