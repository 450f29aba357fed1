// The TypeScript of a page of documentation as one module, whose lines are the page's own lines, so that what
// the compiler says of it can be looked up in the page.
//
// A page's fences are read in order: what one declares, those after it may use or declare anew, so each is a
// block inside the one before it. Imports move to line 1, as does what the page takes as given.

import ts from 'typescript';

export interface Fence {
  /** The first line of the code, from 0. */
  readonly line: number;
  readonly code: string;
}

export interface Page {
  readonly fences: readonly Fence[];
  /** Declarations of what the page talks about without saying where it comes from. */
  readonly given: string;
}

/** Fences marked ts; `<!-- given … -->` holds declarations that readers need not see. */
export function pageOfMarkdown(text: string): Page {
  const fences = fencesIn(text.split('\n'), /^ *```ts\b/, /^ *```/);
  const given = Array.from(text.matchAll(/<!-- given\n(.*?)-->/gs), ([, code]) => code).join('\n');
  return { fences, given };
}

/** The code of `@example`s; of an index also the program in the comment that opens it. */
export function pageOfSource(text: string, isIndex: boolean): Page {
  const lines = text.split('\n');
  const fences: Fence[] = [];
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
  return { fences, given: '' };
}

function fencesIn(lines: readonly string[], opens: RegExp, closes: RegExp): Fence[] {
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!opens.test(lines[at] ?? '')) continue;
    const line = at + 1;
    do at += 1;
    while (at < lines.length && !closes.test(lines[at] ?? ''));
    fences.push({ line, code: lines.slice(line, at).join('\n') });
  }
  return fences;
}

/** Where names come from that the page does not import itself: module to names. Empty for pages that import. */
export type Supply = ReadonlyMap<string, ReadonlySet<string>>;

export function moduleOf({ fences, given }: Page, supply: Supply = new Map()): string {
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

/** The imports of a page, each name once. */
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
