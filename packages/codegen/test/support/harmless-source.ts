// What generated source may consist of: imports of types, exported types, exported tokens, and the index's exports.

import { expect } from '@jest/globals';
import ts from 'typescript';

/** Fails unless the files parse, hold nothing else, and name nothing that is not declared. */
export function expectHarmless(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    expect(path).toMatch(/^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[a-z0-9]([-a-z0-9]*[a-z0-9])?|index)\.ts$/);
    expect(path).not.toContain('..');
    expect([path, problemsIn(text, path, files)]).toEqual([path, []]);
  }
}

function problemsIn(text: string, path: string, files: ReadonlyMap<string, string>): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, fileName: path });
  if (diagnostics.length > 0)
    return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  const hidden = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{DI}/u.exec(text);
  if (hidden) return [`holds U+${hidden[0].codePointAt(0)?.toString(16) ?? ''}`];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const names = namesIn(file);
  return [
    ...file.statements.filter((one) => !isExpected(one, files)).map((one) => `strange: ${one.getText()}`),
    ...twice(names.types).map((name) => `declared twice: ${name}`),
    ...twice(names.values).map((name) => `declared twice: ${name}`),
    ...referencesIn(file)
      .filter((name) => !names.types.includes(name))
      .map((name) => `undeclared: ${name}`),
  ];
}

function isExpected(statement: ts.Statement, files: ReadonlyMap<string, string>): boolean {
  if (ts.isImportDeclaration(statement)) {
    const isType = statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return isType && /^kube-rx(\/k8s\/[a-z0-9.]+\/[a-z0-9]+)?$/.test(specifierOf(statement.moduleSpecifier));
  }
  if (ts.isExportDeclaration(statement)) {
    const specifier = specifierOf(statement.moduleSpecifier);
    return specifier.startsWith('./') && files.has(specifier.slice(2).replace(/\.js$/, '.ts'));
  }
  if (!ts.canHaveModifiers(statement)) return false;
  const modifiers = ts.getModifiers(statement) ?? [];
  if (modifiers.length !== 1 || modifiers[0]?.kind !== ts.SyntaxKind.ExportKeyword) return false;
  if (ts.isInterfaceDeclaration(statement)) return statement.heritageClauses === undefined;
  if (ts.isTypeAliasDeclaration(statement)) return true;
  return ts.isVariableStatement(statement) && statement.declarationList.declarations.every(isToken);
}

function specifierOf(expression: ts.Expression | undefined): string {
  return expression && ts.isStringLiteral(expression) ? expression.text : '';
}

function isToken({ name, initializer }: ts.VariableDeclaration): boolean {
  return ts.isIdentifier(name) && initializer !== undefined && isConstant(initializer);
}

function isConstant(expression: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.every(isConstant);
  if (!ts.isObjectLiteralExpression(expression)) return ts.isStringLiteral(expression);
  return expression.properties.every(
    (one) => ts.isPropertyAssignment(one) && ts.isIdentifier(one.name) && isConstant(one.initializer),
  );
}

interface Names {
  readonly types: readonly string[];
  readonly values: readonly string[];
}

function namesIn(file: ts.SourceFile): Names {
  const types: string[] = [];
  const values: string[] = [];
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      types.push(statement.name.text);
    if (ts.isVariableStatement(statement))
      values.push(...statement.declarationList.declarations.map(({ name }) => name.getText()));
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings && ts.isNamedImports(bindings))
      types.push(...bindings.elements.map(({ name }) => name.text));
  }
  return { types, values };
}

function referencesIn(node: ts.Node): string[] {
  const own = ts.isTypeReferenceNode(node) ? [node.typeName.getText()] : [];
  const inside: string[] = [];
  node.forEachChild((child) => void inside.push(...referencesIn(child)));
  return [...own, ...inside];
}

function twice(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}
