import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as client from '@kube-rx/client';
import * as controller from '@kube-rx/controller';
import * as core from '@kube-rx/core';
import * as encoding from '@kube-rx/core/encoding';
import * as runtime from '@kube-rx/runtime';
import * as facade from 'kube-rx';
import ts from 'typescript';

// The room of core that has an entry of its own.
const encodingIndex = 'core/src/encoding';

describe('the entry of programs', () => {
  const offered = namesExportedBy('kube-rx');

  test('hands on the very values of the packages below it', () => {
    const below: Readonly<Record<string, unknown>> = {
      ...core,
      ...encoding,
      ...client,
      ...runtime,
      ...controller,
    };
    for (const [name, value] of Object.entries(facade)) expect(below[name]).toBe(value);
  });

  test('has every type that generated files take from it', () => {
    const generated = readFileSync(join(import.meta.dirname, '../../codegen/src/type-expression.ts'), 'utf8');
    const [, list = ''] = /CORE_TYPES = \[([^\]]*)\]/.exec(generated) ?? [];
    const names = Array.from(list.matchAll(/'(\w+)'/g), ([, name = '']) => name);
    expect(names).toContain('ObjectMeta');
    expect(names.filter((name) => !offered.includes(name))).toEqual([]);
  });

  test('shares no name with the built-in kinds, RxJS or the platform', () => {
    const kinds = new Set(namesOf("import * as all from 'kube-rx/k8s';"));
    const operators = new Set(namesOf("import * as all from 'rxjs';"));
    expect(kinds).toContain('LabelSelector');
    expect(operators).toContain('TimeoutError');
    const taken = (name: string): boolean => kinds.has(name) || operators.has(name) || name in globalThis;
    expect(offered.filter(taken)).toEqual([]);
  });
});

describe('the entry of libraries', () => {
  test('has every name of the packages below it', () => {
    const all = namesOf("import * as all from 'kube-rx/library';");
    const below = ['core', encodingIndex, 'client', 'runtime', 'controller'].flatMap(namesExportedBy);
    expect(below.length).toBeGreaterThan(200);
    expect(below.filter((name) => !all.includes(name))).toEqual([]);
  });
});

describe('the index of a package', () => {
  test.each([
    'core',
    encodingIndex,
    'client',
    'runtime',
    'controller',
    'apiserver',
    'codegen',
    'crd',
    'rbac',
    'kube-rx',
  ])('of %s opens with a comment and holds named exports only', (name) => {
    const file = indexOf(name);
    expect(file.text).toMatch(/^\/\/ \S/);
    for (const statement of file.statements) {
      const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
      expect(clause && ts.isNamedExports(clause)).toBe(true);
    }
  });
});

function namesExportedBy(name: string): string[] {
  return indexOf(name).statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    return clause && ts.isNamedExports(clause) ? clause.elements.map((element) => element.name.text) : [];
  });
}

/** What a namespace import has, types included. */
function namesOf(statement: string): string[] {
  const path = join(import.meta.dirname, 'names.ts');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    customConditions: ['kube-rx:src'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([path], options, {
    ...host,
    fileExists: (file) => file === path || host.fileExists(file),
    getSourceFile: (file, version) =>
      file === path ? ts.createSourceFile(path, statement, version) : host.getSourceFile(file, version),
  });
  const [declaration] = program.getSourceFile(path)?.statements ?? [];
  if (!declaration || !ts.isImportDeclaration(declaration)) throw new Error(`no import: ${statement}`);
  const module = program.getTypeChecker().getSymbolAtLocation(declaration.moduleSpecifier);
  if (!module) throw new Error(`nothing is found by ${statement}`);
  return program
    .getTypeChecker()
    .getExportsOfModule(module)
    .map((symbol) => symbol.name);
}

function indexOf(name: string): ts.SourceFile {
  const path = join(import.meta.dirname, '../..', name, name === encodingIndex ? 'index.ts' : 'src/index.ts');
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext);
}
