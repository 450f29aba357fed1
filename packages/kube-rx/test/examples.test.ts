// Every function and class that a package exports is shown by an `@example`. (docs.test.ts compiles them.)

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const packages = [
  'core',
  'codegen',
  'crd',
  'rbac',
  'client',
  'runtime',
  'controller',
  'apiserver',
  'simulation',
  'kube-rx',
];
const indexes = [...packages.map((name) => `${name}/src`), 'core/src/encoding'];

test.each(indexes)('every function and class of %s has an example', (folder) => {
  expect(exportedWithoutExample(join(import.meta.dirname, '../..', folder, 'index.ts'))).toEqual([]);
});

function exportedWithoutExample(index: string): string[] {
  return statementsOf(index).flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause } = statement;
    const module = (statement.moduleSpecifier as ts.StringLiteral).text;
    // What comes from another package is shown there.
    if (!exportClause || !ts.isNamedExports(exportClause) || !module.startsWith('.')) return [];
    const names = exportClause.elements.filter((each) => !each.isTypeOnly).map((each) => each.name.text);
    const shown = namesShown(statementsOf(join(index, '..', module)));
    return names.filter((name) => !shown.has(name));
  });
}

/** Names that have an example, or are neither function nor class. An example of one overload counts for all. */
function namesShown(statements: readonly ts.Statement[]): Set<string | undefined> {
  const shown = statements.filter((statement) => {
    if (ts.getJSDocTags(statement).some(({ tagName }) => tagName.text === 'example')) return true;
    if (!ts.isVariableStatement(statement)) return false;
    return !statement.declarationList.declarations.some(
      ({ initializer }) => initializer && ts.isArrowFunction(initializer),
    );
  });
  return new Set(shown.flatMap(namesDeclaredBy));
}

function namesDeclaredBy(statement: ts.Statement): (string | undefined)[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
  return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
    ? [statement.name?.text]
    : [];
}

function statementsOf(path: string): readonly ts.Statement[] {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true).statements;
}
